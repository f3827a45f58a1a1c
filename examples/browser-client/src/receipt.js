// What a session came to, and its refund, followed to its last step.

import { getJson } from './http.js';
import { amount, objectIn, text, textIfAny, whole } from './json.js';
import { readRefund } from './messages.js';
import { readAsset } from './schema.js';
import { pause, withResolvers } from './errors.js';

const FIRST_POLL_MS = 200;
const LAST_POLL_MS = 2000;
const LAST_STATES = new Set(['confirmed', 'credited', 'awaiting_operator', 'void']);
const HTTP_TOO_MANY = 429;

/** The receipt of a session that is over: the first one there is, and the last one there will be. */
export class Receipts {
  #order;
  #first = withResolvers();
  #last = withResolvers();

  constructor({ limits, onReceipt }) {
    this.#order = { limits, onReceipt };
  }

  get first() {
    return this.#first.promise;
  }

  get last() {
    return this.#last.promise;
  }

  /**
   * Follows the session's refund and tells of each step.
   *
   * `hasEnded` says whether the server did, `receipt(status)` makes one of what is known.
   */
  async settle({ resources, sessionId, accessToken, hasEnded, receipt }) {
    const { limits, onReceipt } = this.#order;
    const tell = (status) => {
      const told = receipt(status);
      onReceipt?.(told);
      this.#first.resolve(told);
      return told;
    };
    let last = hasEnded ? tell() : undefined;
    if (accessToken !== undefined) {
      const onStatus = (status) => {
        last = tell(status);
      };
      await followRefund({ resources, sessionId, accessToken, limits, onStatus });
    }
    last ??= tell();
    this.#last.resolve(last);
    return last;
  }
}

/**
 * Follows a session at whichever server answers, until its money is divided and its refunds are at rest, or the time is
 * up. `onStatus` hears of everything new.
 */
export async function followRefund({ resources, sessionId, accessToken, limits, onStatus }) {
  const deadline = performance.now() + limits.refundMs;
  let seen;
  let refusals = 0;
  let server = 0;
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(LAST_POLL_MS, pollMs * 1.5)) {
    try {
      const url = resources[server % resources.length].sessionUrl(sessionId);
      const status = readStatus(await getJson(url, { bearer: accessToken, timeoutMs: limits.answerMs }));
      refusals = 0;
      const shown = JSON.stringify([status.state, status.refunds.map(({ state, txHash }) => [state, txHash])]);
      if (shown !== seen) {
        seen = shown;
        onStatus(status);
      }
      if (isFinal(status)) {
        return;
      }
    } catch (fault) {
      server += 1;
      // An expired token stays so; a server that is busy or cut off may know more later.
      refusals = fault.status >= 400 && fault.status < 500 && fault.status !== HTTP_TOO_MANY ? refusals + 1 : 0;
      if (refusals >= resources.length) {
        return;
      }
    }
    if (performance.now() >= deadline) {
      return;
    }
    await pause(pollMs);
  }
}

function readStatus(json) {
  return {
    paymentId: text(json, 'paymentId'),
    state: text(json, 'state'),
    asset: readAsset(objectIn(json, 'asset')),
    paid: amount(json, 'paid'),
    consumed: amount(json, 'consumed'),
    elapsedMs: whole(json, 'elapsedMs', 0),
    bytes: whole(json, 'bytes', 0),
    messages: whole(json, 'messages', 0),
    reason: textIfAny(json, 'endReason'),
    refunds: json.refunds.map(readRefund),
  };
}

/** Whether the money is divided, and nothing of it moves any more. */
function isFinal(status) {
  return status.state !== 'held' && status.refunds.every(({ state }) => LAST_STATES.has(state));
}

/** A receipt out of what is known best: the gateway's status, else the server's last words, else the last usage update. */
export function receiptOf({ run, status, ended, endReason, deposits, interruptions }) {
  const known = status ?? ended ?? run.usage;
  const refunds = known.refunds ?? [];
  return {
    sessionId: run.id,
    paymentId: status?.paymentId,
    resource: String(run.bought.resource),
    method: run.bought.offer.method,
    asset: run.asset,
    reason: status?.reason ?? ended?.reason ?? endReason ?? 'connection_lost',
    paid: known.paid ?? run.usage.balance,
    consumed: known.consumed,
    refunded: refunds.filter(({ state }) => state === 'confirmed').reduce((sum, { amount: back, worth }) => sum + (worth ?? back), 0n),
    refunds,
    elapsedMs: status?.elapsedMs ?? run.usage.elapsedMs,
    bytes: status?.bytes ?? run.usage.bytes,
    messages: status?.messages ?? run.usage.messages,
    payments: deposits.map(({ payment }) => payment),
    deposits,
    interruptions,
    source: status ? 'gateway' : ended ? 'server' : 'usage',
    final: status !== undefined && isFinal(status),
  };
}

/** JSON for machines: amounts are decimal strings of smallest units. */
export function toJson(value, space) {
  return JSON.stringify(value, (key, each) => (typeof each === 'bigint' ? String(each) : each), space);
}
