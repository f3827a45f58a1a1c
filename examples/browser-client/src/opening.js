// Gets a session going, with a proof or with a resume token.

import { Channel } from './channel.js';
import { aborted, isRetryable, moneyAfter, pause, Ws402Error } from './errors.js';

const FIRST_BACKOFF_MS = 250;
const LAST_BACKOFF_MS = 2000;

/**
 * Presents a payment at one server after the other, again where that is safe and can help, until a session starts, the
 * answer is final, or the time is up. Keeps what it has learnt from one `run` to the next.
 */
export class Opening {
  #proof;
  #tools;
  #backoffMs;
  // After an answer was lost, "already claimed" may mean us.
  #answerLost = false;
  #last = { code: 'unreachable', reason: 'No server was tried.' };
  /** Where the money is by the last answer: that none came says nothing. @type {import('./types.d.ts').Money} */
  #money = 'unclaimed';

  /**
   * @param proof the payment's proof, with the claim secret where there is one
   * @param tools `{limits, WebSocket, protocols, onPending}`
   */
  constructor(proof, tools) {
    this.#proof = proof;
    this.#tools = tools;
  }

  /**
   * Presents the token, or the proof when there is none.
   *
   * @param places `[{resource, url}]`, in this order and then again
   * @param {{token?: string, limitMs: number, signal?: AbortSignal}} how
   * @returns `{channel, place, started}`
   * @throws Ws402Error the server's final answer, or the last one when the time is up
   */
  async run(places, { token, limitMs, signal }) {
    const deadline = performance.now() + limitMs;
    this.#backoffMs = FIRST_BACKOFF_MS;
    const wasInSession = token !== undefined;
    const money = () => (wasInSession ? 'in_session' : this.#money);
    for (let attempt = 0; performance.now() < deadline; attempt += 1) {
      if (signal?.aborted) {
        throw aborted(signal, money(), this.#proof);
      }
      const place = places[attempt % places.length];
      const answer = await this.#attempt(place, token, deadline, signal);
      if (answer?.started) {
        return answer;
      }
      if (answer && !this.#mayBeOurOwn(answer.code, token)) {
        throw new Ws402Error(answer.code, answer.reason, { money: moneyAfter(answer.code), proof: this.#proof });
      }
      if (answer && token !== undefined) {
        // The token was taken but its answer got lost: the payer's own secret takes the session up.
        token = undefined;
      }
      await pause(Math.min(this.#backoffMs, Math.max(0, deadline - performance.now())), signal);
      this.#backoffMs = Math.min(LAST_BACKOFF_MS, this.#backoffMs * 2);
    }
    const { code, reason, retryAfterMs } = this.#last;
    throw new Ws402Error(code, reason, { money: money(), proof: this.#proof, retryAfterMs });
  }

  /** The session, a final refusal, or undefined when it is worth trying again. */
  async #attempt(place, token, deadline, signal) {
    let channel;
    try {
      channel = await Channel.open(place.url, { ...this.#tools, timeoutMs: this.#tools.limits.connectMs, signal });
    } catch (fault) {
      this.#last = { code: fault.code ?? 'unreachable', reason: fault.message };
      return undefined;
    }
    channel.say(token === undefined ? { type: 'payment_proof', proof: this.#proof } : { type: 'ws402.resume', token });
    const wake = () => channel.wake();
    signal?.addEventListener('abort', wake);
    const answer = await this.#answer(channel, deadline, signal);
    signal?.removeEventListener('abort', wake);
    if (!answer?.started) {
      channel.close();
      return answer;
    }
    return { channel, place, started: answer.started };
  }

  async #answer(channel, deadline, signal) {
    for (;;) {
      const event = await channel.next(Math.min(this.#tools.limits.answerMs, deadline - performance.now()));
      const type = event.kind === 'message' ? event.message.type : event.kind;
      switch (type) {
        case 'session_started':
          return { started: event.message };
        case 'payment_pending':
          this.#money = 'unclaimed';
          this.#tools.onPending?.(event.message.reason);
          break;
        case 'payment_rejected':
          return this.#rejected(event.message);
        case 'closed':
        case 'silence':
          this.#answerLost = true;
          this.#last = { code: 'unreachable', reason: type === 'closed'
            ? `The connection was closed before an answer (${`${event.code} ${event.reason}`.trim()}).`
            : 'There was no answer in time.' };
          return undefined;
        default:
          if (signal?.aborted) {
            return undefined;
          }
          // Nothing else means anything before the session has started.
      }
    }
  }

  #rejected({ code, reason, retryAfterMs }) {
    this.#last = { code, reason, retryAfterMs };
    this.#money = moneyAfter(code);
    if (!isRetryable(code)) {
      return { code, reason };
    }
    this.#tools.onPending?.(reason);
    if (retryAfterMs !== undefined) {
      this.#backoffMs = Math.min(LAST_BACKOFF_MS, Math.max(50, retryAfterMs));
    }
    return undefined;
  }

  /** Whether the refusal can be the echo of our own earlier message, whose answer never reached us. */
  #mayBeOurOwn(code, token) {
    return token !== undefined
      ? code === 'token_used' || code === 'token_invalid'
      : this.#answerLost && code === 'already_claimed' && this.#proof.claimSecret !== undefined;
  }
}
