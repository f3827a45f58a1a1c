// Keeps a session going by paying for more of it while it runs.

import { isRetryable, moneyAfter, pause, Ws402Error } from './errors.js';
import { pay } from './payment.js';
import { readTerms } from './schema.js';

const RETRY_MS = 1000;

/** The top-ups of a session, one at a time. Told by the session what the server says; outlives its connections. */
export class TopUps {
  #session;
  #order;
  #waiting;
  #busy = false;
  #over;
  #stopped = false;

  /**
   * @param session `{say(message), handBack(proof), offer, resource}`
   * @param order `{wallet, budget, limits, signal, automatic, onPaid, onTopUp, onProblem}`
   */
  constructor(session, order) {
    this.#session = session;
    this.#order = order;
  }

  /** Buys `{seconds}` or `{amount}` more. @throws Ws402Error that says where the money is */
  async buy(size) {
    if (this.#busy) {
      throw new Ws402Error('top_up_in_progress', 'Another top-up is under way.');
    }
    this.#busy = true;
    try {
      const terms = await this.#terms(size);
      const { proof } = await pay({ ...this.#order, terms });
      this.#order.onPaid(proof);
      const toppedUp = await this.#present(proof);
      this.#order.onTopUp?.(toppedUp);
      return toppedUp;
    } finally {
      this.#busy = false;
    }
  }

  /** The meter moved: buys more by itself when little is left and the order says so. */
  usage({ secondsLeft }) {
    const { automatic, onProblem } = this.#order;
    if (!automatic || this.#stopped || this.#busy || this.#over || secondsLeft > (automatic.below ?? 10)) {
      return;
    }
    this.buy({ seconds: automatic.seconds }).catch((error) => {
      // What time alone changes is tried again; the session goes on with what it has in any case.
      this.#stopped = !(error.money === 'not_paid' && (isRetryable(error.code) || error.retryAfterMs !== undefined));
      if (this.#stopped) {
        onProblem?.(error);
      }
    });
  }

  async #terms(size) {
    const asked = size.amount === undefined ? { seconds: size.seconds } : { amount: String(size.amount) };
    const answer = await this.#ask({ type: 'ws402.quote_top_up', ...asked }, 'ws402.top_up_quote', (error) => {
      throw new Ws402Error(error.code, error.reason);
    });
    return readTerms(answer.paymentDetails, this.#session.offer, this.#session.resource);
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
    if (!waiting || (message.type !== waiting.answerType && message.type !== 'ws402.error')) {
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
