// Keeps a session going by paying for more of it while it runs.

import { Budget, names } from './budget.js';
import { isRetryable, moneyAfter, pause, Ws402Error } from './errors.js';
import { malformed } from './json.js';
import { pay } from './payment.js';
import { checkAmount, checkWorth, priceOf } from './quoted.js';
import { readTerms } from './schema.js';

const RETRY_MS = 1000;
/** What a server says of other controls and of data, never of a top-up. */
const OF_OTHERS = new Set(['paused', 'already_paused', 'not_paused', 'session_open', 'token_used', 'token_invalid']);
const BELOW_SECONDS = 10;

/** The top-ups of a session, one at a time. Told by the session what the server says; outlives its connections. */
export class TopUps {
  #session;
  #order;
  /** @type {{rule: import('./types.d.ts').AutomaticTopUp, limit: Budget, isStopped: boolean} | undefined} */
  #automatic;
  #waiting;
  #busy = false;
  #over;

  /**
   * @param session `{offer, accepts, say(message), handBack(proof), resource(), isOver()}`
   * @param order `{wallet, budget, limits, signal, automatic, onPaid, onTopUp, onProblem}`
   */
  constructor(session, order) {
    this.#session = session;
    this.#order = order;
    this.keepGoing(order.automatic);
  }

  /** Buys by this rule from now on, by itself; nothing without one. */
  keepGoing(rule) {
    this.#automatic = rule && { rule, limit: new Budget({ total: rule.total }), isStopped: false };
  }

  /**
   * Buys `{seconds}` or `{amount}` more, with the `asset`, `method` and `wallet` that are named there, else as the session
   * itself was paid for; out of the limit too where there is one.
   *
   * @param {{seconds?: number, amount?: bigint} & import('./types.d.ts').PayWith} order
   * @param {Budget} [limit]
   * @param {() => boolean} [isWanted] asked before money moves
   * @throws Ws402Error that says where the money is
   */
  async buy({ wallet = this.#order.wallet, ...size }, limit, isWanted = () => true) {
    if (this.#busy) {
      throw new Ws402Error('top_up_in_progress', 'Another top-up is under way.');
    }
    this.#busy = true;
    try {
      const offer = await this.#choose(wallet, size);
      const { terms, worth } = await this.#terms(offer, size);
      if (this.#session.isOver() || !isWanted()) {
        throw new Ws402Error('session_over', 'The session ends, or is not to be kept going like this any more.');
      }
      const taken = limit?.take(offer, terms.amount);
      const { proof, refunded } = await pay({ ...this.#order, wallet, terms, worth }).catch((fault) => {
        if (fault.money === 'not_paid') {
          taken?.release();
        }
        throw fault;
      });
      const deposit = this.#order.onPaid({ proof, offer, amount: terms.amount, worth: worth?.amount ?? terms.amount, refunded });
      const toppedUp = await this.#present(proof);
      deposit.counted = true;
      const told = { ...toppedUp, paid: terms.amount, asset: offer.asset };
      this.#order.onTopUp?.(told);
      return told;
    } finally {
      this.#busy = false;
    }
  }

  /** The meter moved: buys more by itself when little is left and there is a rule to. */
  usage({ secondsLeft }) {
    const automatic = this.#automatic;
    if (!automatic || automatic.isStopped || this.#busy || this.#over || secondsLeft > (automatic.rule.below ?? BELOW_SECONDS)) {
      return;
    }
    const { total, below, onStop, ...size } = automatic.rule;
    const isWanted = () => this.#automatic === automatic && !this.#session.isOver();
    this.buy(size, automatic.limit, isWanted).catch((error) => {
      if (error.money === 'not_paid' && !isWanted()) {
        return;
      }
      // What time alone changes is tried again; the session goes on with what it has in any case.
      automatic.isStopped = !(error.money === 'not_paid' && (isRetryable(error.code) || error.retryAfterMs !== undefined));
      if (automatic.isStopped) {
        (automatic.rule.onStop ?? this.#order.onProblem)?.(error);
      }
    });
  }

  /**
   * What the wallet can and the budget may pay: what the session was paid with, unless something else is named.
   *
   * @param {import('./types.d.ts').Wallet} wallet
   * @param {{seconds?: number, amount?: bigint, asset?: string, method?: string}} size
   */
  async #choose(wallet, { seconds = 0, amount, asset, method }) {
    const { offer: own, accepts } = this.#session;
    const others = accepts.filter((each) => each.asset.id !== own.asset.id || each.method !== own.method);
    // So many units are of one asset; and nobody who names nothing is meant to pay with something else.
    const isOwnMeant = asset === undefined && (amount !== undefined || (method === undefined && wallet === this.#order.wallet));
    const wanted = { asset: isOwnMeant ? own.asset.id : asset, method };
    let refusal;
    for (const offer of [own, ...others]) {
      if (!names(wanted, offer) || !(await wallet.accepts(offer))) {
        continue;
      }
      const reason = this.#order.budget.refusal(offer, priceOf({ seconds, amount }, offer));
      if (!reason) {
        return offer;
      }
      refusal ??= reason;
    }
    throw refusal ?? new Ws402Error('no_common_asset', 'The server takes nothing for a top-up that this wallet can pay as it was asked to.');
  }

  /**
   * The quote, which asks what was ordered, and what it is worth for the session where that is another asset's.
   *
   * @param {import('./types.d.ts').Offer} offer
   * @param {{seconds?: number, amount?: bigint}} size
   */
  async #terms(offer, { seconds, amount }) {
    const { offer: own, resource } = this.#session;
    const size = amount === undefined ? { seconds } : { amount: String(amount) };
    const named = offer === own ? {} : { method: offer.method, asset: offer.asset.id };
    const answer = await this.#ask({ type: 'ws402.quote_top_up', ...size, ...named }, 'ws402.top_up_quote', (error) => {
      throw new Ws402Error(error.code, error.reason);
    });
    const { assetId = offer.asset.id, method = offer.method } = answer.paymentDetails;
    if (assetId !== offer.asset.id || method !== offer.method) {
      throw malformed('paymentDetails', `are for ${assetId} by ${method}, but ${offer.asset.id} by ${offer.method} was asked for`);
    }
    const terms = readTerms(answer.paymentDetails, offer, resource());
    checkAmount(terms.amount, priceOf({ seconds, amount }, offer), offer);
    if (offer.asset.id === own.asset.id) {
      return { terms, worth: undefined };
    }
    if (!answer.worth) {
      throw malformed('worth', 'of a top-up in another asset is missing or nothing');
    }
    checkWorth(answer.worth, terms.amount, { seconds, amount }, offer, own);
    return { terms: { ...terms, offer: asPriced(offer, own, terms.amount, answer.worth) }, worth: { offer: own, amount: answer.worth } };
  }

