// An account of credits at the gateway.

import { Ws402Error } from '../errors.js';

/**
 * Pays from an account of credits. Nothing moves until the proof is shown: it is a MAC over the quote, good for that quote
 * alone. The secret itself is shown to nobody.
 */
export function creditsWallet({ account, secret }) {
  return {
    accepts: ({ asset }) => asset.id.split('/')[1]?.startsWith('credit:') ?? false,
    async pay({ reference, amount }) {
      const message = new TextEncoder().encode(`ws402-credits-v1\n${reference}\n${amount}`);
      const mac = await crypto.subtle.sign('HMAC', await keyOf(secret), message);
      return { type: 'credits', account, reference, mac: hex(new Uint8Array(mac)) };
    },
  };
}

function keyOf(secret) {
  if (!/^(?:[0-9a-f]{2})+$/i.test(secret)) {
    throw new Ws402Error('invalid_secret', 'The secret of an account of credits is written in hexadecimal.');
  }
  const bytes = Uint8Array.from(secret.match(/../g), (byte) => parseInt(byte, 16));
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
