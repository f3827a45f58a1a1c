// What counts as a receipt of a gateway, and what a payer makes of one.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { describe, test } from 'node:test';
import { LIMITS, verifyReceipt, Ws402Error } from '../src/index.js';
import { Resource } from '../src/resource.js';
import { differences, fetchSignedReceipt } from '../src/signed-receipt.js';
import { base64, claims, Signer } from './support/receipts.js';

const gateway = new Signer();

/** By which code it is refused. */
async function refusal(signed, jwks = gateway.jwks) {
  const fault = await verifyReceipt(signed, jwks).then(() => assert.fail('it was taken'), (each) => each);
  assert.ok(fault instanceof Ws402Error, fault);
  return fault.code;
}

describe('a signed receipt', () => {
  test('says what its gateway signed, and by which key', async () => {
    const signed = gateway.sign();
    const receipt = await verifyReceipt(` ${signed}\n`, gateway.jwks);

    assert.equal(receipt.signed, signed);
    assert.equal(receipt.keyId, gateway.id);
    assert.deepEqual([receipt.paid, receipt.consumed, receipt.refunded, receipt.final], [140n, 130n, 10n, true]);
    assert.deepEqual(receipt.deposits.map(({ asset, captured, refund }) => [asset.symbol, captured, refund?.amount]),
      [['ETH', 100n, undefined], ['USDC', 60n, 20n]]);
  });

  test('tells a loss by reorganisation', async () => {
    const undone = claims();
    undone.deposits[0] = { ...undone.deposits[0], state: 'reversed', captured: '0', used: '0' };
    const receipt = await verifyReceipt(gateway.sign({ ...undone, undone: '100', lost: '100' }), gateway.jwks);

    assert.deepEqual([receipt.undone, receipt.lost], [100n, 100n]);
  });

  test('outlives a rotation of keys, as long as the old one is published', async () => {
    const next = new Signer();
    const both = { keys: [next.jwk, gateway.jwk] };

    assert.equal((await verifyReceipt(gateway.sign(), both)).keyId, gateway.id);
    assert.equal((await verifyReceipt(next.sign(), both)).keyId, next.id);
    assert.equal(await refusal(next.sign()), 'receipt_unknown_key');
  });

  test("is refused under a stranger's key, whatever that calls itself", async () => {
    const stranger = new Signer();

    assert.equal(await refusal(stranger.sign(claims(), gateway.header)), 'receipt_signature');
    assert.equal(await refusal(gateway.sign(), { keys: [{ ...stranger.jwk, kid: gateway.id }] }), 'receipt_unknown_key');
    assert.equal(await refusal(stranger.sign(claims(), { ...stranger.header, jwk: stranger.jwk })), 'receipt_unknown_key');
    assert.equal(await refusal(gateway.sign(claims(), { alg: 'EdDSA' })), 'receipt_unknown_key');
  });

  test('is refused when anything of it was changed', async () => {
    const [header, , signature] = gateway.sign().split('.');

    assert.equal(await refusal(`${header}.${base64({ ...claims(), consumed: '1' })}.${signature}`), 'receipt_signature');
    assert.equal(await refusal(gateway.sign().slice(0, -4)), 'receipt_signature');
    assert.equal(await refusal(`${gateway.sign().slice(0, -86)}${'A'.repeat(86)}`), 'receipt_signature');
  });

  for (const alg of ['none', 'None', 'HS256', 'ES256', 'Ed25519', undefined]) {
    test(`is refused with the algorithm ${alg}`, async () => {
      assert.equal(await refusal(gateway.sign(claims(), { ...gateway.header, alg })), 'receipt_algorithm');
    });
  }

  test('is refused unsigned, and signed with the public key as a secret', async () => {
    const [, payload, signature] = gateway.sign().split('.');
    const input = `${base64({ ...gateway.header, alg: 'HS256' })}.${payload}`;
    const forged = createHmac('sha256', Buffer.from(gateway.jwk.x, 'base64url')).update(input).digest('base64url');

    assert.equal(await refusal(`${input}.${forged}`), 'receipt_algorithm');
    assert.equal(await refusal(`${base64({ alg: 'none' })}.${payload}.`), 'receipt_malformed');
    assert.equal(await refusal(`${base64({ alg: 'none' })}.${payload}.${signature}`), 'receipt_algorithm');
  });

  test('is refused when it is too long, or none at all', async () => {
    assert.equal(await refusal('a'.repeat(600_000)), 'receipt_too_large');
    for (const text of ['', 'a', 'a.b', 'a.b.c', '....', '{}', 'é.é.é', 'A.A.A', `${base64('[]')}.${base64('{}')}.AA`]) {
      assert.equal(await refusal(text), 'receipt_malformed', text);
    }
    assert.equal(await refusal(gateway.sign(claims(), { ...gateway.header, crit: ['b64'] })), 'receipt_malformed');
  });

  test('is refused when the key signed something else', async () => {
    for (const change of [{ aud: 'ws402-access' }, { iss: 'x' }, { version: 2 }, { paid: 1.5 }, { paid: '-1' }, { deposits: 1 }, { sub: 1 }]) {
      assert.equal(await refusal(gateway.sign({ ...claims(), ...change })), 'receipt_malformed', JSON.stringify(change));
    }
    assert.equal(await refusal(gateway.sign([])), 'receipt_malformed');
  });

  test('is refused when it does not add up', async () => {
    for (const change of [{ paid: '141' }, { consumed: '129' }, { refunded: '11' }, { undone: '1' }, { lost: '1' }]) {
      assert.equal(await refusal(gateway.sign({ ...claims(), ...change })), 'receipt_unbalanced', JSON.stringify(change));
    }
    const short = claims();
    short.deposits[1].refund.amount = '19';
    assert.equal(await refusal(gateway.sign(short)), 'receipt_unbalanced');
  });

  test('is checked with keys of its kind alone', async () => {
    const keys = [null, {}, { kty: 'oct', k: 'AA' }, { ...gateway.jwk, crv: 'X25519' }, { ...gateway.jwk, x: 'short' }, gateway.jwk];

    await verifyReceipt(gateway.sign(), { keys });
    assert.equal(await refusal(gateway.sign(), { keys: keys.slice(0, -1) }), 'receipt_unknown_key');
    for (const none of [null, {}, { keys: 1 }]) {
      assert.equal(await refusal(gateway.sign(), none), 'receipt_unknown_key');
    }
  });

  test('is not called verified where there is no way to check it', async (context) => {
    const { subtle } = globalThis.crypto;
    const importKey = () => Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'));
    for (const crypto of [undefined, {}, { subtle: { digest: subtle.digest.bind(subtle), importKey } }]) {
      const replaced = context.mock.getter(globalThis, 'crypto', () => crypto);
      assert.equal(await refusal(gateway.sign()), 'receipt_unsupported');
      replaced.mock.restore();
    }
  });
});

