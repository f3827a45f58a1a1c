// What a resource costs, and terms on which to pay: reads a server's schema, ours or one of 0.1.

import { Ws402Error } from './errors.js';
import { getJson } from './http.js';
import { amount, amountIfAny, malformed, objectIn, text, textIfAny, whole } from './json.js';

const COIN_DECIMALS = { eip155: 18, solana: 9 };

/**
 * Asks a server for its schema. The server quotes the one method and asset that are named, or its default.
 *
 * @throws Ws402Error with the server's code, `unreachable` or `malformed`
 */
export async function fetchSchema(resource, { seconds, method, asset, signal, timeoutMs }) {
  return readSchema(await getJson(resource.schemaUrl(seconds, method, asset), { signal, timeoutMs }), resource);
}

/** Reads a schema. Amounts become BigInt, `quoted` is the offer that its terms are for. */
export function readSchema(json, resource) {
  const pricing = objectIn(json, 'pricing');
  const details = objectIn(json, 'paymentDetails');
  const prices = { ...readPrices(pricing), currency: text(pricing, 'currency'), totalPrice: amount(pricing, 'totalPrice') };
  const accepts = Array.isArray(json.accepts) ? json.accepts.map(readOffer) : [offerOf01(prices, details)];
  const quoted = accepts.find((offer) => isQuoted(offer, prices, details)) ?? offerOf01(prices, details);
  const terms = readTerms(details, quoted, resource);
  if (terms.amount !== prices.totalPrice) {
    throw new Ws402Error('price_mismatch', `${resource} shows one price and asks another: pay nothing to this server.`);
  }
  return {
    resourceId: text(json, 'resourceId'),
    websocketEndpoint: text(json, 'websocketEndpoint'),
    maxSessionDuration: whole(json, 'maxSessionDuration', 0),
    resourceInfo: json.resourceInfo,
    pricing: { ...prices, estimatedDuration: whole(pricing, 'estimatedDuration') },
    accepts,
    quoted,
    terms,
  };
}

function readPrices(json) {
  return {
    pricePerSecond: amount(json, 'pricePerSecond'),
    pricePerMegabyte: amountIfAny(json, 'pricePerMegabyte') ?? 0n,
    pricePerMessage: amountIfAny(json, 'pricePerMessage') ?? 0n,
  };
}

/** Reads one of `accepts`. */
export function readOffer(json) {
  return {
    method: text(json, 'method'),
    network: text(json, 'network'),
    asset: readAsset(objectIn(json, 'asset')),
    default: json.default === true,
    ...readPrices(json),
  };
}

/** An asset: its CAIP-19 id, symbol and decimals. */
export function readAsset(json) {
  return { id: text(json, 'id'), symbol: text(json, 'symbol'), decimals: whole(json, 'decimals') };
}

function isQuoted(offer, prices, details) {
  if (details.assetId !== undefined || details.method !== undefined) {
    return offer.asset.id === details.assetId && offer.method === details.method;
  }
  return offer.asset.symbol === prices.currency && (details.network === undefined || offer.network === details.network);
}

/** A 0.1 server tells no offers: what it quotes is the one there is. */
function offerOf01(prices, details) {
  const type = textIfAny(details, 'type') ?? 'unknown';
  const network = textIfAny(details, 'network') ?? type;
  const token = textIfAny(details, 'tokenAddress') ?? textIfAny(details, 'splToken');
  const [chain, coin, kind] = type === 'solana'
    ? [`solana:${network}`, 'slip44:501', 'token']
    : [`eip155:${details.chainId}`, 'slip44:60', 'erc20'];
  return {
    method: textIfAny(details, 'method') ?? type,
    network,
    asset: {
      id: `${chain}/${token ? `${kind}:${token}` : coin}`,
      symbol: prices.currency,
      decimals: whole(details, 'decimals', token ? 0 : COIN_DECIMALS[chain.split(':')[0]]),
    },
    default: true,
    pricePerSecond: prices.pricePerSecond,
    pricePerMegabyte: prices.pricePerMegabyte,
    pricePerMessage: prices.pricePerMessage,
  };
}

/**
 * Reads `paymentDetails`, a schema's or a top-up's, as terms for an offer.
 *
 * @throws Ws402Error malformed when they are for another token or chain than the offer: who pays USDC must not be made to
 *   call another contract by a server that is wrong or lies
 */
export function readTerms(details, offer, resource) {
  const [chain, local] = offer.asset.id.split('/');
  const token = textIfAny(details, 'tokenAddress');
  const chainId = details.chainId === undefined || details.chainId === null ? undefined : whole(details, 'chainId');
  if (chain.startsWith('eip155:') && chain !== `eip155:${chainId}`) {
    throw malformed('chainId', `is ${chainId}, but ${chain} was offered`);
  }
  if (token === undefined ? local.startsWith('erc20:') : local.toLowerCase() !== `erc20:${token}`.toLowerCase()) {
    throw malformed('tokenAddress', `is ${token}, but ${local} was offered`);
  }
  const splToken = textIfAny(details, 'splToken');
  if (chain.startsWith('solana:') && (splToken === undefined ? local.startsWith('token:') : local !== `token:${splToken}`)) {
    throw malformed('splToken', `is ${splToken}, but ${local} was offered`);
  }
  const reference = text(details, 'reference');
  const paymentUri = textIfAny(details, 'paymentUri') ?? textIfAny(details, 'solanaPayURL');
  return {
    offer,
    amount: amountIfAny(details, 'amount') ?? amount(details, 'amountWei'),
    recipient: textIfAny(details, 'recipient'),
    reference,
    chainId,
    tokenAddress: token,
    claimSecret: textIfAny(details, 'claimSecret'),
    expiresInMs: whole(details, 'expiresInMs', 0) || undefined,
    paymentUri,
    qrUrl: paymentUri === undefined ? undefined : resource.qrUrl(reference),
    details,
  };
}
