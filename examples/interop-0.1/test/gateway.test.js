// Our server, and our provider in it, in front of the 0.1 gateway.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Ws402Client } from '../client.js';
import { Gateway } from '../gateway.js';
import { chain, demo, eventually, purse, usdc, walletWithCoins } from './support/demo.js';
import { OurServer } from './support/our-server.js';
import { UnreliableWay } from './support/unreliable-way.js';

const API_KEY = 'the-key-of-a-0.1-gateway-in-these-tests';
const GENERATE = '/api/payment/generate';
const VERIFY = '/api/payment/verify';
const REFUND = '/api/payment/refund';
const LATE = 4_000;
const tokens = purse(7);
const limit = { timeout: 300_000 };

/** A 0.1 gateway, the way to it, and our server at the other end of the way. */
class Shop {
  static async open({ token, prices }) {
    const shop = new Shop();
    shop.token = token;
    shop.merchant = token ? await tokens.walletWithTokens() : await walletWithCoins();
    shop.gateway = await new Gateway({ wallet: shop.merchant, apiKey: API_KEY, token }).listen();
    shop.way = await new UnreliableWay(shop.gateway.url).listen();
    shop.server = await OurServer.start({ gatewayUrl: shop.way.url, apiKey: API_KEY, prices });
    return shop;
  }

  /** Somebody who has paid for a resource, just now. */
  async payer(resource, duration) {
    const wallet = this.token ? await tokens.walletWithTokens() : await walletWithCoins();
    const client = new Ws402Client(wallet);
    const schema = await client.schema(this.server.url, resource, duration);
    const proof = await client.pay(schema);
    const balance = () => (this.token ? usdc.balanceOf(wallet.address) : chain.getBalance(wallet.address));
    return {
      schema,
      proof,
      paid: schema.pricing.totalPrice,
      balance,
      balanceAfterPaying: await balance(),
      connect: () => client.connect(schema.websocketEndpoint, proof),
      refunds: () => this.gateway.refundsSent.filter(({ recipient }) => recipient === wallet.address),
    };
  }

  /** The gateway is killed: whoever calls it finds nobody. */
  async killGateway() {
    const { port } = this.way;
    await this.way.close();
    await this.gateway.close();
    return port;
  }

  /** Another one is started at the same address, and has forgotten everything but its wallet. */
  async restartGateway(port) {
    const { refundsSent } = this.gateway;
    this.gateway = await new Gateway({ wallet: this.merchant, apiKey: API_KEY, token: this.token }).listen();
    this.gateway.refundsSent = refundsSent;
    this.way = await new UnreliableWay(this.gateway.url).listen(port);
  }

  async close() {
    await this.server.stop();
    await this.way.close();
    await this.gateway.close();
  }
}

/** Waits until a payer's one refund is on chain, and returns its amount. */
async function refunded(payer) {
  await eventually(async () => (await payer.balance()) > payer.balanceAfterPaying, 'a refund');
  const refunds = payer.refunds();
  assert.equal(refunds.length, 1);
  const [{ amount }] = refunds;
  assert.equal((await payer.balance()) - payer.balanceAfterPaying, BigInt(amount));
  return amount;
}

/** Ends a session as clients of today do, and returns what the server says about the settlement. */
async function end(session) {
  const isEnd = (frame) => String(frame).startsWith('{"type":"ws402.session_ended"');
  session.send('{"type":"ws402.end"}');
  const ended = JSON.parse(await session.frame(isEnd));
  await session.end();
  return ended;
}

const lastUsage = (session) => session.messages.findLast(({ type }) => type === 'usage_update');

