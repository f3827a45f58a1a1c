// A wallet on another device, which is shown what to pay.

import { untilAborted, Ws402Error, aborted } from '../errors.js';

const TX_HASH = /^0x[0-9a-fA-F]{64}$/;
const SIGNATURE = /^[1-9A-HJ-NP-Za-km-z]{64,90}$/;

/**
 * Shows a payment URI and its QR code, then waits until somebody says what was paid. `show(terms, {signal})` shows
 * `terms.paymentUri` and the picture at `terms.qrUrl`, and may resolve with what the payer enters: a transaction's hash
 * (EVM), a signature (Solana), or a whole proof. `find(terms, {signal})`, such as `evmFinder`, may resolve with a proof
 * that it finds itself. The first counts; the signal says when it is over. Where `show` fails it is given up; where `find`
 * does, what the payer says is waited for.
 *
 * @type {typeof import('../index.d.ts').qrWallet}
 */
export function qrWallet({ show, find }) {
  return {
    accepts: ({ asset }) => /^(?:eip155|solana):/.test(asset.id),
    async pay(terms, { signal }) {
      if (terms.paymentUri === undefined) {
        throw new Ws402Error('not_supported', 'This quote has no payment URI to show.');
      }
      const over = new AbortController();
      const lapsed = terms.expiresInMs && setTimeout(() => over.abort(), terms.expiresInMs);
      const stop = () => over.abort();
      signal?.addEventListener('abort', stop, { once: true });
      try {
        const finding = find ? found(find, terms, over.signal).catch(never) : never();
        const answers = [found(show, terms, over.signal), finding];
        return await untilAborted(Promise.race(answers), over.signal, () => signal?.aborted
          ? aborted(signal, 'unknown')
          : new Ws402Error('quote_expired', 'Nobody said in time what was paid.', { money: 'unknown' }));
      } finally {
        clearTimeout(lapsed);
        signal?.removeEventListener('abort', stop);
        over.abort();
      }
    },
  };
}

/** A way to learn of the payment that ends without one only waits. */
async function found(answer, terms, signal) {
  const paid = await answer(terms, { signal });
  return paid === undefined ? never() : proofOf(paid, terms);
}

function never() {
  return new Promise(() => {});
}

function proofOf(paid, { reference, details }) {
  if (typeof paid === 'object') {
    return { reference, ...paid };
  }
  const entered = paid.trim();
  if (TX_HASH.test(entered)) {
    return { type: details.type, txHash: entered, reference };
  }
  if (SIGNATURE.test(entered)) {
    return { type: details.type, signature: entered, reference };
  }
  throw new Ws402Error('malformed_proof', 'This is no transaction hash and no signature.', { money: 'unknown' });
}
