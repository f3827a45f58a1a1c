// The client against the whole system: real servers, gateway, database and chain.

import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { after, describe, test } from 'node:test';
import { WebSocket } from 'ws';
import { Budget, connect, evmFinder, qrWallet, schema } from '../src/index.js';
import { CuttableWay } from './support/cuttable-way.js';
import {
  asOperator, demo, eventually, networkFee, node, payerWithCoins, payerWithCredits, payerWithTokens, withoutDemo,
} from './support/demo.js';
import { OurServer } from './support/our-server.js';

const TIMEOUT = { timeout: 120_000, skip: withoutDemo };
const [server1, server2] = demo?.servers ?? [];
const ticker = (server) => `${server}/ws402/ticker`;

const opened = [];
const forAll = (closeable) => {
  opened.push(closeable);
  return closeable;
};
after(() => Promise.all(opened.map((each) => each.stop?.() ?? each.close())));

/** A session that remembers what it was told. */
async function open(urls, options) {
  const heard = { states: [], usage: [], receipts: [], problems: [], topUps: [] };
  const session = await connect(urls, {
    WebSocket,
    seconds: 30,
    onState: (state) => heard.states.at(-1) !== state && heard.states.push(state),
    onUsage: (usage) => heard.usage.push(usage),
    onReceipt: (receipt) => heard.receipts.push(receipt),
    onProblem: (problem) => heard.problems.push(problem),
    onTopUp: (topUp) => heard.topUps.push(topUp),
    ...options,
  });
  return Object.assign(session, { heard });
}

async function firstData(session) {
  for await (const data of session) {
    return data;
  }
  return undefined;
}

/** Reads on in the background, so that the session is not ended by leaving its loop. */
function readOn(session) {
  const read = { count: 0 };
  read.end = (async () => {
    for await (const _ of session) {
      read.count += 1;
    }
  })();
  return read;
}

const metered = (session, count = 1) => eventually(() => session.heard.usage.length >= count, 'usage');

function assertAddsUp(receipt) {
  assert.equal(receipt.final, true, JSON.stringify(receipt.refunds.map(({ state }) => state)));
  const returning = receipt.refunds.reduce((sum, { amount }) => sum + amount, 0n);
  assert.equal(receipt.paid, receipt.consumed + returning);
}