describe('our server in front of a 0.1 gateway', limit, () => {
  let shop;

  before(async () => {
    const cheap = 10_000_000_000_000;
    shop = await Shop.open({ prices: { ticker: cheap, premium: 1_000_000_000_000_001, echo: cheap } });
  });

  after(() => shop?.close());

  test('starts a session, meters it, and has the gateway refund the rest once when the payer closes', async () => {
    const payer = await shop.payer('ticker', 30);
    const session = payer.connect();
    const started = await session.message('session_started');
    assert.equal(started.balance, payer.paid);
    await session.frame();
    const usage = await session.message('usage_update');
    assert.equal(usage.remainingBalance, payer.paid - usage.consumedAmount);
    await session.close();

    const refund = await refunded(payer);

    assert.ok(refund > 0);
    assert.ok(refund <= lastUsage(session).remainingBalance);
    const [call] = shop.way.called(REFUND).slice(-1);
    assert.deepEqual(call.proof, payer.proof);
    assert.equal(call.amount, refund);
  });

  test('asks for no refund when everything was used', async () => {
    const payer = await shop.payer('ticker', 2);
    const session = payer.connect();

    assert.equal((await session.end()).code, 1000);

    assert.equal(session.messages.at(-1).type, 'balance_exhausted');
    assert.equal(lastUsage(session).consumedAmount, payer.paid);
    await shop.way.idle();
    assert.deepEqual(payer.refunds(), []);
  });

  test('tells the payer exactly the refund that the gateway sends, above 2^53 too', async () => {
    const payer = await shop.payer('premium', 30);
    // A figure that JavaScript writes with other digits than it has.
    assert.notEqual(JSON.stringify(payer.paid), BigInt(payer.paid).toString());
    const session = payer.connect();
    await session.message('usage_update');

    const ended = await end(session);

    assert.equal(ended.refund.state, 'confirmed');
    assert.equal(ended.refund.amount, BigInt(await refunded(payer)).toString());
    assert.equal(BigInt(ended.paid), BigInt(ended.consumed) + BigInt(ended.refund.amount));
  });

  test('passes on why the gateway says no', async () => {
    const payer = await shop.payer('ticker', 30);
    payer.proof.senderAddress = demo.accounts[0].address;
    const session = payer.connect();

    assert.equal((await session.end()).code, 1008);

    assert.equal(session.messages[0].type, 'payment_rejected');
    assert.equal(session.messages[0].reason, 'Another account has paid');
  });

  test('serves a proof once, though the gateway says yes each time', async () => {
    const payer = await shop.payer('ticker', 30);
    const first = payer.connect();
    const second = payer.connect();
    const ends = await Promise.all([first, second].map((session) =>
      session.message('session_started').then(() => session, () => undefined)));
    const [served] = ends.filter(Boolean);
    const rejected = served === first ? second : first;

    assert.equal(ends.filter(Boolean).length, 1);
    assert.equal((await rejected.message('payment_rejected')).code, 'already_claimed');
    await served.close();
    const third = payer.connect();
    await third.end();
    assert.equal(third.messages[0].type, 'payment_rejected');
    await refunded(payer);
  });

  test('waits for slow answers, and sends nothing twice that the gateway would do twice', async () => {
    shop.way.delayAnswer(GENERATE, LATE).delayAnswer(VERIFY, LATE).delayAnswer(REFUND, LATE);
    const payer = await shop.payer('ticker', 30);
    const session = payer.connect();
    await session.message('usage_update');
    const called = shop.way.called(REFUND).length;

    const ended = await end(session);

    assert.equal(ended.refund.amount, BigInt(await refunded(payer)).toString());
    assert.equal(shop.way.called(REFUND).length, called + 1);
  });

  test('asks again after a 502 or a 503 for what can be repeated', async () => {
    shop.way.badGateway(GENERATE).badGateway(VERIFY).loseAnswer(VERIFY).unavailable(REFUND);
    const payer = await shop.payer('ticker', 30);
    const session = payer.connect();
    await session.message('usage_update');
    await session.close();

    await refunded(payer);
  });

  test('leaves a refund whose answer is lost to an operator instead of paying it twice', async () => {
    const payer = await shop.payer('ticker', 30);
    const session = payer.connect();
    await session.message('usage_update');
    shop.way.loseAnswer(REFUND);

    const ended = await end(session);

    assert.equal(ended.refund.state, 'awaiting_operator');
    assert.equal(ended.refund.amount, BigInt(await refunded(payer)).toString());
  });

  test('refunds a payer whose connection is cut', async () => {
    const payer = await shop.payer('ticker', 30);
    const session = payer.connect();
    await session.message('usage_update');
    await session.cut();

    await refunded(payer);
  });

  test('serves on while the gateway is dead, and has it refund once when it is back', async () => {
    const payer = await shop.payer('ticker', 60);
    const session = payer.connect();
    await session.message('usage_update');

    const port = await shop.killGateway();
    const heard = session.messages.length;
    await eventually(() => session.messages.length > heard, 'a usage update without a gateway');
    await session.close();
    assert.deepEqual(payer.refunds(), []);
    await shop.restartGateway(port);

    const refund = await refunded(payer);
    assert.ok(refund <= lastUsage(session).remainingBalance);
  });

  test('has no price while the gateway is dead, and has one when it is back', async () => {
    const address = `${shop.server.url}/ws402/schema/ticker?duration=30`;
    const port = await shop.killGateway();

    assert.equal((await fetch(address)).status, 503);
    await shop.restartGateway(port);

    await eventually(async () => (await fetch(address)).ok, 'a price');
  });

  test('has never asked the gateway for what 0.1 has not, nor for two refunds of one payment', async () => {
    await shop.way.idle();
    const recipients = shop.gateway.refundsSent.map(({ recipient }) => recipient);

    assert.equal(new Set(recipients).size, recipients.length);
    const posted = shop.gateway.calls.filter(({ body }) => body).map(({ path }) => path);
    assert.deepEqual(posted.filter((path) => ![GENERATE, VERIFY, REFUND].includes(path)), []);
  });
});

describe('our server in front of a 0.1 gateway that takes a token', limit, () => {
  let shop;

  before(async () => {
    shop = await Shop.open({ token: { address: demo.usdc, symbol: 'USDC' }, prices: { ticker: 1_000 } });
  });

  after(() => shop?.close());

  test('is paid in the token, and has the rest refunded in it', async () => {
    const payer = await shop.payer('ticker', 30);
    const session = payer.connect();
    const usage = await session.message('usage_update');
    assert.equal(payer.schema.pricing.currency, 'USDC');
    await session.close();

    assert.ok((await refunded(payer)) <= usage.remainingBalance);
  });

  test('is stopped during a session, and refunds before it ends: nobody else could take the session up', async () => {
    const payer = await shop.payer('ticker', 60);
    const session = payer.connect();
    await session.message('usage_update');

    await shop.server.stop();

    await session.end();
    await refunded(payer);
  });
});
