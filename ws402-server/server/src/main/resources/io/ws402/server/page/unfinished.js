// What this tab has paid for before it was reloaded or lost its page.

import { Resource } from './client/resource.js';
import { followRefund } from './client/receipt.js';
import { differences, fetchSignedReceipt } from './client/signed-receipt.js';
import { LIMITS } from './client/index.js';
import { $, write } from './dom.js';
import { forget, kept } from './kept.js';
import { showReceipt } from './receipt.js';
import { offerSigned, WAIT_MS } from './signed.js';
import { goTo, say } from './stages.js';

/**
 * Looks after a payment that is kept: offers to go on with it while that can be, else follows what comes back.
 *
 * @param {{urls: string[], onGoOn(proof: object, seconds: number): void, onForget(): void}} page
 * @returns whether there is one
 */
export function lookAfterUnfinished({ urls, onGoOn, onForget }) {
  const { proof, seconds, sessionId, accessToken } = kept() ?? {};
  if (!proof) {
    return false;
  }
  $('unfinished-go-on').onclick = () => onGoOn(proof, seconds);
  $('unfinished-forget').onclick = () => {
    forget();
    onForget();
  };
  if (!sessionId || !accessToken) {
    offerToGoOn('This tab has paid, and no session has it yet. Go on with it within a day, or it comes back by itself.');
    return true;
  }
  const [first, ...others] = urls;
  const resource = Resource.at(first);
  const at = { resources: [resource, ...others.map((each) => resource.on(each))], sessionId, accessToken, limits: LIMITS };
  followRefund({
    ...at,
    onStatus: (status) => {
      if (status.state === 'held') {
        offerToGoOn('Its session is still open. Go on with it, or what is not used comes back by itself.');
      } else {
        show({ ...status, sessionId, final: isFinal(status) });
        offerSigned(async () => {
          const receipt = await fetchSignedReceipt({ ...at, waitMs: WAIT_MS });
          const seen = { ...status, sessionId, resourceId: resource.id, source: 'server' };
          return { ...receipt, differences: differences(receipt, { ...seen, transactions: [proof.txHash].filter(Boolean) }) };
        });
      }
    },
  });
  return true;
}

function offerToGoOn(text) {
  write('unfinished-text', text);
  goTo('unfinished', { quietly: true });
}

function show(receipt) {
  showReceipt({ ...receipt, reason: receipt.reason ?? 'connection_lost' });
  goTo('receipt', { quietly: true });
  say(receipt.final ? 'Ended; everything is accounted for.' : 'Ended; the rest is on its way back.');
  if (receipt.final) {
    forget();
  }
}

function isFinal({ refunds }) {
  return refunds.every(({ state }) => ['confirmed', 'credited', 'awaiting_operator', 'void'].includes(state));
}
