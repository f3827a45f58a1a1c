// What a payer lets itself spend.

import { Ws402Error } from './errors.js';

const MINUTE_MS = 60_000;

/**
 * How much may leave the wallet, and at which prices; may be shared by any number of sessions. With allowances, only what
 * one of them names is paid for; the first that names an offer counts. Amounts are BigInt in the asset's smallest unit:
 * `total` in all, less what came back; `perMinute` within any minute; `pricePerSecond`, `pricePerMegabyte` and
 * `pricePerMessage` the highest price (of the last two none when it is not given).
 *
 * What is paid is taken from the budget before the wallet is asked.
 */
export class Budget {
  #allowances;
  #clock;
  #taken = new Map();

  /** @param {import('./types.d.ts').Allowance | import('./types.d.ts').Allowance[]} allowances */
  constructor(allowances = [], { clock = () => performance.now() } = {}) {
    this.#allowances = [allowances].flat();
    this.#clock = clock;
  }

  /** A budget of the given allowances, or the budget itself. */
  static of(budget) {
    return budget instanceof Budget ? budget : new Budget(budget);
  }

  /**
   * Why this much may not be paid for this offer now; undefined when it may. `worth`, `{offer, amount}`, is what it counts
   * for in a session of another asset: there it is taken too, unless one allowance names both.
   */
  refusal(offer, amount, worth) {
    if (this.#allowances.length === 0) {
      return undefined;
    }
    const allowance = this.#allowanceFor(offer);
    if (!allowance) {
      return new Ws402Error('not_allowed', `No allowance names ${offer.asset.symbol} (${offer.asset.id}) by ${offer.method}.`);
    }
    const other = this.#allowanceOfWorth(allowance, worth);
    return tooDear(offer, allowance) ?? this.#overspent(allowance, amount) ?? (other && this.#overspent(other, worth.amount));
  }

  /**
   * Takes an amount from the budget, and its worth. `release()` puts it back when nothing was paid, `refunded(amount,
   * worth)` what came back, of each no more than was taken.
   *
   * @throws Ws402Error not_allowed, price_too_high, over_budget; over_budget_per_minute with `retryAfterMs`
   */
  take(offer, amount, worth) {
    const refusal = this.refusal(offer, amount, worth);
    if (refusal) {
      throw refusal;
    }
    const allowance = this.#allowanceFor(offer);
    const taken = this.#takeFrom(allowance, amount);
    const other = this.#allowanceOfWorth(allowance, worth);
    const counted = other && this.#takeFrom(other, worth.amount);
    return {
      release: once(() => {
        taken.release();
        counted?.release();
      }),
      refunded: once((returned, returnedWorth) => {
        taken.refunded(returned);
        counted?.refunded(returnedWorth);
      }),
    };
  }

  #takeFrom(allowance, amount) {
    const taken = this.#takenFor(allowance);
    const payment = { amount, at: this.#clock() };
    taken.total += amount;
    taken.recent.push(payment);
    return {
      release: () => {
        taken.total -= amount;
        taken.recent = taken.recent.filter((each) => each !== payment);
      },
      refunded: (returned) => {
        // A server says so: never more than was taken.
        taken.total -= returned < amount ? returned : amount;
      },
    };
  }

  #allowanceFor(offer) {
    return this.#allowances.find((allowance) => names(allowance, offer));
  }

  #allowanceOfWorth(allowance, worth) {
    const other = worth && this.#allowanceFor(worth.offer);
    return other === allowance ? undefined : other;
  }

  #takenFor(allowance) {
    const found = this.#taken.get(allowance) ?? { total: 0n, recent: [] };
    this.#taken.set(allowance, found);
    return found;
  }

  #overspent(allowance, amount) {
    const { total, perMinute } = allowance;
    const taken = this.#takenFor(allowance);
    if (total !== undefined && taken.total + amount > total) {
      return new Ws402Error('over_budget', `${taken.total} of ${total} units are spent; ${amount} more are too many.`);
    }
    if (perMinute === undefined) {
      return undefined;
    }
    const now = this.#clock();
    taken.recent = taken.recent.filter((payment) => now - payment.at < MINUTE_MS);
    const lately = taken.recent.reduce((sum, payment) => sum + payment.amount, 0n);
    return lately + amount > perMinute
      ? new Ws402Error(
        'over_budget_per_minute',
        `${lately} units were spent within a minute; ${amount} more than the ${perMinute} allowed are too many.`,
        // What is more than a minute's worth by itself will not do later either.
        { retryAfterMs: amount > perMinute ? undefined : Math.ceil(taken.recent[0].at + MINUTE_MS - now) },
      )
      : undefined;
  }
}

/**
 * Whether an allowance's, or an order's, method and asset are an offer's. An asset is a CAIP-19 id or a symbol.
 *
 * @param {{method?: string, asset?: string}} wanting
 * @param {import('./types.d.ts').Offer} offer
 */
export function names({ method, asset }, offer) {
  const wanted = asset?.toLowerCase();
  return (method === undefined || method === offer.method)
    && (wanted === undefined || wanted === offer.asset.id.toLowerCase() || wanted === offer.asset.symbol.toLowerCase());
}

function tooDear(offer, allowance) {
  const highest = { pricePerSecond: allowance.pricePerSecond };
  if (allowance.pricePerSecond !== undefined) {
    highest.pricePerMegabyte = allowance.pricePerMegabyte ?? 0n;
    highest.pricePerMessage = allowance.pricePerMessage ?? 0n;
  }
  const field = Object.keys(highest).find((each) => highest[each] !== undefined && offer[each] > highest[each]);
  return field
    ? new Ws402Error('price_too_high', `${field} is ${offer[field]} ${offer.asset.symbol} units, ${highest[field]} are allowed.`)
    : undefined;
}

function once(action) {
  let done = false;
  return (...given) => {
    if (!done) {
      done = true;
      action(...given);
    }
  };
}