  async #present(proof) {
    if (this.#over) {
      await this.#session.handBack(proof);
    }
    return this.#ask({ type: 'ws402.top_up', proof }, 'ws402.topped_up', (error) => {
      throw new Ws402Error(error.code, error.reason, { money: moneyAfter(error.code), proof });
    });
  }

  /** Says something until it is answered, again where the session goes on elsewhere or the answer may change. */
  async #ask(message, answerType, refuse) {
    const deadline = performance.now() + this.#order.limits.openMs;
    for (;;) {
      if (this.#over) {
        refuse(this.#over);
      }
      const answer = await new Promise((resolve) => {
        this.#waiting = { answerType, resolve };
        this.#session.say(message);
      });
      if (answer.type === answerType) {
        return answer;
      }
      if (answer.type === 'ws402.error' && (!isRetryable(answer.code) || performance.now() > deadline)) {
        refuse(answer);
      }
      if (answer.type === 'ws402.error') {
        await pause(RETRY_MS);
      }
    }
  }

  /** Takes the server's answer; whether one was waited for. */
  heard(message) {
    const waiting = this.#waiting;
    if (!waiting || !(message.type === waiting.answerType || (message.type === 'ws402.error' && isOfTopUp(message, waiting)))) {
      return false;
    }
    this.#waiting = undefined;
    waiting.resolve(message);
    return true;
  }

  /** The session goes on elsewhere, where what is undecided has to be said again. */
  resumed() {
    this.#waiting?.resolve({ type: 'again' });
  }

  /** The session is over; the gateway divides what was paid with the rest, or sends it back. */
  over() {
    this.#over = { type: 'ws402.error', code: 'session_over', reason: 'The session ended before the top-up was decided.' };
    this.#waiting?.resolve(this.#over);
  }
}

/** Whether an error can be the answer: it does not say to which control it is. A server that has quoted a top-up knows them. */
function isOfTopUp({ code }, { answerType }) {
  return !OF_OTHERS.has(code) && (!['unknown_control', 'not_supported'].includes(code) || answerType === 'ws402.top_up_quote');
}

/** The offer at the prices that a quote comes to: the session's own, in the other asset. A worth is rounded down by the server. */
function asPriced(offer, own, amount, worth) {
  const inOther = (price) => (price * amount) / (worth + 1n);
  return {
    ...offer,
    pricePerSecond: inOther(own.pricePerSecond),
    pricePerMegabyte: inOther(own.pricePerMegabyte),
    pricePerMessage: inOther(own.pricePerMessage),
  };
}
