// Whether what is asked for is what was ordered.

import { Ws402Error } from './errors.js';

const DOUBLE_BITS = 53;
/** Quotes that only their amount tells apart are up to so many steps dearer: 16 as a rule, more where many are open. */
const UNIQUE_STEPS = 1n << 22n;
/** Chains whose payments name their quote: there the amount is the price. */
const NAMES_ITS_QUOTE = /^(?:solana|ws402):/;

/**
 * Holds a quote against the price of what was ordered, both in the offer's asset. An amount is rounded to what a double
 * holds, and made unique where nothing else tells whose it is (docs/PROTOCOL.md, Details 6).
 *
 * @param {import('./types.d.ts').Offer} offer
 * @throws Ws402Error price_mismatch; nothing was paid
 */
export function checkAmount(amount, ordered, offer) {
  const lowest = ordered - (ordered % stepOf(ordered));
  const rounded = up(ordered);
  const highest = NAMES_ITS_QUOTE.test(offer.asset.id) ? rounded : up(rounded + stepOf(rounded) * (UNIQUE_STEPS - 1n));
  if (amount < lowest || amount > highest) {
    throw mismatch(`${amount} ${offer.asset.symbol} units are asked for what costs ${ordered}`);
  }
}

/**
 * Holds a worth against the offers: what buys a second in the one asset is worth what a second costs in the session's.
 *
 * @param {{seconds?: number, amount?: bigint}} size what was ordered
 * @throws Ws402Error price_mismatch; nothing was paid
 */
export function checkWorth(worth, amount, size, offer, own) {
  const asked = priceOf(size, offer);
  const askedWorth = size.amount === undefined ? priceOf(size, own) : (asked * own.pricePerSecond) / (offer.pricePerSecond || 1n);
  if (worth !== (amount * askedWorth) / (asked || 1n)) {
    throw mismatch(`${amount} ${offer.asset.symbol} units would count for ${worth} ${own.asset.symbol} units, ${askedWorth} were ordered`);
  }
}

/** What was ordered costs so much by an offer. @param {{seconds?: number, amount?: bigint}} size */
export function priceOf({ seconds = 0, amount }, { pricePerSecond }) {
  return amount ?? pricePerSecond * BigInt(seconds);
}

/** The step at which amounts of this size are exact as doubles. */
function stepOf(amount) {
  return 1n << BigInt(Math.max(0, amount.toString(2).length - DOUBLE_BITS));
}

function up(amount) {
  const step = stepOf(amount);
  return ((amount + step - 1n) / step) * step;
}

function mismatch(what) {
  return new Ws402Error('price_mismatch', `${what}: pay nothing to this server.`);
}
