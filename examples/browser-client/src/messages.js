// What a server says over the WebSocket. Every other frame is the resource's own data.

import { amount, amountIfAny, objectIn, parse, text, textIfAny, whole } from './json.js';
import { readAsset } from './schema.js';

/** How text begins that is control: only the server may say so to a payer, and only a payer to a server. */
export const CONTROL = '{"type":"ws402.';

const TYPE = /^\s*\{\s*"type"\s*:\s*"([a-z0-9_.]+)"/;
const UPDATE_INTERVAL_MS = 3000;

const READERS = {
  session_started: (json) => ({
    sessionId: text(json, 'sessionId'),
    balance: amount(json, 'balance'),
    pricePerSecond: amount(json, 'pricePerSecond'),
    asset: json.asset === undefined ? undefined : readAsset(objectIn(json, 'asset')),
    resumeToken: textIfAny(json, 'resumeToken'),
    accessToken: textIfAny(json, 'accessToken'),
    expiresInMs: whole(json, 'expiresInMs', 0),
    updateInterval: whole(json, 'updateInterval', UPDATE_INTERVAL_MS),
    progress: json.resumed === true ? { consumed: amount(json, 'consumedAmount'), ...reading(json) } : undefined,
  }),
  payment_pending: (json) => ({ reason: text(json, 'reason'), retryAfterMs: whole(json, 'retryAfterMs', 0) }),
  payment_rejected: (json) => ({
    reason: text(json, 'reason'),
    code: textIfAny(json, 'code') ?? 'payment_rejected',
    retryAfterMs: json.retryAfterMs === undefined ? undefined : whole(json, 'retryAfterMs'),
  }),
  usage_update: (json) => ({
    consumed: amount(json, 'consumedAmount'),
    remaining: amount(json, 'remainingBalance'),
    ...reading(json),
  }),
  balance_low: (json) => ({ remaining: amount(json, 'remainingBalance'), secondsLeft: whole(json, 'secondsLeft') }),
  balance_exhausted: () => ({}),
  max_duration_reached: () => ({}),
  'ws402.session_ended': (json) => ({
    reason: text(json, 'reason'),
    paid: amount(json, 'paid'),
    consumed: amount(json, 'consumed'),
    refunds: (json.refunds ?? (json.refund ? [json.refund] : [])).map(readRefund),
  }),
  'ws402.migrate': (json) => ({ resumeToken: text(json, 'resumeToken') }),
  'ws402.top_up_quote': (json) => ({ paymentDetails: objectIn(json, 'paymentDetails'), worth: amountIfAny(json, 'worth') }),
  'ws402.topped_up': (json) => ({
    amount: amount(json, 'amount'),
    balance: amount(json, 'balance'),
    remaining: amount(json, 'remainingBalance'),
    secondsLeft: whole(json, 'secondsLeft'),
  }),
  'ws402.paused': (json) => ({ pauseLeftMs: whole(json, 'pauseLeftMs', 0) }),
  'ws402.resumed': () => ({}),
  'ws402.token': (json) => ({
    resumeToken: text(json, 'resumeToken'),
    accessToken: text(json, 'accessToken'),
    expiresInMs: whole(json, 'expiresInMs'),
  }),
  'ws402.error': (json) => ({ code: text(json, 'code'), reason: text(json, 'reason') }),
};

/** The server's message in a text frame, `{type, …}`; undefined when the frame is data. */
export function readMessage(frame) {
  const type = TYPE.exec(frame)?.[1];
  if (type === undefined || !Object.hasOwn(READERS, type)) {
    // Data may not begin so: a message of a later version, which means nothing here.
    return frame.startsWith(CONTROL) ? { type: 'unknown' } : undefined;
  }
  try {
    return { type, ...READERS[type](parse(frame)) };
  } catch (fault) {
    // A resource may have words of its own that look like ours, but for the reserved ones.
    return frame.startsWith(CONTROL) ? { type: 'unknown' } : undefined;
  }
}

/** A refund, of a session's end or of its status. */
export function readRefund(json) {
  return {
    id: textIfAny(json, 'id') ?? text(json, 'refundId'),
    amount: amount(json, 'amount'),
    state: text(json, 'state'),
    txHash: textIfAny(json, 'txHash'),
    // Only of what was paid in another asset than its session's.
    ...(json.asset === undefined ? {} : { asset: readAsset(objectIn(json, 'asset')), worth: amount(json, 'worth') }),
  };
}

/** A 0.1 server knows whole seconds only. */
function reading(json) {
  return {
    elapsedMs: json.elapsedMs === undefined ? whole(json, 'elapsedSeconds') * 1000 : whole(json, 'elapsedMs'),
    bytes: whole(json, 'bytesTransferred', 0),
    messages: whole(json, 'messageCount', 0),
  };
}
