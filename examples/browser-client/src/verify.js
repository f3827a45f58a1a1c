// Checks a receipt that a gateway has signed: a JWT as a compact JWS (RFC 7515), EdDSA over Ed25519 (RFC 8037).

import { Ws402Error } from './errors.js';
import { amount, objectIn, parse, text, textIfAny, whole } from './json.js';
import { readAsset } from './schema.js';

const LENGTH_MAX = 512 << 10;
const KEYS_MAX = 64;
const KEY_BYTES = 32;
const VERSION = 1;
const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/**
 * What a signed receipt says, if one of the keys has signed it. The algorithm is Ed25519, whatever the receipt says, and a key
 * that it brings along counts for nothing. Needs no network.
 *
 * @type {typeof import('./index.d.ts').verifyReceipt}
 */
export async function verifyReceipt(signed, jwks) {
  const compact = signed.trim();
  if (compact.length > LENGTH_MAX) {
    throw refused('receipt_too_large', 'It is longer than any receipt.');
  }
  const parts = COMPACT.exec(compact);
  if (!parts) {
    throw malformed('it is no compact JWS');
  }
  const header = jsonOf(parts[1]);
  if (header.alg !== 'EdDSA') {
    throw refused('receipt_algorithm', 'It is not signed by EdDSA.');
  }
  if (header.crit !== undefined) {
    throw malformed('it asks for extensions that receipts do not have');
  }
  const keyId = header.kid;
  const key = (await keysById(jwks)).get(keyId);
  if (!key) {
    throw refused('receipt_unknown_key', 'None of the given keys has signed it.');
  }
  if (!await isSigned(`${parts[1]}.${parts[2]}`, bytesOf(parts[3]), key)) {
    throw refused('receipt_signature', 'It was altered, or another key has signed it.');
  }
  const claims = read(jsonOf(parts[2]));
  if (!addsUp(claims)) {
    throw refused('receipt_unbalanced', 'It is signed, but its sums do not add up.');
  }
  return { ...claims, signed: parts[0], keyId };
}

/** The keys of a JWK set by their thumbprints (RFC 7638), which are computed: what the set says of their ids is not believed. */
async function keysById(jwks) {
  const keys = new Map();
  for (const { kty, crv, x } of (Array.isArray(jwks?.keys) ? jwks.keys : []).slice(0, KEYS_MAX).filter(Boolean)) {
    const raw = kty === 'OKP' && crv === 'Ed25519' && /^[\w-]{43}$/.test(x) ? bytesOf(x) : new Uint8Array();
    if (raw.length === KEY_BYTES) {
      keys.set(await thumbprint(x), raw);
    }
  }
  return keys;
}

async function thumbprint(x) {
  const members = new TextEncoder().encode(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`);
  const digest = new Uint8Array(await subtle().digest('SHA-256', members));
  return btoa(String.fromCharCode(...digest)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

async function isSigned(input, signature, raw) {
  let key;
  try {
    key = await subtle().importKey('raw', raw, 'Ed25519', false, ['verify']);
  } catch (fault) {
    if (fault.name === 'DataError') {
      return false;
    }
    throw unsupported();
  }
  return subtle().verify('Ed25519', key, signature, new TextEncoder().encode(input));
}

/** Browsers have WebCrypto on secure origins and on this machine alone. */
function subtle() {
  const found = globalThis.crypto?.subtle;
  if (!found) {
    throw unsupported();
  }
  return found;
}

function unsupported() {
  return refused('receipt_unsupported', 'This browser can not check Ed25519 signatures here, so the receipt is not verified.');
}

function read(claims) {
  if (claims.iss !== 'ws402-gateway' || claims.aud !== 'ws402-receipt' || claims.version !== VERSION) {
    throw malformed('it is something else, or of a later version');
  }
  try {
    return {
      sessionId: text(claims, 'sub'),
      paymentId: text(claims, 'paymentId'),
      resourceId: text(claims, 'resourceId'),
      merchantId: text(claims, 'merchantId'),
      state: text(claims, 'state'),
      final: claims.final === true,
      issuedAt: whole(claims, 'iat'),
      startedAt: whole(claims, 'startedAt'),
      endedAt: claims.endedAt === undefined ? undefined : whole(claims, 'endedAt'),
      reason: textIfAny(claims, 'endReason'),
      asset: readAsset(objectIn(claims, 'asset')),
      plan: readPlan(objectIn(claims, 'plan')),
      elapsedMs: whole(claims, 'elapsedMs'),
      bytes: whole(claims, 'bytes'),
      messages: whole(claims, 'messages'),
      paid: amount(claims, 'paid'),
      credit: amount(claims, 'credit'),
      undone: amount(claims, 'undone'),
      consumed: amount(claims, 'consumed'),
      lost: amount(claims, 'lost'),
      refunded: amount(claims, 'refunded'),
      fees: claims.fees.map((fee) => ({ asset: readAsset(objectIn(fee, 'asset')), amount: amount(fee, 'amount') })),
      deposits: claims.deposits.map(readDeposit),
    };
  } catch (fault) {
    throw malformed(fault instanceof Ws402Error ? fault.message : 'its claims can not be read');
  }
}

function readPlan(plan) {
  return {
    pricePerSecond: amount(plan, 'pricePerSecond'),
    pricePerMegabyte: amount(plan, 'pricePerMegabyte'),
    pricePerMessage: amount(plan, 'pricePerMessage'),
    maxSessionDuration: whole(plan, 'maxSessionDuration'),
  };
}

function readDeposit(deposit) {
  return {
    id: text(deposit, 'depositId'),
    method: text(deposit, 'method'),
    payer: text(deposit, 'payer'),
    asset: readAsset(objectIn(deposit, 'asset')),
    amount: amount(deposit, 'amount'),
    worth: amount(deposit, 'worth'),
    captured: amount(deposit, 'captured'),
    used: amount(deposit, 'used'),
    state: text(deposit, 'state'),
    final: deposit.final === true,
    fromCredit: deposit.fromCredit === true,
    txHash: textIfAny(deposit, 'txHash'),
    refund: deposit.refund === undefined ? undefined : readRefund(deposit.refund),
  };
}

function readRefund(refund) {
  return {
    id: text(refund, 'refundId'),
    amount: amount(refund, 'amount'),
    recipient: text(refund, 'recipient'),
    state: text(refund, 'state'),
    txHash: textIfAny(refund, 'txHash'),
  };
}

/** To the last unit: what was paid in, and once it is over, where it went. */
function addsUp({ state, paid, undone, consumed, lost, refunded, deposits }) {
  const standing = deposits.filter((each) => each.state !== 'reversed');
  const sum = (parts, of) => parts.reduce((total, part) => total + part[of], 0n);
  const worth = sum(standing, 'worth');
  const used = sum(standing, 'used');
  return sum(deposits, 'worth') === paid && worth === paid - undone
    && (state === 'held' || (used === consumed - lost && worth - used === refunded
      && standing.every((each) => each.amount === each.captured + (each.refund?.amount ?? 0n))));
}

function jsonOf(part) {
  let json;
  try {
    json = parse(new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(part)));
  } catch (fault) {
    throw malformed('it is no JSON');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw malformed('it is no JSON object');
  }
  return json;
}

function bytesOf(part) {
  try {
    return Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
  } catch (fault) {
    throw malformed('it is no base64url');
  }
}

function malformed(why) {
  return refused('receipt_malformed', `It is no receipt: ${why}.`);
}

/** Whatever becomes of a receipt, the money is the session's. */
function refused(code, reason) {
  return new Ws402Error(code, reason, { money: 'in_session' });
}
