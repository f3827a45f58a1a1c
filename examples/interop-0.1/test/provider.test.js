// The 0.1 provider against our gateway.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ProxyPaymentProvider } from '../provider.js';
import { asOperator, chain, demo, purse, settled, walletWithCoins } from './support/demo.js';
import { payBoth } from './support/two-payments.js';
import { UnreliableWay } from './support/unreliable-way.js';

const VERIFY = '/api/payment/verify';
const REFUND = '/api/payment/refund';
const PRICE = 1_000_000_000_000_000;
const tokens = purse(6);
const inParallel = { timeout: 300_000, concurrency: true };

const provider = providerAt(demo.gatewayUrl);

function providerAt(gatewayUrl, options) {
  return new ProxyPaymentProvider({ gatewayUrl, apiKey: demo.gatewayApiKey, ...options });
}

const PATIENCE = 1_500;
const TOO_LATE = 2 * PATIENCE;

/** A provider with less patience than the 30 s that 0.1 has, and the way it goes. */
async function impatient(t) {
  const way = await new UnreliableWay(demo.gatewayUrl).listen();
  t.after(() => way.close());
  return { way, hasty: providerAt(way.url, { timeout: PATIENCE, retryAttempts: 6 }) };
}

/** A quote that somebody has paid. */
async function paid({ amount = PRICE, duration = 60, wait = true } = {}) {
  const wallet = await walletWithCoins();
  const quote = await provider.generatePaymentDetails(amount, 'a-0.1-resource', duration);
  const transaction = await wallet.sendTransaction({ to: quote.recipient, value: BigInt(quote.amountWei) });
  if (wait) {
    await transaction.wait();
  }
  const proof = { txHash: transaction.hash, reference: quote.reference, senderAddress: wallet.address };
  return { quote, wallet, proof, balance: () => chain.getBalance(wallet.address) };
}

async function held(options) {
  const payment = await paid(options);
  assert.equal((await provider.verifyPayment(payment.proof)).valid, true);
  return payment;
}

const statusOf = async ({ quote }) => (await asOperator(`/api/payments/${quote.paymentId}`)).state;

