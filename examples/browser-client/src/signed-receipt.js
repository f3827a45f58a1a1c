// A session's signed receipt: asked for, checked, and held against what the payer saw by itself.

import { pause, Ws402Error } from './errors.js';
import { getJson } from './http.js';
import { verifyReceipt } from './verify.js';

const FIRST_POLL_MS = 200;
const LAST_POLL_MS = 2000;
const HTTP_TOO_MANY = 429;

/**
 * Asks whichever server answers until the receipt is final, or the time is up: then it is provisional, and says so.
 *
 * @param order `{resources, sessionId, accessToken, keys, limits, waitMs}`; without `keys`, a JWK set, the server is asked for
 *   those of its gateway
 * @throws Ws402Error receipts_not_offered, what `verifyReceipt` says, or what the servers said
 */
export async function fetchSignedReceipt(order) {
  const { accessToken, resources, waitMs = order.limits.refundMs } = order;
  if (accessToken === undefined) {
    throw new Ws402Error('receipts_not_offered', 'A server of WS402 0.1 hands out no signed receipts.', { money: 'in_session' });
  }
  const deadline = performance.now() + waitMs;
  let refusals = 0;
  for (let pollMs = FIRST_POLL_MS, server = 0; ; pollMs = Math.min(LAST_POLL_MS, pollMs * 1.5)) {
    const isLate = performance.now() >= deadline;
    try {
      const receipt = await askFor(resources[server % resources.length], order);
      refusals = 0;
      if (receipt.final || isLate || receipt.deposits.some(({ refund }) => refund?.state === 'awaiting_operator')) {
        return receipt;
      }
    } catch (fault) {
      server += 1;
      const isFinal = fault.status === undefined ? fault.code !== 'unreachable' : fault.status < 500 && fault.status !== HTTP_TOO_MANY;
      refusals = isFinal ? refusals + 1 : 0;
      if (isLate || refusals >= resources.length) {
        fault.money = 'in_session';
        throw fault;
      }
    }
    await pause(pollMs);
  }
}

async function askFor(resource, { sessionId, accessToken, keys, limits }) {
  const { receipt } = await getJson(`${resource.sessionUrl(sessionId)}/receipt`, { bearer: accessToken, timeoutMs: limits.answerMs });
  const jwks = keys ?? await getJson(`${resource.server}/.well-known/ws402-receipts/jwks.json`, { timeoutMs: limits.answerMs });
  try {
    return await verifyReceipt(String(receipt), jwks);
  } catch (fault) {
    fault.signed = String(receipt);
    throw fault;
  }
}

/**
 * Where a receipt says something else than its payer saw, in sentences; none where it agrees.
 *
 * @param seen `{sessionId, resourceId, asset, paid, consumed, source, transactions, amount}`: `consumed` counts where the server
 *   told it at the end, `amount` is what the first of the transactions paid
 */
export function differences(receipt, { sessionId, resourceId, asset, paid, consumed, source, transactions, amount }) {
  const said = [
    receipt.sessionId !== sessionId && `It is of session ${receipt.sessionId}, not ${sessionId}.`,
    receipt.resourceId !== resourceId && `It is for ${receipt.resourceId}, not ${resourceId}.`,
    receipt.asset.id !== asset.id && `It counts in ${receipt.asset.id}, not ${asset.id}.`,
    receipt.paid !== paid && `It says that ${receipt.paid} units were paid in, not ${paid}.`,
    source === 'server' && receipt.consumed !== consumed
      && `It says that ${receipt.consumed} units were consumed; the server said ${consumed}.`,
    ...transactions.map((transaction, i) => {
      const deposit = receipt.deposits.find(({ txHash }) => txHash?.toLowerCase() === transaction.toLowerCase());
      if (!deposit) {
        return `It does not know the payment ${transaction}.`;
      }
      return i === 0 && amount !== undefined && deposit.amount !== amount
        && `It says that ${deposit.amount} units came by ${transaction}, not ${amount}.`;
    }),
  ];
  return said.filter(Boolean);
}
