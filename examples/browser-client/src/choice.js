// From what a server takes to terms this wallet can and may pay.

import { names } from './budget.js';
import { heedAbort, Ws402Error } from './errors.js';
import { checkAmount, priceOf } from './quoted.js';
import { fetchSchema } from './schema.js';

/**
 * Agrees on terms: the server's default offer where the wallet can and the budget may pay it, else the first such one.
 *
 * @returns `{schema, resource}`: the schema that quotes it, and the server that did, the first of them that answers
 * @throws Ws402Error no_common_asset, price_mismatch, what the budget says, or what the servers said
 */
export async function agree(resources, order) {
  const { schema, resource } = await firstAnswer(resources, order, { method: order.method, asset: order.asset });
  const offer = await choose(schema, resource, order);
  if (offer === schema.quoted) {
    return { schema: ordered(schema, order), resource };
  }
  const narrowed = await ask(resource, order, { method: offer.method, asset: offer.asset.id });
  if (narrowed.quoted.asset.id !== offer.asset.id) {
    throw new Ws402Error('price_mismatch', `${resource} was asked for ${offer.asset.id} and quotes ${narrowed.quoted.asset.id}.`);
  }
  return { schema: ordered(narrowed, order), resource };
}

/** The schema, whose terms ask what was ordered. */
function ordered(schema, order) {
  checkAmount(schema.terms.amount, priceOf({ seconds: order.seconds }, schema.quoted), schema.quoted);
  return schema;
}

/** The schema of the first server that answers at all. */
export async function firstAnswer(resources, order, wanted = {}) {
  let last;
  for (const resource of resources) {
    try {
      return { schema: await ask(resource, order, wanted), resource };
    } catch (fault) {
      if (order.signal?.aborted || !(fault.code === 'unreachable' || fault.status >= 500 || fault.status === 429)) {
        throw fault;
      }
      last = fault;
    }
  }
  throw last;
}

function ask(resource, { seconds, signal, limits }, wanted) {
  return fetchSchema(resource, { seconds, ...wanted, signal, timeoutMs: limits.answerMs });
}

async function choose(schema, resource, order) {
  const { wallet, budget, seconds, signal } = order;
  let refusal;
  for (const offer of [schema.quoted, ...schema.accepts.filter((each) => each !== schema.quoted)]) {
    if (!names(order, offer) || !(await wallet.accepts(offer))) {
      continue;
    }
    heedAbort(signal);
    const amount = offer === schema.quoted ? schema.terms.amount : priceOf({ seconds }, offer);
    const reason = budget.refusal(offer, amount);
    if (!reason) {
      return offer;
    }
    refusal ??= reason;
  }
  const taken = schema.accepts.map(({ asset, method }) => `${asset.symbol} by ${method}`).join(', ');
  throw refusal ?? new Ws402Error('no_common_asset', `${resource} takes ${taken || 'nothing'}; this wallet can pay none of it.`);
}
