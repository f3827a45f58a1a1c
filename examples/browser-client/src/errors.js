// The one class of errors. Each says what happened by a stable code, and where the money is now.

const CONSEQUENCES = {
  not_paid: 'Nothing was paid.',
  unknown: 'Whether the wallet paid is not known. What was paid and opens no session comes back by itself, after a day at the latest.',
  unclaimed: 'It is paid, and no session has it yet: show the proof again within a day, or it comes back by itself.',
  in_session: 'The session holds what was paid: what is not used comes back by itself.',
  returning: 'What was paid goes back to its payer by itself.',
  with_operator: 'The payment does not say whose it is, so it waits for the operator of the gateway.',
};

/**
 * Something went wrong.
 *
 * `code` is stable and snake_case: the server's own where it gave one, see docs/PROTOCOL.md. `money` says where the money
 * is, and `consequence` says it in a sentence. `proof` is there when something was paid: `connect` takes it instead of
 * paying again.
 */
export class Ws402Error extends Error {
  name = 'Ws402Error';
  /** The HTTP status, where it was one. @type {number | undefined} */
  status;
  /** A receipt that is not verified. @type {string | undefined} */
  signed;

  /**
   * @param {string} code
   * @param {string} message
   * @param {{money?: import('./types.d.ts').Money, proof?: import('./types.d.ts').Proof, retryAfterMs?: number, cause?: unknown}} [about]
   */
  constructor(code, message, { money = 'not_paid', proof, retryAfterMs, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.money = money;
    this.proof = proof;
    this.retryAfterMs = retryAfterMs;
  }

  /** What happens to the money now. */
  get consequence() {
    return CONSEQUENCES[this.money];
  }
}

const RETRYABLE = new Set([
  'transaction_not_found',
  'payment_pending',
  'lease_held',
  'top_up_in_progress',
  'gateway_unavailable',
  'rate_limited',
  'server_full',
]);

/** Whether the same proof, token or question can be good later, or at another server. */
export function isRetryable(code) {
  return RETRYABLE.has(code);
}

/** @type {Record<string, import('./types.d.ts').Money>} */
const MONEY_AFTER_REFUSAL = {
  amount_mismatch: 'returning',
  late_payment: 'returning',
  resource_unavailable: 'returning',
  session_over: 'returning',
  transaction_failed: 'not_paid',
  // Seen by nobody: it may have been dropped, or come yet.
  transaction_not_found: 'unknown',
  authorisation_unusable: 'not_paid',
  not_attributable: 'with_operator',
  already_claimed: 'in_session',
};

/** Where the money of a proof is that a server has refused for good. */
export function moneyAfter(code) {
  return MONEY_AFTER_REFUSAL[code] ?? 'unclaimed';
}

/**
 * Thrown when the caller's signal says stop.
 *
 * @param {AbortSignal} signal
 * @param {import('./types.d.ts').Money} money
 * @param {import('./types.d.ts').Proof} [proof]
 */
export function aborted(signal, money, proof) {
  return new Ws402Error('aborted', 'It was given up by its caller.', { money, proof, cause: signal.reason });
}

/** Goes no further when the signal says stop; nothing was paid yet. @throws Ws402Error aborted */
export function heedAbort(signal) {
  if (signal?.aborted) {
    throw aborted(signal, 'not_paid');
  }
}

/** The promise, unless the signal comes first; then what `makeError` says. */
export function untilAborted(promise, signal, makeError) {
  if (!signal) {
    return promise;
  }
  return new Promise((resolve, reject) => {
    const stop = () => reject(makeError());
    if (signal.aborted) {
      stop();
    }
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Waits; ends early, without an error, when the signal says stop. */
export function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve(undefined);
    };
    const timer = setTimeout(done, milliseconds);
    if (signal?.aborted) {
      done();
    }
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** A promise with its ends in hand. */
export function withResolvers() {
  /** @type {any} */
  const deferred = {};
  deferred.promise = new Promise((resolve, reject) => Object.assign(deferred, { resolve, reject }));
  return deferred;
}
