// JSON whose integers keep every digit, and the amounts in it as BigInt.

import { Ws402Error } from './errors.js';

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const BEYOND_DOUBLES = /^-?[1-9]\d{15,}$/;
const AMOUNT = /^(?:0|[1-9]\d{0,77})$/;

/** Parses JSON. An integer above 2^53 becomes its decimal string. @throws SyntaxError when it is no JSON */
export function parse(text) {
  return JSON.parse(text.replace(STRING_OR_NUMBER, (token) =>
    BEYOND_DOUBLES.test(token) && !Number.isSafeInteger(Number(token)) ? `"${whatItsWriterMeant(token)}"` : token));
}

/**
 * JavaScript writes a double above 2^53 with as few digits as tell it from its neighbours, so where the digits are just
 * those, they stand for that double: a 0.1 server's 30000000000000010 is 30000000000000008. Other digits mean themselves.
 */
function whatItsWriterMeant(digits) {
  const double = Number(digits);
  return String(double) === digits ? BigInt(double) : digits;
}

/**
 * The amount in a field: its decimal twin (`…Atomic`) where there is one, else a decimal string or an integer.
 *
 * @throws Ws402Error malformed, naming the field, for anything else, and for an amount that differs from its twin
 */
export function amount(object, field) {
  const found = amountIfAny(object, field);
  if (found === undefined) {
    throw malformed(field, 'is missing');
  }
  return found;
}

/** The same, or undefined when there is neither the field nor its twin. */
export function amountIfAny(object, field) {
  const twin = object[`${field}Atomic`];
  const plain = object[field] === undefined || object[field] === null ? undefined : units(object[field], field);
  if (twin === undefined) {
    return plain;
  }
  const exact = units(twin, `${field}Atomic`);
  if (plain !== undefined && Number(plain) !== Number(exact)) {
    throw malformed(field, `is ${plain}, but its twin is ${exact}`);
  }
  return exact;
}

function units(value, field) {
  const text = typeof value === 'bigint' || Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || !AMOUNT.test(text)) {
    throw malformed(field, 'must be a whole number of smallest units');
  }
  return BigInt(text);
}

/** A number that is no amount: milliseconds, counts. @param {number} [absent] what stands for a missing field */
export function whole(object, field, absent) {
  const value = object[field] ?? absent;
  if (!Number.isSafeInteger(value) || value < 0) {
    throw malformed(field, 'must be a whole number');
  }
  return value;
}

export function text(object, field) {
  const value = object[field];
  if (typeof value !== 'string' || value === '') {
    throw malformed(field, 'must be a text');
  }
  return value;
}

export function textIfAny(object, field) {
  return object[field] === undefined || object[field] === null ? undefined : text(object, field);
}

export function objectIn(parent, field) {
  const value = parent[field];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed(field, 'must be an object');
  }
  return value;
}

export function malformed(field, problem) {
  return new Ws402Error('malformed', `The server does not speak WS402: ${field} ${problem}.`);
}

/** Smallest units as people write them: 1500000 of 6 decimals is "1.5". */
export function formatUnits(value, decimals) {
  const sign = value < 0n ? '-' : '';
  const digits = String(value < 0n ? -value : value).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const fraction = digits.slice(point).replace(/0+$/, '');
  return sign + digits.slice(0, point) + (fraction && `.${fraction}`);
}

/** The other way: "1.5" of 6 decimals is 1500000n. @throws RangeError when it is no amount, or finer than a unit */
export function parseUnits(human, decimals) {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(human);
  if (!match || (match[2] ?? '').length > decimals) {
    throw new RangeError(`'${human}' is no amount with at most ${decimals} decimals`);
  }
  return BigInt(match[1] + (match[2] ?? '').padEnd(decimals, '0'));
}
