// The moment at which money moves.

import { aborted, heedAbort, untilAborted, Ws402Error } from './errors.js';

/**
 * Has the wallet pay, once, out of the budget. `worth` is `{offer, amount}` where it counts for a session of another asset.
 *
 * @returns `{proof, refunded(amount, worth)}`
 * @throws Ws402Error that says whether money moved; then it must not be paid again
 */
export async function pay({ wallet, budget, terms, worth, signal }) {
  heedAbort(signal);
  const taken = budget.take(terms.offer, terms.amount, worth);
  try {
    const paying = Promise.resolve().then(() => wallet.pay(terms, { signal }));
    const proof = await untilAborted(paying, signal, () => aborted(signal, 'unknown'));
    return { proof, refunded: taken.refunded };
  } catch (fault) {
    const error = fault instanceof Ws402Error
      ? fault
      : new Ws402Error('wallet_failed', `The wallet failed: ${fault?.message ?? fault}`, { money: 'unknown', cause: fault });
    if (error.money === 'not_paid') {
      taken.release();
    }
    throw error;
  }
}
