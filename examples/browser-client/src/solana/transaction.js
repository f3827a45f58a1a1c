// The transactions that pay, as Solana's legacy format has them, which every wallet reads.

import { Ws402Error } from '../errors.js';
import { ASSOCIATED_TOKEN, bytesOf, MEMO, SYSTEM } from './addresses.js';

const SIGNATURE_BYTES = 64;
const BYTES_MAX = 1232;
const SYSTEM_TRANSFER = 2;
const TRANSFER_CHECKED = 12;
const CREATE_IDEMPOTENT = 1;

const signer = (key) => ({ key, isSigner: true, isWritable: true });
const written = (key) => ({ key, isSigner: false, isWritable: true });
const read = (key) => ({ key, isSigner: false, isWritable: false });

/** Moves SOL; the references are named, read and not signed, as Solana Pay has it. */
export function transfer(from, to, lamports, references) {
  return {
    program: SYSTEM,
    keys: [signer(from), written(to), ...references.map(read)],
    data: [SYSTEM_TRANSFER, 0, 0, 0, ...u64(lamports)],
  };
}

/** Moves a token of either program, and fails where its decimals are others. */
export function transferChecked({ program, source, mint, destination, owner, amount, decimals, references }) {
  return {
    program,
    keys: [written(source), read(mint), written(destination), { ...read(owner), isSigner: true }, ...references.map(read)],
    data: [TRANSFER_CHECKED, ...u64(amount), decimals],
  };
}

/** Makes an owner's associated account where there is none yet, at the payer's expense. */
export function createAccount({ payer, account, owner, mint, program }) {
  return {
    program: ASSOCIATED_TOKEN,
    keys: [signer(payer), written(account), read(owner), read(mint), read(SYSTEM), read(program)],
    data: [CREATE_IDEMPOTENT],
  };
}

/** Leaves a note. */
export function memo(text) {
  return { program: MEMO, keys: [], data: [...new TextEncoder().encode(text)] };
}

/**
 * The transaction of these instructions that the payer has still to sign.
 *
 * @throws Ws402Error malformed when an address is none, or all of it is larger than a transaction may be
 */
export function unsigned(payer, blockhash, instructions) {
  const keys = [...keysOf(payer, instructions).values()];
  // Those who sign come first, and among both those whose accounts change.
  const ordered = [
    ...keys.filter((each) => each.isSigner && each.isWritable), ...keys.filter((each) => each.isSigner && !each.isWritable),
    ...keys.filter((each) => !each.isSigner && each.isWritable), ...keys.filter((each) => !each.isSigner && !each.isWritable),
  ];
  const index = (key) => ordered.findIndex((each) => each.key === key);
  const signers = ordered.filter((each) => each.isSigner);
  const message = [
    signers.length,
    signers.filter((each) => !each.isWritable).length,
    ordered.filter((each) => !each.isSigner && !each.isWritable).length,
    ...sized(ordered.map(({ key }) => bytesOf(key, 'account'))),
    ...bytesOf(blockhash, 'block hash'),
    ...sized(instructions.map(({ program, keys: named, data }) =>
      [index(program), ...sized(named.map(({ key }) => [index(key)])), ...sized(data.map((byte) => [byte]))])),
  ];
  const transaction = Uint8Array.from([...sized(signers.map(() => new Array(SIGNATURE_BYTES).fill(0))), ...message]);
  if (transaction.length > BYTES_MAX) {
    throw new Ws402Error('malformed', `What the terms ask for is larger than a transaction may be: ${transaction.length} bytes.`);
  }
  return transaction;
}

/** A transaction's first signature, by which it is known, and what is signed. Undefined when it is no such thing. */
export function partsOf(transaction) {
  const [count] = transaction;
  // More than a few signers have no place in a transaction of this size.
  const start = 1 + count * SIGNATURE_BYTES;
  return count > 0 && count < 0x80 && transaction.length > start
    ? { signature: transaction.slice(1, 1 + SIGNATURE_BYTES), message: transaction.slice(start) }
    : undefined;
}

/** Each key once, with all that is asked of it, in the order of their first use. */
function keysOf(payer, instructions) {
  const keys = new Map();
  const add = ({ key, isSigner, isWritable }) => {
    const known = keys.get(key);
    keys.set(key, { key, isSigner: isSigner || known?.isSigner, isWritable: isWritable || known?.isWritable });
  };
  add(signer(payer));
  for (const { program, keys: named } of instructions) {
    add(read(program));
    named.forEach(add);
  }
  return keys;
}

/** Parts with their number before them, as a compact-u16. */
function sized(parts) {
  const count = [];
  let rest = parts.length;
  for (; rest > 0x7f; rest >>= 7) {
    count.push((rest & 0x7f) | 0x80);
  }
  return [...count, rest, ...parts.flatMap((part) => [...part])];
}

function u64(units) {
  if (units < 0n || units >= 2n ** 64n) {
    throw new Ws402Error('malformed', `${units} is no amount on this chain.`);
  }
  return Array.from({ length: 8 }, (_, i) => Number((units >> BigInt(8 * i)) & 0xffn));
}