describe('a payer', { ...TIMEOUT, concurrency: 8 }, () => {
  test('pays ETH, streams, ends, and has the rest back on chain to the last unit', async () => {
    const payer = await payerWithCoins();
    const before = await payer.coins();

    const session = await open(ticker(server1).replace('ticker', 'ticker-premium'), { wallet: payer.wallet, asset: 'ETH' });
    assert.match(await firstData(session), /DEMO-USD/);
    const first = await session.end();
    const receipt = await session.receipt();

    assert.equal(first.reason, 'client_ended');
    assertAddsUp(receipt);
    assert.equal(receipt.refunds[0].state, 'confirmed');
    assert.match(receipt.refunds[0].txHash, /^0x/);
    assert.equal(before - (await payer.coins()), receipt.consumed + (await networkFee(receipt.payments[0])));
    assert.deepEqual(session.heard.states, ['quoting', 'paying', 'proving', 'streaming', 'ending', 'ended']);
    assert.equal(session.heard.receipts.at(-1).final, true);
  });

  test("has the gateway's word on it, signed, which Node's own cryptography confirms", async () => {
    const payer = await payerWithCoins();
    const session = await open(ticker(server1), { wallet: payer.wallet, asset: 'ETH' });
    await metered(session);
    await session.end();
    const { payments: [transaction], consumed, refunds: [refund] } = await session.receipt();
    const receipt = await session.signedReceipt();

    assert.deepEqual([receipt.final, receipt.differences, receipt.consumed], [true, [], consumed]);
    const [deposit] = receipt.deposits;
    assert.deepEqual([deposit.txHash, deposit.refund.txHash, deposit.payer.split(':').at(-1).toLowerCase()],
      [transaction, refund.txHash, payer.account]);
    const [header, payload, signature] = receipt.signed.split('.');
    const { keys } = await (await fetch(`${server2}/.well-known/ws402-receipts/jwks.json`)).json();
    const key = createPublicKey({ key: keys.find(({ kid }) => kid === receipt.keyId), format: 'jwk' });
    assert.ok(verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')));
  });

  test('pays USDC, and has the rest back in USDC', async () => {
    const payer = await payerWithTokens();
    const before = await payer.tokens();

    const session = await open(ticker(server2), { wallet: payer.wallet, asset: 'USDC' });
    await metered(session);
    await session.end();
    const receipt = await session.receipt();

    assertAddsUp(receipt);
    assert.equal(receipt.asset.symbol, 'USDC');
    assert.equal(before - (await payer.tokens()), receipt.consumed);
  });

  test('pays with credits, since the wallet can pay nothing else that is taken', async () => {
    const { wallet } = await payerWithCredits();

    const session = await open(ticker(server1), { wallet });
    await metered(session);
    await session.end();

    assertAddsUp(await session.receipt());
    assert.equal(session.asset.symbol, 'CREDIT');
  });

  test('pays from another device: the code is shown, the payment is found on the chain', async () => {
    const payer = await payerWithCoins();
    const shown = [];
    const wallet = qrWallet({
      find: evmFinder(node),
      show: async (terms) => {
        shown.push(await (await fetch(terms.qrUrl)).text());
        const [, to, value] = /^ethereum:(0x\w+)@31337\?value=(\d+)$/.exec(terms.paymentUri);
        const transaction = { from: payer.account, to, value: `0x${BigInt(value).toString(16)}` };
        await node.request({ method: 'eth_sendTransaction', params: [transaction] });
      },
    });

    const session = await open(ticker(server1), { wallet, asset: 'ETH' });
    await session.end();

    assert.match(shown[0], /^<svg/);
    assertAddsUp(await session.receipt());
  });

  test('talks with the resource, in text and bytes, and may not be taken for a control', async () => {
    const { wallet } = await payerWithCredits();
    const session = await open(`${server1}/ws402/echo`, { wallet });
    const frames = session[Symbol.asyncIterator]();

    session.send('{"type":"chat","text":"grüß dich"}');
    session.send(Uint8Array.of(0, 255, 1));

    assert.equal((await frames.next()).value, '{"type":"chat","text":"grüß dich"}');
    assert.deepEqual(new Uint8Array((await frames.next()).value), Uint8Array.of(0, 255, 1));
    assert.throws(() => session.send('{"type":"ws402.end"}'), { code: 'reserved_text' });
    await session.end();
    assert.throws(() => session.send('late'), { code: 'not_connected' });
  });

  test('pauses and goes on; the meter stands still meanwhile', async () => {
    const { wallet } = await payerWithCredits();
    const session = await open(ticker(server1), { wallet });

    const { pauseLeftMs } = await session.pause();
    assert.ok(pauseLeftMs > 0);
    assert.equal(session.state, 'paused');
    await session.continue();
    assert.equal(session.state, 'streaming');
    await metered(session);
    await session.end();

    assertAddsUp(await session.receipt());
  });

  test('tops up by itself before the balance runs out, within its budget, until that is used', async () => {
    const { wallet } = await payerWithCredits();
    const budget = new Budget({ asset: 'CREDIT', total: 5000n });

    const session = await open(ticker(server1), { wallet, budget, seconds: 2, topUp: { seconds: 2, below: 1 } });
    const read = readOn(session);
    await read.end;
    const receipt = await session.receipt();

    assert.equal(session.heard.topUps.length, 1);
    assert.equal(receipt.reason, 'balance_exhausted');
    assert.equal(receipt.paid, receipt.consumed);
    assert.ok(receipt.paid >= 4000n && receipt.paid <= 5000n, String(receipt.paid));
    assert.deepEqual(session.heard.problems.map(({ code }) => code), ['over_budget']);
    assert.ok(read.count > 8);
  });

  test('tops up when it says so, on chain; what is not used of either payment comes back', async () => {
    const payer = await payerWithTokens();
    const before = await payer.tokens();
    const session = await open(ticker(server1), { wallet: payer.wallet, asset: 'USDC', seconds: 20 });

    const toppedUp = await session.topUp({ seconds: 30 });
    assert.equal(session.usage.balance, toppedUp.balance);
    await session.end();
    const receipt = await session.receipt();

    assertAddsUp(receipt);
    assert.equal(receipt.refunds.length, 2);
    assert.equal(receipt.payments.length, 2);
    assert.equal(before - (await payer.tokens()), receipt.consumed);
  });

  test('has a top-up back that was paid when the session had ended already', async () => {
    const payer = await payerWithTokens();
    const before = await payer.tokens();
    let session;
    const wallet = {
      ...payer.wallet,
      async pay(...terms) {
        const proof = await payer.wallet.pay(...terms);
        await session?.end();
        await session?.receipt();
        return proof;
      },
    };
    session = await open(ticker(server1), { wallet, asset: 'USDC', seconds: 20 });

    await assert.rejects(session.topUp({ seconds: 30 }), { code: 'session_over', money: 'returning' });
    const { consumed } = await session.receipt();

    await eventually(async () => before - (await payer.tokens()) === consumed, 'both refunds');
  });

  test('goes on at another server when its own is killed', async () => {
    const server = forAll(await OurServer.start());
    const { wallet } = await payerWithCredits();
    const session = await open([ticker(server.url), server1], { wallet });
    const read = readOn(session);
    await metered(session);

    server.signal('KILL');
    await eventually(() => session.heard.states.includes('resuming'), 'the loss to be noticed');
    await eventually(() => session.state === 'streaming', 'the session to go on');
    assert.equal(session.server, server1);
    const consumed = session.usage.consumed;
    const already = session.heard.usage.length;
    await metered(session, already + 2);
    await session.end();
    const receipt = await session.receipt();

    assert.ok(receipt.consumed > consumed);
    assert.equal(receipt.interruptions, 1);
    assertAddsUp(receipt);
    await read.end;
  });

  test('goes on at another server when its own is shut down', async () => {
    const server = forAll(await OurServer.start());
    const { wallet } = await payerWithCredits();
    const session = await open([ticker(server.url), server2], { wallet });
    await metered(session);

    server.signal('TERM');
    await eventually(() => session.server === server2, 'the session to go on');
    await session.end();

    const receipt = await session.receipt();
    assert.equal(receipt.interruptions, 1);
    assertAddsUp(receipt);
  });

  test('goes on at its own server when only the connection was lost', async () => {
    const way = forAll(await new CuttableWay(server1).listen());
    const { wallet } = await payerWithCredits();
    const session = await open([ticker(way.url)], { wallet });
    await metered(session);

    way.cut();
    await eventually(() => session.state === 'resuming', 'the loss to be noticed');
    way.mend();
    await eventually(() => session.state === 'streaming', 'the session to go on');
    await session.end();

    assertAddsUp(await session.receipt());
  });

  test('is told that nothing was paid when the server is gone before', async () => {
    const way = forAll(await new CuttableWay(server1).listen());
    const { wallet } = await payerWithCredits();
    way.cut();

    await assert.rejects(open(ticker(way.url), { wallet }), { code: 'unreachable', money: 'not_paid' });
  });

  test('is told that it paid when the server is gone afterwards, and shows the proof later', async () => {
    const way = forAll(await new CuttableWay(server1).listen());
    const payer = await payerWithCoins();
    let payments = 0;
    const wallet = {
      ...payer.wallet,
      pay: async (...terms) => {
        payments += 1;
        const proof = await payer.wallet.pay(...terms);
        way.cut();
        return proof;
      },
    };
    // The endpoint that the schema tells is the way's own, since the server hears its name in the request.
    const fault = await open(ticker(way.url), { wallet, asset: 'ETH', limits: { openMs: 1000 } }).catch((error) => error);
    assert.equal(fault.code, 'unreachable');
    assert.equal(fault.money, 'unclaimed');
    assert.match(fault.consequence, /comes back by itself/);

    way.mend();
    const session = await open(ticker(way.url), { wallet, proof: JSON.parse(JSON.stringify(fault.proof)) });
    await session.end();
    assert.equal(payments, 1);
    assert.equal(session.asset.symbol, 'ETH');
    assertAddsUp(await session.receipt());
  });

  test('claims on another server what it paid when its own is gone afterwards', async () => {
    const way = forAll(await new CuttableWay(server1).listen());
    const payer = await payerWithCredits();
    const wallet = { ...payer.wallet, pay: (...terms) => (way.cut(), payer.wallet.pay(...terms)) };

    const session = await open([ticker(way.url), server2], { wallet });

    assert.equal(session.server, server2);
    await session.end();
    assertAddsUp(await session.receipt());
  });

  test('hears why a proof is refused, and where the money is', async () => {
    const payer = await payerWithCredits();
    const wallet = { ...payer.wallet, pay: async (...terms) => ({ ...(await payer.wallet.pay(...terms)), mac: '00'.repeat(32) }) };

    await assert.rejects(open(ticker(server1), { wallet }), { code: 'payer_mismatch', money: 'unclaimed' });
  });

  test('has another amount than the quoted one back', async () => {
    const payer = await payerWithCoins();
    const wallet = { ...payer.wallet, pay: (terms, tools) => payer.wallet.pay({ ...terms, amount: terms.amount * 3n }, tools) };

    await assert.rejects(open(ticker(server1), { wallet, asset: 'ETH' }), { code: 'amount_mismatch', money: 'returning' });
  });

  test('ends by its signal and has the rest back', async () => {
    const { wallet } = await payerWithCredits();
    const stop = new AbortController();
    const session = await open(ticker(server1), { wallet, signal: stop.signal });
    const read = readOn(session);
    await metered(session);

    stop.abort();

    await assert.rejects(read.end, { code: 'aborted', money: 'in_session' });
    const receipt = await session.receipt();
    assert.equal(receipt.reason, 'client_ended');
    assertAddsUp(receipt);
  });

  test('shows an HTTP resource with its access token while the session is open', async () => {
    const { wallet } = await payerWithCredits();
    const session = await open(`${server1}/ws402/http/poster`, { wallet });
    const { url } = session.schema.resourceInfo;
    const poster = () => fetch(url, { headers: { Authorization: `Bearer ${session.accessToken}` } });

    assert.equal((await poster()).status, 200);
    await session.end();
    assert.equal((await poster()).status, 403);
  });

  test('asks what it costs without paying', async () => {
    const { pricing, accepts, terms } = await schema(ticker(server1), { seconds: 10, asset: 'USDC' });

    assert.equal(pricing.pricePerSecond, 1000n);
    assert.equal(terms.amount, pricing.totalPrice);
    const onSolana = demo.solana ? ['SOL', 'USDC'] : [];
    assert.deepEqual(accepts.map(({ asset }) => asset.symbol).sort(), ['CREDIT', 'ETH', 'USDC', ...onSolana].sort());
  });

  test('hears the server say that there is no such resource', async () => {
    const { wallet } = await payerWithCredits();

    await assert.rejects(open(`${server1}/ws402/nothing`, { wallet }), { code: 'unknown_resource', money: 'not_paid', status: 404 });
  });
});

test('after all of it the ledger balances', TIMEOUT, async () => {
  const audit = await asOperator('/api/audit');

  assert.equal(audit.holds, true, JSON.stringify(audit));
});