describe('a payer', () => {
  const seen = {
    sessionId: 'ses_1', resourceId: 'ticker', asset: { id: 'eip155:8453/slip44:60' }, paid: 140n, consumed: 130n, source: 'server',
    transactions: ['0xa1', '0xb2'], amount: 100n,
  };

  test('finds no difference where the receipt says what it saw', async () => {
    assert.deepEqual(differences(await verifyReceipt(gateway.sign(), gateway.jwks), seen), []);
  });

  for (const [what, other] of [
    ['another session', { sessionId: 'ses_2' }],
    ['another resource', { resourceId: 'poster' }],
    ['another asset', { asset: { id: 'eip155:1/slip44:60' } }],
    ['another sum that was paid', { paid: 141n }],
    ['another sum that was consumed', { consumed: 129n }],
    ['a payment that is missing', { transactions: ['0xa1', '0xd4'] }],
    ['another amount of a payment', { amount: 99n }],
  ]) {
    test(`finds ${what}`, async () => {
      const receipt = await verifyReceipt(gateway.sign(), gateway.jwks);

      assert.equal(differences(receipt, { ...seen, ...other }).length, 1);
    });
  }

  test('does not hold the last update against what was consumed after it', async () => {
    const receipt = await verifyReceipt(gateway.sign(), gateway.jwks);

    assert.deepEqual(differences(receipt, { ...seen, consumed: 1n, source: 'usage' }), []);
  });

  /** A server that answers what it is given for the receipt, one after the other and the last for good. */
  async function asking(answers, options = {}) {
    const asked = [];
    const server = createServer((request, response) => {
      asked.push([request.url, request.headers.authorization]);
      const [status, body] = request.url.includes('jwks') ? [200, gateway.jwks] : answers.length > 1 ? answers.shift() : answers[0];
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const receipt = await fetchSignedReceipt({
        resources: [Resource.at(`http://127.0.0.1:${server.address().port}/ws402/ticker`)],
        sessionId: 'ses_1',
        accessToken: 'token',
        limits: { ...LIMITS, ...options.limits },
        keys: options.keys,
      });
      return { receipt, asked };
    } finally {
      server.close();
      server.closeAllConnections();
    }
  }

  const provisional = () => ({ receipt: gateway.sign({ ...claims(), final: false }) });
  const final = () => ({ receipt: gateway.sign() });

  test('asks until the receipt is final', async () => {
    const { receipt, asked } = await asking([[200, provisional()], [503, {}], [200, final()]]);

    assert.equal(receipt.final, true);
    assert.deepEqual(asked[0], ['/ws402/sessions/ses_1/receipt', 'Bearer token']);
    assert.deepEqual(asked[1], ['/.well-known/ws402-receipts/jwks.json', undefined]);
  });

  test('takes a provisional one when the time is up, which says so', async () => {
    assert.equal((await asking([[200, provisional()]], { limits: { refundMs: 0 } })).receipt.final, false);
  });

  test('waits no longer for what waits for an operator', async () => {
    const waiting = { ...claims(), final: false };
    waiting.deposits[1].refund.state = 'awaiting_operator';

    assert.equal((await asking([[200, { receipt: gateway.sign(waiting) }]])).receipt.final, false);
  });

  test('believes the keys that it brought, not those of the server', async () => {
    await asking([[200, final()]], { keys: gateway.jwks });
    await assert.rejects(asking([[200, final()]], { keys: new Signer().jwks }), { code: 'receipt_unknown_key', money: 'in_session' });
  });

  test('hears that there is none', async () => {
    await assert.rejects(asking([[404, { code: 'receipts_not_offered', detail: 'none' }]]), { code: 'receipts_not_offered' });
    await assert.rejects(fetchSignedReceipt({ resources: [], sessionId: 'ses_1', accessToken: undefined, limits: LIMITS }),
      { code: 'receipts_not_offered' });
  });
});
