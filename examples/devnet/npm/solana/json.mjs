// JSON with integers beyond 2^53: lamports, token amounts and rent epochs are numbers of 64 bits on this wire.
import { randomBytes } from 'node:crypto';

// A mark that no text of a client can contain, because it is made up for each process.
const MARK = `#${randomBytes(16).toString('hex')}#`;
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, 'g');

/** As JSON.stringify, with each BigInt as a number. */
export const stringify = (value) =>
  JSON.stringify(value, (key, each) => (typeof each === 'bigint' ? `${MARK}${each}` : each)).replace(MARKED, '$1');
