// What became of a payment of which nobody has said whether it was sent.

import { pause, Ws402Error } from '../errors.js';

const POLL_MS = 1000;
const LIMIT_MS = 150_000;

/**
 * Looks for a transaction by its signature until the chain has it, or can have it no more.
 *
 * @param {{node: import('./node.js').SolanaNode, signature: string, lastValidBlockHeight: number | undefined, cause: unknown, signal?: AbortSignal}} sent
 *   `lastValidBlockHeight` is the last block that may hold it, undefined when that is not known; `cause` is why nobody knows
 * @throws Ws402Error transaction_failed, transaction_expired: nothing was paid; wallet_failed: it is not known
 */
export function untilDecided({ node, signature, lastValidBlockHeight = Infinity, cause, signal }) {
  return poll({ cause, signal }, async () => {
    // The end first: what should have come before it, and is not there afterwards, never comes.
    const end = await node.finalized();
    const { isKnown, err, confirmationStatus, slot } = await node.status(signature);
    if (isKnown && confirmationStatus !== 'processed') {
      if (err !== null) {
        throw new Ws402Error('transaction_failed', `Transaction ${signature} failed: ${JSON.stringify(err)}.`);
      }
      return signature;
    }
    // The block after the last valid one may still take it up.
    if (!isKnown && end.blockHeight > lastValidBlockHeight + 1 && slot >= end.absoluteSlot) {
      throw new Ws402Error('transaction_expired', `No block took transaction ${signature} up before it expired.`);
    }
    return undefined;
  });
}

/**
 * Looks for a transaction that pays the reference until the block hash that it was drafted with is too old. That none is
 * there then proves nothing: a wallet may have put a newer one into it.
 *
 * @throws Ws402Error wallet_failed: it is not known
 */
export function untilFound({ node, reference, lastValidBlockHeight, cause, signal }) {
  return poll({ cause, signal }, async () => {
    const end = await node.finalized();
    const found = await node.paying(reference);
    if (!found && end.blockHeight > lastValidBlockHeight + 1) {
      throw unknown(cause);
    }
    return found;
  });
}

/** A node that does not answer now may do so later. */
async function poll({ cause, signal }, look) {
  const deadline = performance.now() + LIMIT_MS;
  while (!signal?.aborted && performance.now() < deadline) {
    try {
      const found = await look();
      if (found !== undefined) {
        return found;
      }
    } catch (fault) {
      if (fault instanceof Ws402Error) {
        throw fault;
      }
    }
    await pause(POLL_MS, signal);
  }
  throw unknown(cause);
}

function unknown(cause) {
  return new Ws402Error('wallet_failed', `The chain does not say whether it was paid, after: ${cause?.message ?? cause}`, {
    money: 'unknown', cause,
  });
}
