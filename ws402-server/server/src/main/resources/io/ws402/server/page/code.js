// The dialog with a payment's QR code, for a wallet on another device.

import { Ws402Error } from './client/index.js';
import { $, copy, write } from './dom.js';
import { clock, money } from './format.js';

/** What wallets read from a link. A server's word is none of a page's other addresses, least of all a script. */
const PAYMENT = /^(?:ethereum|solana):/i;

/** Shows what to pay until it is known to be paid, or given up; resolves with what the payer enters. */
export function showCode(terms, { signal }) {
  const dialog = $('code');
  write('code-amount', money(terms.amount, terms.offer.asset));
  $('code-picture').src = terms.qrUrl;
  offerLink(terms.paymentUri);
  $('code-hash').value = '';
  write('code-wrong', '');
  write('code-finding', 'Where this page can see the chain it goes on by itself.');
  const stopClock = expiry(terms.expiresInMs);
  dialog.showModal();
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const done = (settle, outcome) => {
      over.abort();
      stopClock();
      dialog.close();
      settle(outcome);
    };
    const given = () => done(reject, new Ws402Error('cancelled', 'The code was closed before a payment was seen.', { money: 'unknown' }));
    const listen = (target, type, heard) => target.addEventListener(type, heard, { signal: over.signal });
    listen($('code-copy'), 'click', () => copy(terms.paymentUri, $('code-copy')));
    listen($('code-cancel'), 'click', given);
    listen(dialog, 'cancel', given);
    listen($('code-form'), 'submit', (event) => {
      event.preventDefault();
      const entered = $('code-hash').value.trim();
      if (/^(?:0x[0-9a-fA-F]{64}|[1-9A-HJ-NP-Za-km-z]{64,90})$/.test(entered)) {
        done(resolve, entered);
      } else {
        write('code-wrong', 'This is no transaction: it begins with 0x, or is a signature of Solana.');
        $('code-hash').focus();
      }
    });
    listen(signal, 'abort', () => done(resolve, undefined));
  });
}

function offerLink(paymentUri) {
  const link = $('code-open');
  link.hidden = !PAYMENT.test(paymentUri ?? '');
  if (link.hidden) {
    link.removeAttribute('href');
  } else {
    link.href = paymentUri;
  }
}

function expiry(milliseconds) {
  if (!milliseconds) {
    write('code-expiry', '');
    return () => {};
  }
  const until = performance.now() + milliseconds;
  const tick = () => write('code-expiry', `These terms stand for ${clock(until - performance.now())}.`);
  const timer = setInterval(tick, 1000);
  tick();
  return () => clearInterval(timer);
}
