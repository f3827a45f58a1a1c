// Addresses of Solana: keys, and the accounts that programs derive from them.

import { Ws402Error } from '../errors.js';
import { decode, encode } from './base58.js';

export const SYSTEM = '11111111111111111111111111111111';
export const TOKEN = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA';
export const TOKEN_2022 = 'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb';
export const ASSOCIATED_TOKEN = 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL';
export const MEMO = 'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr';

const KEY_BYTES = 32;
const P = 2n ** 255n - 19n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

/** The bytes of an address. @throws Ws402Error malformed, naming what it should have been */
export function bytesOf(address, what) {
  const bytes = decode(address, KEY_BYTES);
  if (!bytes) {
    throw new Ws402Error('malformed', `The terms name no ${what} on this chain: ${address}.`);
  }
  return bytes;
}

/** The account in which an owner holds a token, unless it says otherwise. */
export async function associatedAccount(owner, mint, program) {
  const seeds = [bytesOf(owner, 'owner'), bytesOf(program, 'token program'), bytesOf(mint, 'mint')];
  return programAddress(seeds, ASSOCIATED_TOKEN);
}

/** The first address, counted down, that these seeds give and that nobody can have the key of. */
export async function programAddress(seeds, program) {
  const end = [...bytesOf(program, 'program'), ...new TextEncoder().encode('ProgramDerivedAddress')];
  for (let bump = 255; bump >= 0; bump -= 1) {
    const input = Uint8Array.from([...seeds.flatMap((seed) => [...seed]), bump, ...end]);
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', input));
    if (!isOnCurve(hash)) {
      return encode(hash);
    }
  }
  throw new Error('no seed of 256 gives an address');
}

/** Whether 32 bytes are a point of Ed25519, so that somebody may have its key (RFC 8032, 5.1.3). */
export function isOnCurve(bytes) {
  let number = 0n;
  for (const byte of [...bytes].reverse()) {
    number = number * 256n + BigInt(byte);
  }
  // The last bit is x's sign.
  const y = (number % 2n ** 255n) % P;
  const yy = (y * y) % P;
  // x² = (y² - 1) / (dy² + 1), a square exactly when the product is one.
  const product = (((yy - 1n + P) % P) * ((D * yy + 1n) % P)) % P;
  return product === 0n || power(product, (P - 1n) / 2n) === 1n;
}

/** @param {bigint} base @param {bigint} exponent */
function power(base, exponent) {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % P) {
    if (rest & 1n) {
      result = (result * square) % P;
    }
  }
  return result;
}