describe('a 0.1 provider on our gateway', inParallel, () => {
  test('is quoted the payment details of 0.1', async () => {
    const quote = await provider.generatePaymentDetails(PRICE, 'a-0.1-resource', 60);

    assert.equal(quote.type, 'base');
    assert.equal(quote.chainId, demo.chainId);
    assert.equal(quote.amountWei, quote.amount);
    assert.ok(quote.amount >= PRICE);
    assert.equal(quote.currency, 'ETH');
    assert.equal(quote.tokenAddress, undefined);
    for (const text of ['network', 'recipient', 'amountETH', 'reference']) {
      assert.equal(typeof quote[text], 'string', text);
    }
    assert.ok(quote.expiresAt > Date.now());
    assert.equal(typeof quote.instructions.step1, 'string');
  });

  test('is quoted an amount above 2^53 that its double holds exactly', async () => {
    const quote = await provider.generatePaymentDetails(3e18 + 1024, 'a-0.1-resource', 60);

    assert.equal(typeof quote.amountWei, 'number');
    assert.equal(BigInt(quote.amountWei).toString(), quote.amountAtomic);
  });

  test('verifies without a session, and the payment is held', async () => {
    const payment = await paid();

    const answer = await provider.verifyPayment(payment.proof);

    assert.equal(answer.valid, true);
    assert.equal(answer.amount, payment.quote.amount);
    assert.equal(await statusOf(payment), 'held');
  });

  test('verifies what is not in a block yet, and the answer waits for the block', async () => {
    const payment = await paid({ wait: false });

    const answer = await provider.verifyPayment(payment.proof);

    assert.equal(answer.valid, true);
    assert.equal(answer.amount, payment.quote.amount);
  });

  test('repeats a verify with the same timestamp and gets the same answer', async () => {
    const { proof } = await paid();
    const timestamp = Date.now();
    const first = await provider.verifyPayment(proof, timestamp);

    const again = await Promise.all(Array.from({ length: 8 }, () => provider.verifyPayment(proof, timestamp)));

    again.forEach((answer) => assert.deepEqual(answer, first));
  });

  test('verifies with another timestamp, which is another socket, and is told already_claimed', async () => {
    const { proof } = await paid();
    const timestamp = Date.now();
    await provider.verifyPayment(proof, timestamp);

    const other = await provider.verifyPayment(proof, timestamp + 1);

    assert.equal(other.valid, false);
    assert.equal(other.amount, 0);
    assert.equal(other.code, 'already_claimed');
    assert.equal(typeof other.reason, 'string');
  });

  test('verifies another proof for the same reference with the same timestamp, and is told already_claimed', async () => {
    const first = await paid();
    const second = await paid();
    const timestamp = Date.now();
    await provider.verifyPayment(first.proof, timestamp);

    const other = await provider.verifyPayment({ ...second.proof, reference: first.proof.reference }, timestamp);

    assert.equal(other.valid, false);
    assert.equal(other.code, 'already_claimed');
  });

  test('verifies one proof from many sockets at once, and exactly one is served', async () => {
    const { proof } = await paid();
    const now = Date.now();

    const answers = await Promise.all(Array.from({ length: 16 }, (_, i) => provider.verifyPayment(proof, now + i)));

    assert.equal(answers.filter((answer) => answer.valid).length, 1);
    answers.filter((answer) => !answer.valid).forEach((answer) => assert.equal(answer.code, 'already_claimed'));
  });

  test('verifies a proof that claims another sender, and is told why not', async () => {
    const { proof } = await paid();

    const answer = await provider.verifyPayment({ ...proof, senderAddress: demo.accounts[0].address });

    assert.equal(answer.valid, false);
    assert.equal(answer.amount, 0);
    assert.equal(answer.code, 'payer_mismatch');
    assert.equal(typeof answer.reason, 'string');
  });

  test('times out on slow answers to verify, repeats, and the payment is held once', async (t) => {
    const { way, hasty } = await impatient(t);
    const payment = await paid();
    way.delayAnswer(VERIFY, TOO_LATE).delayAnswer(VERIFY, TOO_LATE);

    const answer = await hasty.verifyPayment(payment.proof);

    assert.equal(answer.valid, true);
    assert.equal(answer.amount, payment.quote.amount);
    const sent = way.called(VERIFY);
    assert.ok(sent.length >= 3, `sent ${sent.length} times`);
    sent.forEach((body) => assert.deepEqual(body, sent[0]));
    assert.equal(await statusOf(payment), 'held');
  });

  test('times out on verifies that arrive late and out of order, and the payment is held once', async (t) => {
    const { way, hasty } = await impatient(t);
    const payment = await paid();
    way.delayCall(VERIFY, TOO_LATE + PATIENCE).delayCall(VERIFY, TOO_LATE);

    const answer = await hasty.verifyPayment(payment.proof);
    assert.equal(answer.valid, true);
    // The late ones are still on their way; the refund that follows must not be undone by them.
    const { refundId } = await hasty.issueRefund(payment.proof, PRICE / 2);
    await way.idle();

    assert.equal(await statusOf(payment), 'settled');
    assert.equal((await settled(payment.quote.paymentId)).refunds[0].refundId, refundId);
  });

  test('loses the answer of verify to a 502, repeats, and is told yes', async (t) => {
    const { way, hasty } = await impatient(t);
    const { proof } = await paid();
    way.badGateway(VERIFY).loseAnswer(VERIFY);

    assert.equal((await hasty.verifyPayment(proof)).valid, true);
  });

  test('refunds a part, and it arrives on chain once', async () => {
    const payment = await held();
    const before = await payment.balance();

    const answer = await provider.issueRefund(payment.proof, PRICE / 4);

    assert.equal(answer.amount, PRICE / 4);
    assert.equal(answer.recipient.toLowerCase(), payment.wallet.address.toLowerCase());
    assert.ok(['pending', 'success'].includes(answer.status), answer.status);
    assert.equal(typeof answer.message, 'string');
    assert.equal(typeof answer.timestamp, 'number');
    await settled(payment.quote.paymentId);
    assert.equal(await payment.balance(), before + BigInt(PRICE / 4));
    assert.equal((await provider.issueRefund(payment.proof, PRICE / 4)).status, 'success');
  });

  test('refunds all that was paid, above 2^53 too', async () => {
    const payment = await held({ amount: 30_000_000_000_000_000 });
    const before = await payment.balance();

    const answer = await provider.issueRefund(payment.proof, payment.quote.amount);

    assert.equal(answer.amount, payment.quote.amount);
    await settled(payment.quote.paymentId);
    assert.equal(await payment.balance(), before + BigInt(payment.quote.amountWei));
  });

  test('times out on slow answers to refund, repeats, and one refund arrives', async (t) => {
    const { way, hasty } = await impatient(t);
    const payment = await held();
    const before = await payment.balance();
    way.delayAnswer(REFUND, TOO_LATE).delayCall(REFUND, TOO_LATE);

    const answer = await hasty.issueRefund(payment.proof, PRICE / 2);

    assert.equal(answer.amount, PRICE / 2);
    const sent = way.called(REFUND);
    assert.ok(sent.length >= 3, `sent ${sent.length} times`);
    sent.forEach((body) => assert.deepEqual(body, sent[0]));
    const { refunds } = await settled(payment.quote.paymentId);
    assert.deepEqual(refunds.map((refund) => refund.refundId), [answer.refundId]);
    assert.equal(await payment.balance(), before + BigInt(PRICE / 2));
  });

  test('loses the answer of refund to a 502, repeats, and one refund arrives', async (t) => {
    const { way, hasty } = await impatient(t);
    const payment = await held();
    const before = await payment.balance();
    way.loseAnswer(REFUND).badGateway(REFUND);

    await hasty.issueRefund(payment.proof, PRICE / 2);

    assert.equal((await settled(payment.quote.paymentId)).refunds.length, 1);
    assert.equal(await payment.balance(), before + BigInt(PRICE / 2));
  });

  test('repeats a refund many times at once, and each gets the first answer', async () => {
    const { proof } = await held();
    const first = await provider.issueRefund(proof, PRICE / 2);

    const again = await Promise.all(Array.from({ length: 8 }, () => provider.issueRefund(proof, PRICE / 2)));

    again.forEach((answer) => assert.equal(answer.refundId, first.refundId));
    again.forEach((answer) => assert.equal(answer.amount, first.amount));
  });

  test('refunds another amount the second time, and is told already_settled with the first answer inside', async () => {
    const { proof } = await held();
    const first = await provider.issueRefund(proof, PRICE / 2);

    await assert.rejects(provider.issueRefund(proof, PRICE / 4), ({ status, answer }) => {
      assert.equal(status, 409);
      assert.equal(answer.code, 'already_settled');
      assert.equal(answer.first.refundId, first.refundId);
      assert.equal(answer.first.amount, first.amount);
      assert.equal(typeof answer.error, 'string');
      assert.equal(typeof answer.message, 'string');
      return true;
    });
  });

  test('refunds more than was paid, and is refused', async () => {
    const payment = await held();

    await assert.rejects(provider.issueRefund(payment.proof, payment.quote.amount * 2), { status: 409 });
    assert.equal(await statusOf(payment), 'held');
  });

  test('refunds what it never verified, and is refused', async () => {
    const { proof } = await paid();

    await assert.rejects(provider.issueRefund(proof, PRICE / 2), ({ status, answer }) =>
      status === 409 && answer.code === 'not_held');
    await assert.rejects(
      provider.issueRefund({ ...proof, reference: 'ffffffffffffffffffffffffffffffff' }, PRICE / 2),
      ({ status, answer }) => status === 404 && answer.code === 'unknown_payment',
    );
  });

  test('verifies and refunds without a reference, by the transaction alone', async () => {
    const payment = await paid();
    const { reference, ...proof } = payment.proof;
    const before = await payment.balance();

    assert.equal((await provider.verifyPayment(proof)).valid, true);
    await provider.issueRefund(proof, PRICE / 2);

    assert.equal((await settled(payment.quote.paymentId)).refunds.length, 1);
    assert.equal(await payment.balance(), before + BigInt(PRICE / 2));
  });

  test('refunds without a reference where the transaction pays two quotes, and is told it is ambiguous', async () => {
    const wallet = await tokens.walletWithTokens();
    const quotes = await Promise.all([quoteInTokens(), quoteInTokens()]);
    const txHash = await payBoth(wallet, quotes);
    const proofs = quotes.map(({ reference }) => ({ txHash, reference, senderAddress: wallet.address }));
    for (const proof of proofs) {
      assert.equal((await provider.verifyPayment(proof)).valid, true);
    }

    await assert.rejects(
      provider.issueRefund({ txHash, senderAddress: wallet.address }, 1_000_000),
      ({ status, answer }) => status === 409 && answer.code === 'ambiguous_proof',
    );
    const [first, second] = await Promise.all(proofs.map((proof) => provider.issueRefund(proof, 1_000_000)));
    assert.notEqual(first.refundId, second.refundId);
  });

  test('has used everything and makes no refund call: the hold is captured whole by itself', async () => {
    const payment = await held({ duration: 1 });

    const end = await settled(payment.quote.paymentId);

    assert.equal(end.consumed, payment.quote.amountAtomic);
    assert.deepEqual(end.refunds, []);
  });

  test('refunds nothing, which captures everything', async () => {
    const payment = await held();

    const answer = await provider.issueRefund(payment.proof, 0);

    assert.equal(answer.amount, 0);
    assert.equal(answer.status, 'success');
    assert.equal((await settled(payment.quote.paymentId)).consumed, payment.quote.amountAtomic);
  });

  test('has a wrong API key, and is told 401 with error and message', async () => {
    const stranger = providerAt(demo.gatewayUrl, { apiKey: 'not-the-key-of-this-gateway-at-all' });

    await assert.rejects(stranger.generatePaymentDetails(PRICE, 'a-0.1-resource', 60), ({ status, answer }) => {
      assert.equal(status, 401);
      assert.equal(typeof answer.error, 'string');
      assert.equal(typeof answer.message, 'string');
      return true;
    });
  });

  test('sends headers of its own, and is served all the same', async () => {
    const custom = providerAt(demo.gatewayUrl, { customHeaders: { 'X-Region': 'eu-1' } });

    assert.equal((await custom.generatePaymentDetails(PRICE, 'a-0.1-resource', 60)).type, 'base');
  });

  test('reads the 0.1 fields of /api/health and /api/stats', async () => {
    const health = await (await fetch(`${demo.gatewayUrl}/api/health`)).json();
    const stats = await asOperator('/api/stats');

    assert.equal(health.status, 'ok');
    assert.equal(typeof health.provider, 'string');
    assert.ok(health.timestamp);
    for (const field of ['gateway', 'provider', 'network', 'chainId', 'merchantWallet', 'autoRefundEnabled', 'uptime', 'timestamp']) {
      assert.notEqual(stats[field], undefined, field);
    }
  });
});

async function quoteInTokens() {
  const response = await fetch(`${demo.gatewayUrl}/api/payment/generate`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${demo.gatewayApiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ amount: 2_000_000, resourceId: 'a-0.1-resource', estimatedDuration: 60, asset: 'USDC' }),
  });
  return response.json();
}

test('after 0.1 providers the ledger balances', { timeout: 300_000 }, async () => {
  const audit = await asOperator('/api/audit');

  assert.equal(audit.holds, true, JSON.stringify(audit));
});
