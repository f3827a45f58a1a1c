// The receipt that the gateway has signed, verified here and kept by the payer.

import { $, element, write } from './dom.js';

/** How long is waited for it to become final, once the payer asks for it. */
export const WAIT_MS = 5000;

/** Offers it: `ask` resolves with the verified receipt and its differences from what was seen. */
export function offerSigned(ask) {
  const button = $('signed');
  write('signed-text', '');
  button.hidden = false;
  button.onclick = async () => {
    button.disabled = true;
    write('signed-text', 'Asking the gateway for it …');
    try {
      const receipt = await ask();
      save(receipt.signed, receipt.sessionId);
      write('signed-text', verdict(receipt));
    } catch (fault) {
      if (fault.code === 'receipt_unsupported') {
        save(fault.signed, 'unverified');
      } else if (fault.code === 'receipts_not_offered') {
        button.hidden = true;
      }
      write('signed-text', fault.message);
    } finally {
      button.disabled = false;
    }
  };
}

function verdict({ final, keyId, differences }) {
  if (differences.length > 0) {
    return `Signed by the gateway's key ${keyId}, but it says something else than was seen here. ${differences.join(' ')}`;
  }
  return final
    ? `Verified: signed by the gateway's key ${keyId}, and it says what was seen here.`
    : `Verified: signed by the gateway's key ${keyId}. It is provisional until nothing moves any more: ask again later.`;
}

function save(signed, name) {
  const url = URL.createObjectURL(new Blob([`${signed}\n`], { type: 'application/jwt' }));
  element('a', { href: url, download: `receipt-${name}.jwt` }).click();
  URL.revokeObjectURL(url);
}
