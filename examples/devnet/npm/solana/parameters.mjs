// The parameters of a request, each checked before it is used.
import { isAddress, isSignature } from '@solana/kit';
import { RpcError } from './errors.mjs';

const LEVELS = ['processed', 'confirmed', 'finalized'];

export const address = (value, name = 'param') => {
  if (typeof value !== 'string' || !isAddress(value)) {
    throw RpcError.invalid(
      `Invalid ${name}: ${typeof value === 'string' && /^[1-9A-HJ-NP-Za-km-z]+$/.test(value) ? 'WrongSize' : 'Invalid'}`,
    );
  }
  return value;
};

export const signature = (value) => {
  if (typeof value !== 'string' || !isSignature(value)) {
    throw RpcError.invalid(
      `Invalid param: ${typeof value === 'string' && /^[1-9A-HJ-NP-Za-km-z]+$/.test(value) ? 'WrongSize' : 'Invalid'}`,
    );
  }
  return value;
};

export const list = (value, check, max, what) => {
  if (!Array.isArray(value)) {
    throw RpcError.invalid(`Invalid params: ${what} must be a list`);
  }
  if (value.length > max) {
    throw RpcError.invalid(`Too many inputs provided; max ${max}`);
  }
  return value.map((each) => check(each));
};

/** An optional object, without what is null in it: that means the same as leaving it out. */
export const config = (value) => {
  if (value === undefined || value === null) {
    return {};
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw RpcError.invalid(`Invalid params: expected an object, got ${JSON.stringify(value)}`);
  }
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null));
};

/** A whole number up to 2^53; as text, which is exact, up to 2^64 - 1. */
export const amount = (value, name) => {
  const exact =
    typeof value === 'string' ? /^\d{1,20}$/.test(value) && BigInt(value) < 1n << 64n : Number.isSafeInteger(value) && value >= 0;
  if (!exact) {
    throw RpcError.invalid(`Invalid params: ${name} must be a whole number`);
  }
  return BigInt(value);
};

export const count = (value, name, max, byDefault) => {
  const number = value ?? byDefault;
  if (!Number.isInteger(number) || number < 0 || number > max) {
    throw RpcError.invalid(`Invalid params: ${name} must be a whole number from 0 to ${max}`);
  }
  return number;
};

export const slot = (value, name = 'slot') => amount(value, name);

/** The level that a configuration asks for; "finalized" where it asks for none. */
export const commitment = ({ commitment: level = 'finalized' }, least = 'processed') => {
  if (!LEVELS.includes(level)) {
    throw RpcError.invalid(
      `Invalid params: unknown variant \`${level}\`, expected one of \`processed\`, \`confirmed\`, \`finalized\``,
    );
  }
  if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) {
    throw RpcError.invalid(`Method does not support commitment below \`${least}\``);
  }
  return level;
};

/** The slot that a read is about, and its context. */
export const readSlot = (chain, options, least) => {
  const read = chain.at(commitment(options, least));
  if (options.minContextSlot !== undefined && read < slot(options.minContextSlot, 'minContextSlot')) {
    throw new RpcError(-32016, 'Minimum context slot has not been reached', { contextSlot: read });
  }
  return read;
};

export const withContext = (chainSlot, value) => ({ context: { slot: chainSlot, apiVersion: VERSION['solana-core'] }, value });

/** What getVersion says: the release of Agave whose answers these are made after. */
export const VERSION = { 'solana-core': '2.3.0', 'feature-set': 0 };
