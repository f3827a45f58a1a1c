// Receipts as a gateway makes them, signed by keys of these tests with Node's own cryptography.

import { createHash, generateKeyPairSync, sign } from 'node:crypto';

const ETH = { id: 'eip155:8453/slip44:60', symbol: 'ETH', decimals: 18 };
const USDC = { id: 'eip155:8453/erc20:0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913', symbol: 'USDC', decimals: 6 };

/** Paid in coins and in tokens worth half a coin each; 130 used: all 100 coins, and 30 coins' worth of 80 tokens. */
export const claims = () => ({
  iss: 'ws402-gateway', aud: 'ws402-receipt', sub: 'ses_1', iat: 1_700_000_000, version: 1, final: true, paymentId: 'pay_1',
  resourceId: 'ticker', merchantId: 'mch_1', state: 'settled', startedAt: 1_699_999_000_123, endedAt: 1_699_999_900_456,
  endReason: 'client_ended', asset: ETH,
  plan: { pricePerSecond: '10', pricePerMegabyte: '0', pricePerMessage: '0', maxSessionDuration: 3600 },
  elapsedMs: 13_000, bytes: 4096, messages: 12,
  paid: '140', credit: '0', undone: '0', consumed: '130', lost: '0', refunded: '10',
  fees: [{ asset: USDC, amount: '1' }],
  deposits: [
    {
      asset: ETH, depositId: 'dep_1', method: 'base', payer: 'eip155:8453:0xabc', amount: '100', worth: '100', captured: '100',
      used: '100', state: 'settled', final: true, fromCredit: false, txHash: '0xA1',
    },
    {
      asset: USDC, depositId: 'dep_2', method: 'base', payer: 'eip155:8453:0xabc', amount: '80', worth: '40', captured: '60',
      used: '30', state: 'settled', final: true, fromCredit: false, txHash: '0xb2',
      refund: { refundId: 'ref_2', amount: '20', recipient: 'eip155:8453:0xabc', state: 'confirmed', txHash: '0xc3' },
    },
  ],
});

/** Somebody with a key. */
export class Signer {
  #pair = generateKeyPairSync('ed25519');

  get jwk() {
    const { kty, crv, x } = this.#pair.publicKey.export({ format: 'jwk' });
    return { kty, crv, x };
  }

  get jwks() {
    return { keys: [this.jwk] };
  }

  get id() {
    const { crv, kty, x } = this.jwk;
    return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
  }

  get header() {
    return { typ: 'JWT', alg: 'EdDSA', kid: this.id };
  }

  sign(payload = claims(), header = this.header) {
    const input = `${base64(header)}.${base64(payload)}`;
    return `${input}.${sign(null, Buffer.from(input), this.#pair.privateKey).toString('base64url')}`;
  }
}

/** An object, or a text, as a part of a JWS. */
export function base64(part) {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}
