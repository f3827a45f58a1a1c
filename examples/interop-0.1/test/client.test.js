// The 0.1 client against our servers in front of our gateway.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Ws402Client } from '../client.js';
import { asOperator, chain, demo, purse, settled, usdc, walletWithCoins } from './support/demo.js';

const [server] = demo.servers;
const tokens = purse(5);

/** Closes with the refund on chain: what the payer has less is what the session cost, to the last unit. */
async function assertRefunded(schema, consumedAtLeast, lessThan) {
  const payment = await settled(schema.paymentDetails.paymentId);
  const [refund] = payment.refunds;
  const paid = BigInt(schema.pricing.totalPrice);
  const consumed = paid - BigInt(refund.amount);
  assert.equal(payment.refunds.length, 1);
  assert.ok(consumed >= BigInt(consumedAtLeast), `${consumed} is less than the payer was told: ${consumedAtLeast}`);
  assert.equal(await lessThan(), consumed);
}

const streams = { timeout: 300_000, concurrency: true };

describe('a 0.1 client on our server', streams, () => {
  test('pays ETH, streams, closes, and has the rest back on chain', async () => {
    const wallet = await walletWithCoins();
    const client = new Ws402Client(wallet);
    const before = await chain.getBalance(wallet.address);

    const schema = await client.schema(server, 'ticker', 30);
    assert.equal(schema.protocol, 'ws402');
    assert.equal(schema.resourceId, 'ticker');
    assert.equal(schema.pricing.currency, 'ETH');
    assert.equal(schema.pricing.estimatedDuration, 30);
    assert.equal(schema.paymentDetails.amount, schema.pricing.totalPrice);
    assert.equal(schema.paymentDetails.amountWei, schema.pricing.totalPrice);
    const proof = await client.pay(schema);
    const session = client.connect(schema.websocketEndpoint, proof);

    const started = await session.message('session_started');
    assert.equal(session.protocol, '');
    assert.equal(typeof started.sessionId, 'string');
    assert.equal(started.balance, schema.pricing.totalPrice);
    assert.equal(started.pricePerSecond, schema.pricing.pricePerSecond);
    await session.frame();
    const usage = await session.message('usage_update');
    assert.equal(usage.sessionId, started.sessionId);
    assert.ok(usage.consumedAmount > 0);
    assert.equal(usage.remainingBalance, started.balance - usage.consumedAmount);
    assert.ok(Number.isInteger(usage.elapsedSeconds));
    assert.ok(usage.bytesTransferred > 0);
    assert.ok(usage.messageCount > 0);
    assert.equal((await session.close()).code, 1000);

    const { fee } = await chain.getTransactionReceipt(proof.txHash);
    await assertRefunded(schema, usage.consumedAmount, async () => before - fee - (await chain.getBalance(wallet.address)));
  });

  test('pays USDC, streams, closes, and has the rest back in USDC', async () => {
    const wallet = await tokens.walletWithTokens();
    const client = new Ws402Client(wallet);
    const before = await usdc.balanceOf(wallet.address);

    const schema = await client.schema(server, 'ticker', 30, '&asset=USDC');
    assert.equal(schema.pricing.currency, 'USDC');
    assert.equal(schema.paymentDetails.tokenAddress.toLowerCase(), demo.usdc.toLowerCase());
    assert.equal(schema.paymentDetails.amount, schema.pricing.totalPrice);
    assert.equal(schema.paymentDetails.amountETH, undefined);
    const session = client.connect(schema.websocketEndpoint, await client.pay(schema));
    const usage = await session.message('usage_update');
    await session.close();

    await assertRefunded(schema, usage.consumedAmount, async () => before - (await usdc.balanceOf(wallet.address)));
  });

  test('pays a price above 2^53 wei exactly as its double says it', async () => {
    const wallet = await walletWithCoins();
    const client = new Ws402Client(wallet);

    const schema = await client.schema(server, 'ticker-premium', 30);
    const { totalPrice, totalPriceAtomic } = schema.pricing;
    assert.ok(totalPrice > Number.MAX_SAFE_INTEGER);
    assert.equal(BigInt(totalPrice).toString(), totalPriceAtomic);
    const proof = await client.pay(schema);
    const session = client.connect(schema.websocketEndpoint, proof);

    const started = await session.message('session_started');
    const { value } = await chain.getTransaction(proof.txHash);
    assert.equal(value, BigInt(totalPrice));
    assert.equal(BigInt(started.balance), value);
    await session.close();
    const payment = await settled(schema.paymentDetails.paymentId);
    assert.equal(payment.refunds.length, 1);
  });

  test('streams until its balance is exhausted, and is told so before the close', async () => {
    const wallet = await walletWithCoins();
    const client = new Ws402Client(wallet);
    const schema = await client.schema(server, 'ticker', 2);

    const session = client.connect(schema.websocketEndpoint, await client.pay(schema));
    const { code } = await session.end();

    assert.equal(code, 1000);
    const types = session.messages.map((message) => message.type);
    assert.deepEqual([types.at(0), types.at(-2), types.at(-1)], ['session_started', 'usage_update', 'balance_exhausted']);
    const last = session.messages.at(-2);
    assert.equal(last.consumedAmount, schema.pricing.totalPrice);
    assert.equal(last.remainingBalance, 0);
    assert.equal(typeof session.messages.at(-1).message, 'string');
    const payment = await settled(schema.paymentDetails.paymentId);
    assert.deepEqual(payment.refunds, []);
  });

  test('opens a resource as 0.1 does, by GET /?resourceId=, and its frames come through untouched', async () => {
    const wallet = await walletWithCoins();
    const client = new Ws402Client(wallet);
    const schema = await client.schema(server, 'echo', 30);

    const session = client.connect(`${server.replace('http', 'ws')}/?resourceId=echo`, await client.pay(schema));
    await session.message('session_started');
    const frames = ['plain text', '{"type":"chat","text":"grüß dich"}', '{"balance":1e999}', Buffer.from([0, 255, 1, 254])];
    frames.forEach((frame) => session.send(frame));
    await session.frame((frame) => Buffer.isBuffer(frame));

    assert.deepEqual(session.data, frames);
    await session.close();
  });

  test('shows its proof before the transaction is in a block, and is served once it is', async () => {
    const wallet = await walletWithCoins();
    const client = new Ws402Client(wallet);
    const schema = await client.schema(server, 'ticker', 30);
    const { recipient, amountWei, reference } = schema.paymentDetails;

    const { hash } = await wallet.sendTransaction({ to: recipient, value: BigInt(amountWei) });
    const session = client.connect(schema.websocketEndpoint, { txHash: hash, reference, senderAddress: wallet.address });

    assert.equal((await session.message('session_started')).balance, amountWei);
    await session.close();
  });

  test('loses its connection, knows no resuming, and has the rest back all the same', async () => {
    const wallet = await walletWithCoins();
    const client = new Ws402Client(wallet);
    const before = await chain.getBalance(wallet.address);
    const schema = await client.schema(server, 'ticker', 30);
    const proof = await client.pay(schema);

    const session = client.connect(schema.websocketEndpoint, proof);
    const usage = await session.message('usage_update');
    await session.cut();

    const { fee } = await chain.getTransactionReceipt(proof.txHash);
    await assertRefunded(schema, usage.consumedAmount, async () => before - fee - (await chain.getBalance(wallet.address)));
  });

  describe('is told payment_rejected with a reason, then the socket closes', streams, () => {
    async function assertRejected(session) {
      const { code } = await session.end();
      assert.equal(code, 1008);
      assert.deepEqual(session.messages.map((message) => message.type), ['payment_rejected']);
      assert.ok(session.messages[0].reason.length > 10, session.messages[0].reason);
      return session.messages[0];
    }

    test('for a reference nobody has quoted', async () => {
      const wallet = await walletWithCoins();
      const client = new Ws402Client(wallet);
      const schema = await client.schema(server, 'ticker', 30);
      const proof = { ...(await client.pay(schema)), reference: '0123456789abcdef0123456789abcdef' };

      assert.equal((await assertRejected(client.connect(schema.websocketEndpoint, proof))).code, 'unknown_reference');
    });

    test('for a sender who is not the payer on chain', async () => {
      const wallet = await walletWithCoins();
      const client = new Ws402Client(wallet);
      const schema = await client.schema(server, 'ticker', 30);
      const proof = { ...(await client.pay(schema)), senderAddress: demo.accounts[0].address };

      assert.equal((await assertRejected(client.connect(schema.websocketEndpoint, proof))).code, 'payer_mismatch');
    });

    test('for the transaction of another quote', async () => {
      const wallet = await walletWithCoins();
      const client = new Ws402Client(wallet);
      const { txHash } = await client.pay(await client.schema(server, 'ticker', 30));
      const schema = await client.schema(server, 'ticker', 30);
      const proof = { txHash, reference: schema.paymentDetails.reference, senderAddress: wallet.address };

      assert.equal((await assertRejected(client.connect(schema.websocketEndpoint, proof))).code, 'amount_mismatch');
    });

    test('for a proof that another socket has shown', async () => {
      const client = new Ws402Client(await walletWithCoins());
      const schema = await client.schema(server, 'ticker', 30);
      const proof = await client.pay(schema);
      const first = client.connect(schema.websocketEndpoint, proof);
      await first.message('session_started');

      const second = await assertRejected(client.connect(schema.websocketEndpoint, proof));

      assert.equal(second.code, 'already_claimed');
      assert.equal(first.closed, undefined);
      await first.close();
    });

    test('for a payment that was quoted for another resource', async () => {
      const client = new Ws402Client(await walletWithCoins());
      const proof = await client.pay(await client.schema(server, 'ticker', 30));
      const { websocketEndpoint } = await client.schema(server, 'echo', 30);

      assert.equal((await assertRejected(client.connect(websocketEndpoint, proof))).code, 'resource_mismatch');
    });
  });

  test('reads the schema from the 402 of a plain GET', async () => {
    const response = await fetch(`${server}/ws402/ticker`);
    const schema = await response.json();

    assert.equal(response.status, 402);
    assert.equal(schema.protocol, 'ws402');
    assert.equal(typeof schema.pricing.totalPrice, 'number');
  });

  test('reads the 0.1 fields of /gateway-health and /status', async () => {
    const health = await (await fetch(`${server}/gateway-health`)).json();
    const status = await (await fetch(`${server}/status`)).json();

    assert.equal(health.status, 'ok');
    assert.equal(health.gatewayUrl, demo.gatewayUrl);
    assert.equal(status.gatewayUrl, demo.gatewayUrl);
    assert.equal(typeof status.activeSessions, 'number');
  });
});

test('after 0.1 clients the ledger balances', { timeout: 300_000 }, async () => {
  const audit = await asOperator('/api/audit');

  assert.equal(audit.holds, true, JSON.stringify(audit));
});
