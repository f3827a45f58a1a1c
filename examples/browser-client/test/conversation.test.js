// The client against a server that says what it is told to: faults at every moment, and WS402 0.1.

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { WebSocket } from 'ws';
import { Budget, connect, schema } from '../src/index.js';
import { DETAILS, ENDED, plain, schemaOf, ScriptedServer, STARTED, usageOf } from './support/scripted-server.js';

// Only keeps a broken test from waiting for ever.
const LIMIT = { timeout: 30_000 };

const started = [];
afterEach(() => Promise.all(started.splice(0).map((server) => server.stop())));

async function serve(script) {
  const server = await ScriptedServer.start(script);
  started.push(server);
  return server;
}

/** A wallet that has paid as soon as it is asked. */
function payer() {
  const paid = [];
  return {
    paid,
    accepts: ({ asset }) => asset.id.startsWith('eip155:'),
    pay: async (terms) => {
      paid.push(terms.amount);
      return { type: terms.details.type, txHash: `0x${paid.length}`, reference: terms.reference };
    },
  };
}

// A session whose server is gone asks for its refund for so long.
const REFUND = { refundMs: 1000 };

const open = (servers, { limits, ...options } = {}) => {
  const [first, ...others] = [servers].flat().map(({ url }) => url);
  return connect([`${first}/ws402/ticker`, ...others], {
    wallet: payer(), seconds: 30, WebSocket, limits: { ...REFUND, ...limits }, ...options,
  });
};

const rejection = (promise) => promise.then(() => assert.fail('it should have failed'), (error) => error);

async function all(session) {
  const data = [];
  for await (const each of session) {
    data.push(each);
  }
  return data;
}

describe('before the session', LIMIT, () => {
  test('waits while the payment is pending', async () => {
    const reasons = [];
    const server = await serve({ connections: [(say, message, socket) => {
      if (message.type === 'payment_proof') {
        say({ type: 'payment_pending', reason: '1 of 2 confirmations', retryAfterMs: 10 });
      }
      plain(say, message, socket);
    }] });

    const session = await open(server, { onState: (state, { reason }) => reason && reasons.push(reason) });
    await session.end();

    assert.equal(reasons[0], '1 of 2 confirmations');
  });

  test('shows the same proof again when the payment was not final in time, and pays once', async () => {
    const wallet = payer();
    const server = await serve({ connections: [
      (say) => say({ type: 'payment_rejected', reason: 'not yet', code: 'payment_pending', retryAfterMs: 50 }),
      plain,
    ] });

    const session = await open(server, { wallet });
    await session.end();

    const proofs = server.heard.filter(({ type }) => type === 'payment_proof');
    assert.equal(proofs.length, 2);
    assert.deepEqual(proofs[0], proofs[1]);
    assert.deepEqual(wallet.paid, [300n]);
  });

  test('takes its own session up by its secret when the answer to the proof was lost', async () => {
    const server = await serve({ connections: [
      (say, message, socket) => socket.terminate(),
      (say) => say({ type: 'payment_rejected', reason: 'taken', code: 'already_claimed' }),
      plain,
    ] });

    const session = await open(server);
    await session.end();

    assert.equal(server.heard[0].proof.claimSecret, DETAILS.claimSecret);
  });

  test('gives up on a refusal that is final, and says where the money is', async () => {
    for (const [code, money] of [['late_payment', 'returning'], ['not_attributable', 'with_operator'],
      ['already_claimed', 'in_session'], ['transaction_failed', 'not_paid'], ['unknown_reference', 'unclaimed']]) {
      const server = await serve({ connections: [(say) => say({ type: 'payment_rejected', reason: 'no', code })] });

      const error = await rejection(open(server));

      assert.deepEqual([error.code, error.money], [code, money]);
      assert.equal(error.proof.txHash, '0x1');
      assert.ok(error.consequence.length > 10);
    }
  });

  test('says that it is paid when nobody answers in time', async () => {
    const server = await serve({ connections: [() => {}] });

    const error = await rejection(open(server, { limits: { openMs: 300 } }));

    assert.deepEqual([error.code, error.money], ['unreachable', 'unclaimed']);
  });

  test('does not call paid what no chain has seen', async () => {
    const stop = new AbortController();
    const lost = (say) => say({ type: 'payment_rejected', reason: 'not there', code: 'transaction_not_found' });

    const late = await rejection(open(await serve({ connections: [lost, () => {}] }), { limits: { openMs: 1000 } }));
    const givenUp = await rejection(open(await serve({ connections: [lost] }), {
      signal: stop.signal, onState: (state, { reason }) => reason === 'not there' && stop.abort(),
    }));

    assert.deepEqual([late.money, late.proof.txHash], ['unknown', '0x1']);
    assert.deepEqual([givenUp.code, givenUp.money], ['aborted', 'unknown']);
  });

  test('asks before it pays, and does not when it is told so', async () => {
    const wallet = payer();
    const server = await serve();

    const error = await rejection(open(server, { wallet, approve: ({ amount }) => amount < 300n }));

    assert.deepEqual([error.code, error.money, wallet.paid.length], ['declined', 'not_paid', 0]);
  });

  test('pays nothing to a server that contradicts itself', async () => {
    const wallet = payer();
    const token = `0x${'cd'.repeat(20)}`;
    const quoting = (units) => schemaOf({
      pricing: { totalPrice: units }, details: { amount: units, amountAtomic: String(units), amountWei: units },
    });
    for (const [told, code] of [
      [schemaOf({ pricing: { totalPrice: 301 } }), 'price_mismatch'],
      [quoting(299), 'price_mismatch'],
      [quoting(300 + 2 ** 22), 'price_mismatch'],
      [schemaOf({ details: { tokenAddress: token } }), 'malformed'],
      [schemaOf({ details: { chainId: 1 } }), 'malformed'],
      [schemaOf({ details: { amountAtomic: '3000' } }), 'malformed'],
      [schemaOf({ pricing: { totalPrice: 300.5 } }), 'malformed'],
      ['no JSON', 'malformed'],
      [{ status: 429, code: 'rate_limited', detail: 'Slower.', retryAfterMs: 1000 }, 'rate_limited'],
    ]) {
      const error = await rejection(open(await serve({ schema: told }), { wallet }));

      assert.deepEqual([error.code, error.money], [code, 'not_paid'], error.message);
    }
    assert.deepEqual(wallet.paid, []);
  });

  test('says what the server takes when the wallet can pay none of it', async () => {
    const error = await rejection(open(await serve(), { wallet: { accepts: () => false, pay: assert.fail } }));

    assert.equal(error.code, 'no_common_asset');
    assert.match(error.message, /ETH by local/);
  });

  test('names what is wrong with the order itself', async () => {
    const server = await serve();

    assert.equal((await rejection(open(server, { seconds: 0 }))).code, 'invalid_duration');
    assert.equal((await rejection(open(server, { seconds: 1.5 }))).code, 'invalid_duration');
    assert.equal((await rejection(connect('mailto:x', { wallet: payer(), seconds: 1, WebSocket }))).code, 'invalid_url');
    assert.equal((await rejection(connect(`${server.url}/`, { wallet: payer(), seconds: 1, WebSocket }))).code, 'invalid_url');
  });

  test('asks the next server for terms when the first does not answer', async () => {
    const gone = await serve();
    await gone.stop();
    started.splice(started.indexOf(gone), 1);
    const server = await serve();

    const session = await open([gone, server]);
    assert.equal(session.server, server.url);
    await session.end();
  });

  test('says whether the wallet paid as well as the wallet can say', async () => {
    const server = await serve();
    const failing = (error) => open(server, { wallet: { accepts: () => true, pay: () => Promise.reject(error) } });

    assert.equal((await rejection(failing(new Error('the cable was cut')))).money, 'unknown');
  });
});

describe('a signal', LIMIT, () => {
  const stopAt = (wanted) => {
    const stop = new AbortController();
    return { signal: stop.signal, onState: (state) => state === wanted && stop.abort() };
  };

  test('that has come already stops before anything is asked', async () => {
    const server = await serve();

    const error = await rejection(open(server, { signal: AbortSignal.abort() }));

    assert.deepEqual([error.code, error.money, server.connections], ['aborted', 'not_paid', 0]);
  });

  for (const [state, money] of [['quoting', 'not_paid'], ['paying', 'not_paid'], ['proving', 'unclaimed']]) {
    test(`while ${state} stops it: ${money}`, async () => {
      const error = await rejection(open(await serve(), stopAt(state)));

      assert.deepEqual([error.code, error.money], ['aborted', money]);
    });
  }

  test('while the wallet asks its owner leaves it unknown whether that pays', async () => {
    const stop = new AbortController();
    const wallet = { accepts: () => true, pay: () => new Promise(() => stop.abort()) };

    const error = await rejection(open(await serve(), { wallet, signal: stop.signal }));

    assert.deepEqual([error.code, error.money], ['aborted', 'unknown']);
  });

  test('while the server checks the proof stops waiting', async () => {
    const stop = new AbortController();
    const server = await serve({ connections: [() => stop.abort()] });

    const error = await rejection(open(server, { signal: stop.signal }));

    assert.deepEqual([error.code, error.money, error.proof.txHash], ['aborted', 'unclaimed', '0x1']);
  });

  test('as soon as the session streams ends it', async () => {
    const session = await open(await serve(), stopAt('streaming'));

    assert.equal((await session.receipt()).refunded, 280n);
  });
});

describe('in the session', LIMIT, () => {
  /** Says something once the session has started. */
  const then = (...what) => (say, message, socket) => {
    plain(say, message, socket);
    if (message.type === 'payment_proof') {
      what.forEach((each) => (typeof each === 'function' ? each(socket, say) : say(each)));
    }
  };

  test('tells data from messages', async () => {
    const data = ['{"type":"chat"}', '{"type":"usage_update"}', '{"price":12345678901234567890}', 'plain', ''];
    const session = await open(await serve({ connections: [then(...data, usageOf(20), ENDED)] }));

    assert.deepEqual(await all(session), data);
    assert.equal(session.usage.consumed, 20n);
  });

  test('gives the data to a callback, and keeps none of it', async () => {
    const heard = [];
    const session = await open(await serve({ connections: [then('a', 'b', ENDED)] }), {
      onData: (data) => heard.push(data), limits: { bufferBytes: 1 },
    });

    await session.receipt();
    assert.deepEqual(heard, ['a', 'b']);
  });

  test('ends rather than keep more than it may for a reader who does not come', async () => {
    const session = await open(await serve({ connections: [then('123456', '123456')] }), { limits: { bufferBytes: 10 } });

    assert.equal((await rejection(all(session))).code, 'slow_reader');
    await session.receipt();
  });

  test('ends when its reader leaves', async () => {
    const server = await serve({ connections: [then('a', 'b', 'c')] });
    const session = await open(server);

    for await (const data of session) {
      assert.equal(data, 'a');
      break;
    }

    await session.receipt();
    assert.ok(server.heard.some(({ type }) => type === 'ws402.end'));
  });

  test('goes on with the newest token, elsewhere when the server shuts down', async () => {
    const other = await serve();
    const server = await serve({ connections: [then({ type: 'ws402.migrate', resumeToken: 'resume-2' })] });
    const states = [];

    const session = await open([server, other], { onState: (state) => states.push(state) });
    while (session.server !== other.url) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await session.end();

    assert.deepEqual(other.heard[0], { type: 'ws402.resume', token: 'resume-2' });
    assert.ok(states.includes('resuming'));
  });

  test('takes itself up by its proof when the answer to its token was lost', async () => {
    const server = await serve({ connections: [
      then((socket) => socket.terminate()),
      (say, message, socket) => socket.terminate(),
      (say) => say({ type: 'payment_rejected', reason: 'used', code: 'token_used' }),
      plain,
    ] });

    const session = await open(server);
    while (server.connections < 4 || session.state !== 'streaming') {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await session.end();

    assert.deepEqual(server.heard.slice(0, 4).map(({ type }) => type),
      ['payment_proof', 'ws402.resume', 'ws402.resume', 'payment_proof']);
  });

  test('asks a server that fell silent for a sign of life, then goes on by another connection', async () => {
    const server = await serve({ connections: [then(), plain] });

    const session = await open(server, { limits: { silenceMs: 0 } });
    while (server.connections < 2 || session.state !== 'streaming') {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await session.end();

    assert.deepEqual(server.heard.slice(0, 3).map(({ type }) => type), ['payment_proof', 'ws402.token', 'ws402.resume']);
  });

  test('is ended where it goes on, when that was wished meanwhile', async () => {
    const server = await serve({ connections: [then((socket) => socket.terminate()), plain] });
    let isResuming;
    const resuming = new Promise((resolve) => {
      isResuming = resolve;
    });
    const session = await open(server, { onState: (state) => state === 'resuming' && isResuming() });
    await resuming;

    const receipt = await session.end();

    assert.equal(receipt.reason, 'client_ended');
    assert.deepEqual(server.heard.map(({ type }) => type), ['payment_proof', 'ws402.resume', 'ws402.end']);
  });

  test('is lost when it can not be taken up again; its receipt still comes', async () => {
    const server = await serve({ connections: [
      then('a', (socket) => socket.terminate()),
      (say) => say({ type: 'payment_rejected', reason: 'over', code: 'session_over' }),
    ] });
    const session = await open(server);

    const error = await rejection(all(session));

    assert.deepEqual([error.code, error.money], ['session_lost', 'in_session']);
    const receipt = await session.receipt();
    assert.deepEqual([receipt.source, receipt.refunded, receipt.final], ['gateway', 280n, true]);
  });

  test('shows a top-up that was not decided again where it goes on, and pays once', async () => {
    const wallet = payer();
    const toppedUp = { type: 'ws402.topped_up', amount: '100', balance: '400', remainingBalance: '390', secondsLeft: 39 };
    const details = { ...DETAILS, amount: 100, amountAtomic: '100', reference: 'another' };
    const server = await serve({ connections: [
      (say, message, socket) => {
        plain(say, message, socket);
        if (message.type === 'ws402.quote_top_up') {
          say({ type: 'ws402.top_up_quote', paymentDetails: details });
        } else if (message.type === 'ws402.top_up') {
          socket.terminate();
        }
      },
      (say, message, socket) => {
        plain(say, message, socket);
        if (message.type === 'ws402.top_up') {
          say(toppedUp);
        }
      },
    ] });
    const session = await open(server, { wallet });

    const { balance } = await session.topUp({ amount: 100n });
    await session.end();

    assert.equal(balance, 400n);
    assert.deepEqual(wallet.paid, [300n, 100n]);
    const shown = server.heard.filter(({ type }) => type === 'ws402.top_up');
    assert.equal(shown.length, 2);
    assert.deepEqual(shown[0], shown[1]);
  });

  test('pays for no more than was ordered, but for the units that make an amount unique', async () => {
    const quoting = (units) => (say, message, socket) => {
      plain(say, message, socket);
      if (message.type === 'ws402.quote_top_up') {
        say({ type: 'ws402.top_up_quote', paymentDetails: { ...DETAILS, amount: units, amountAtomic: String(units) } });
      } else if (message.type === 'ws402.top_up') {
        say({ type: 'ws402.topped_up', amount: String(units), balance: '400', remainingBalance: '390', secondsLeft: 39 });
      }
    };
    for (const [units, size, isPaid] of [
      [100, { seconds: 10 }, true], [115, { seconds: 10 }, true], [115, { amount: 100n }, true],
      [99, { seconds: 10 }, false], [100 + 2 ** 22, { seconds: 10 }, false], [100 + 2 ** 22, { amount: 100n }, false],
    ]) {
      const wallet = payer();
      const session = await open(await serve({ connections: [quoting(units)] }), { wallet });

      const outcome = await session.topUp(size).then(({ paid }) => paid, ({ code, money }) => [code, money]);

      assert.deepEqual(outcome, isPaid ? BigInt(units) : ['price_mismatch', 'not_paid'], String(units));
      assert.deepEqual(wallet.paid, isPaid ? [300n, BigInt(units)] : [300n]);
      await session.end();
    }
  });

  describe('a top-up in another asset', () => {
    const SOL = { id: `solana:${'1'.repeat(32)}/slip44:501`, symbol: 'SOL', decimals: 9 };
    const sol = { method: 'solana', network: 'localnet', asset: SOL, pricePerSecond: 5 };
    const accepts = [...schemaOf().accepts, sol];
    const quote = {
      type: 'ws402.top_up_quote', worth: '100',
      paymentDetails: {
        type: 'solana', method: 'solana', assetId: SOL.id, network: 'localnet', recipient: 'r', reference: 'another', amount: 50,
        amountAtomic: '50', paymentUri: 'solana:r?amount=1',
      },
    };
    const toppedUp = { type: 'ws402.topped_up', amount: '100', balance: '400', remainingBalance: '390', secondsLeft: 39 };
    const refunds = [
      { refundId: 'ref_1', amount: '280', state: 'confirmed', txHash: '0x1' },
      { refundId: 'ref_2', amount: '40', state: 'confirmed', txHash: 's', asset: SOL, worth: '80' },
    ];
    const selling = (answer = quote) => serve({
      schema: schemaOf({ accepts }),
      connections: [(say, message, socket) => {
        plain(say, message, socket);
        if (message.type === 'ws402.quote_top_up') {
          say(answer);
        } else if (message.type === 'ws402.top_up') {
          say(toppedUp);
        }
      }],
      statuses: [{
        sessionId: 'ses_1', paymentId: 'pay_1', resourceId: 'ticker', state: 'settled', asset: accepts[0].asset, paid: '400',
        consumed: '40', endReason: 'client_ended', refunds,
      }],
    });
    const solPayer = (accept = true) => {
      const paid = [];
      return { paid, accepts: ({ asset }) => accept && asset.id === SOL.id, pay: async (terms) => {
        paid.push(terms.amount);
        return { type: 'solana', signature: 'sig', reference: terms.reference };
      } };
    };

    test('by another wallet is paid, counts by its worth, and comes back as it came', async () => {
      const [wallet, other] = [payer(), solPayer()];
      const budget = new Budget([{ asset: 'ETH', total: 400n }, { asset: 'SOL', total: 50n, pricePerSecond: 5n }]);
      const server = await selling();
      const session = await open(server, { wallet, budget });

      const { amount, paid, asset, balance } = await session.topUp({ seconds: 10, wallet: other });
      assert.deepEqual([amount, paid, asset.symbol, balance], [100n, 50n, 'SOL', 400n]);
      await session.end();
      const receipt = await session.receipt();

      const asked = server.heard.find(({ type }) => type === 'ws402.quote_top_up');
      assert.deepEqual(asked, { type: 'ws402.quote_top_up', seconds: 10, method: 'solana', asset: SOL.id });
      assert.deepEqual([wallet.paid, other.paid], [[300n], [50n]]);
      assert.deepEqual(receipt.deposits.map(({ payment, asset: of, amount: units, worth, counted }) => [payment, of.symbol, units, worth, counted]),
        [['0x1', 'ETH', 300n, 300n, true], ['sig', 'SOL', 50n, 100n, true]]);
      assert.deepEqual(receipt.refunds.map(({ asset: of, worth }) => [of?.symbol, worth]), [[undefined, undefined], ['SOL', 80n]]);
      assert.equal(receipt.refunded, 360n);
      assert.equal(receipt.paid, receipt.consumed + receipt.refunded);
      // 400 less 280 and 80 are spent of ETH, 50 less 40 of SOL.
      await new Promise((resolve) => setImmediate(resolve));
      const offerOf = ({ asset: of }) => ({ ...sol, pricePerSecond: 5n, pricePerMegabyte: 0n, pricePerMessage: 0n, asset: of });
      assert.deepEqual([360n, 361n].map((units) => budget.refusal(offerOf(accepts[0]), units)?.code), [undefined, 'over_budget']);
      assert.deepEqual([40n, 41n].map((units) => budget.refusal(offerOf(sol), units)?.code), [undefined, 'over_budget']);
    });

    test('is refused before it is asked for or paid by a budget that does not allow it', async () => {
      for (const [allowances, code, isAsked] of [
        [[{ asset: 'ETH' }], 'not_allowed', false],
        [[{ asset: 'ETH' }, { asset: 'SOL', total: 49n }], 'over_budget', false],
        [[{ asset: 'ETH' }, { asset: 'SOL', pricePerSecond: 4n }], 'price_too_high', false],
        [[{ asset: 'ETH', total: 399n }, { asset: 'SOL' }], 'over_budget', true],
      ]) {
        const other = solPayer();
        const server = await selling();
        const session = await open(server, { budget: allowances });

        const error = await rejection(session.topUp({ seconds: 10, wallet: other, asset: 'SOL' }));

        assert.deepEqual([error.code, error.money, other.paid], [code, 'not_paid', []]);
        assert.equal(server.heard.some(({ type }) => type === 'ws402.quote_top_up'), isAsked);
        await session.end();
      }
    });

    test('is not paid for to a server that contradicts itself', async () => {
      const { worth, ...withoutWorth } = quote;
      for (const [answer, allowance, code] of [
        [withoutWorth, {}, 'malformed'],
        [{ ...quote, worth: '0' }, {}, 'malformed'],
        [{ ...quote, paymentDetails: { ...quote.paymentDetails, assetId: DETAILS.assetId } }, {}, 'malformed'],
        [{ ...quote, paymentDetails: { ...quote.paymentDetails, method: 'local' } }, {}, 'malformed'],
        [{ ...quote, paymentDetails: { ...quote.paymentDetails, splToken: 'mint' } }, {}, 'malformed'],
        [{ ...quote, worth: '99' }, {}, 'price_mismatch'],
        [{ ...quote, worth: '101' }, {}, 'price_mismatch'],
        [{ ...quote, worth: '102', paymentDetails: { ...quote.paymentDetails, amount: 51, amountAtomic: '51' } }, {}, 'price_mismatch'],
      ]) {
        const other = solPayer();
        const session = await open(await selling(answer), { budget: [{ asset: 'ETH' }, { asset: 'SOL', ...allowance }] });

        const error = await rejection(session.topUp({ seconds: 10, wallet: other }));

        assert.deepEqual([error.code, error.money, other.paid, worth], [code, 'not_paid', [], '100']);
        await session.end();
      }
    });

    test('needs a wallet that can pay what is named', async () => {
      const session = await open(await selling());

      for (const how of [{ wallet: solPayer(false) }, { asset: 'SOL' }, { wallet: solPayer(), asset: 'ETH' }, { asset: 'DOGE' }]) {
        assert.equal((await rejection(session.topUp({ seconds: 10, ...how }))).code, 'no_common_asset');
      }
      // So many units of what?
      assert.equal((await rejection(session.topUp({ amount: 10n, wallet: solPayer() }))).code, 'no_common_asset');
      await session.end();
    });

    test('is not what somebody gets who names none', async () => {
      const both = { paid: [], accepts: () => true, pay: async (terms) => {
        both.paid.push(terms.offer.asset.symbol);
        return { type: 'base', txHash: '0x1', reference: terms.reference };
      } };
      const session = await open(await selling(), { wallet: both, budget: [{ asset: 'ETH', total: 300n }, { asset: 'SOL' }] });

      assert.equal((await rejection(session.topUp({ seconds: 10 }))).code, 'over_budget');
      assert.equal((await rejection(session.topUp({ seconds: 10, method: 'solana' }))).code, 'over_budget');
      assert.deepEqual(both.paid, ['ETH']);
      await session.end();
    });

    test('goes on by itself up to its total, by whichever rule stands', async () => {
      const other = solPayer();
      const problems = [];
      const server = await serve({
        schema: schemaOf({ accepts }),
        connections: [(say, message, socket) => {
          plain(say, message, socket);
          if (message.type === 'payment_proof') {
            const timer = setInterval(() => say(usageOf(250)), 10);
            socket.on('close', () => clearInterval(timer));
          } else if (message.type === 'ws402.quote_top_up') {
            say(quote);
          } else if (message.type === 'ws402.top_up') {
            say(toppedUp);
          }
        }],
      });
      let done;
      const stopped = new Promise((resolve) => {
        done = resolve;
      });
      const session = await open(server, { onProblem: (problem) => {
        problems.push(problem.code);
        done();
      } });
      session.keepGoing({ seconds: 1, below: 0 });
      session.keepGoing({ seconds: 10, below: 1000, total: 120n, wallet: other });
      await stopped;

      assert.deepEqual([other.paid, problems], [[50n, 50n], ['over_budget']]);
      session.keepGoing(undefined);
      await session.end();
      assert.equal((await rejection(Promise.resolve().then(() => session.keepGoing({ seconds: 1 })))).code, 'session_over');
    });
  });

  test('does not call a top-up paid that no chain has seen', async () => {
    const server = await serve({ connections: [(say, message, socket) => {
      plain(say, message, socket);
      if (message.type === 'ws402.quote_top_up') {
        say({ type: 'ws402.top_up_quote', paymentDetails: DETAILS });
      } else if (message.type === 'ws402.top_up') {
        say({ type: 'ws402.error', code: 'transaction_not_found', reason: 'not there' });
      }
    }] });
    const session = await open(server, { limits: { openMs: 500 } });

    const error = await rejection(session.topUp({ seconds: 30 }));

    assert.deepEqual([error.code, error.money], ['transaction_not_found', 'unknown']);
    await session.end();
  });

  test('takes no other error for the answer to a top-up', async () => {
    const problems = [];
    const others = ['paused', 'unknown_control', 'not_supported', 'session_open', 'token_invalid'];
    const quote = { type: 'ws402.top_up_quote', paymentDetails: DETAILS };
    const toppedUp = { type: 'ws402.topped_up', amount: '300', balance: '600', remainingBalance: '590', secondsLeft: 59 };
    const server = await serve({ connections: [(say, message, socket) => {
      plain(say, message, socket);
      const answer = { 'ws402.quote_top_up': quote, 'ws402.top_up': toppedUp }[message.type];
      if (answer) {
        others.filter((code) => answer === toppedUp || !['unknown_control', 'not_supported'].includes(code))
          .forEach((code) => say({ type: 'ws402.error', code, reason: 'of something else' }));
        say(answer);
      }
    }] });
    const session = await open(server, { onProblem: ({ code }) => problems.push(code) });

    assert.equal((await session.topUp({ seconds: 30 })).balance, 600n);
    assert.deepEqual(problems, ['paused', 'session_open', 'token_invalid', ...others]);
    await session.end();
  });

  test('is told that its server knows no top-ups', async () => {
    const session = await open(await serve({ connections: [(say, message, socket) => {
      plain(say, message, socket);
      if (message.type === 'ws402.quote_top_up') {
        say({ type: 'ws402.error', code: 'unknown_control', reason: 'There is no control ws402.quote_top_up.' });
      }
    }] }));

    const error = await rejection(session.topUp({ seconds: 30 }));

    assert.deepEqual([error.code, error.money], ['unknown_control', 'not_paid']);
    await session.end();
  });

  for (const [what, give] of [
    ['its session is ended', (session) => session.end()],
    ['another rule stands', (session) => session.keepGoing(undefined)],
  ]) {
    test(`pays for nothing by itself once ${what}, also where the quote was asked for before`, async () => {
      const wallet = payer();
      const problems = [];
      let session;
      let quoted;
      const answered = new Promise((resolve) => {
        quoted = resolve;
      });
      const server = await serve({ connections: [(say, message, socket) => {
        if (message.type === 'ws402.quote_top_up') {
          give(session);
          say({ type: 'ws402.top_up_quote', paymentDetails: DETAILS });
          // What was asked before it is answered after it: then the quote was heard.
          say({ type: 'ws402.error', code: 'told', reason: 'after the quote' });
        } else if (message.type === 'ws402.end') {
          setTimeout(() => plain(say, message, socket), 100);
        } else {
          plain(say, message, socket);
        }
        if (message.type === 'payment_proof') {
          say(usageOf(250));
        }
      }] });
      session = await open(server, { wallet, topUp: { seconds: 30 }, onProblem: ({ code }) => {
        problems.push(code);
        quoted();
      } });
      await answered;
      await new Promise((resolve) => setImmediate(resolve));
      await session.end();
      await session.receipt();

      assert.deepEqual([wallet.paid, problems], [[300n], ['told']]);
    });
  }

  test('says where the money of a top-up is when the session ends first', async () => {
    const server = await serve({ connections: [(say, message, socket) => {
      plain(say, message, socket);
      if (message.type === 'ws402.quote_top_up') {
        say({ type: 'ws402.top_up_quote', paymentDetails: DETAILS });
      } else if (message.type === 'ws402.top_up') {
        say({ type: 'ws402.error', code: 'session_over', reason: 'It ended.' });
        say(ENDED);
      }
    }] });
    const session = await open(server);

    const error = await rejection(session.topUp({ seconds: 30 }));

    assert.deepEqual([error.code, error.money], ['session_over', 'returning']);
    assert.equal((await rejection(session.topUp({ seconds: 30 }))).code, 'session_over');
    assert.equal((await rejection(session.pause())).code, 'session_over');
  });

  test('a callback that throws ends it, and its money is told all the same', async () => {
    const session = await open(await serve({ connections: [then(usageOf(20))] }), {
      onUsage: () => {
        throw new Error('a defect of the page');
      },
    });

    assert.equal((await rejection(all(session))).code, 'client_fault');
    assert.equal((await session.receipt()).final, true);
  });
});

describe('WS402 0.1', LIMIT, () => {
  const EXACT = 30_000_000_000_000_008n;
  const OLD = { ...schemaOf(), accepts: undefined };
  const oldSchema = (amount, price = '10') => JSON.stringify({
    ...OLD,
    pricing: { pricePerSecond: 'PRICE', currency: 'ETH', estimatedDuration: 30, totalPrice: 'AMOUNT' },
    paymentDetails: { type: 'base', network: 'base', chainId: 8453, recipient: DETAILS.recipient, amount: 'AMOUNT', amountWei: 'AMOUNT', reference: 'old' },
  }).replaceAll('"AMOUNT"', amount).replace('"PRICE"', price);
  const oldStart = (amount) => `{"type":"session_started","sessionId":"old","balance":${amount},"pricePerSecond":10}`;
  const oldSession = (say, message) => message.type === 'payment_proof' && say(oldStart('30000000000000010'));

  test('is paid the double that its digits stand for', async () => {
    const wallet = payer();
    const server = await serve({ schema: oldSchema('30000000000000010', '1000000000000000'), connections: [oldSession] });

    const session = await open(server, { wallet });
    assert.deepEqual(wallet.paid, [EXACT]);
    assert.equal(session.usage.balance, EXACT);
    assert.equal(session.asset.id, 'eip155:8453/slip44:60');
    await session.end();
  });

  test('streams, knows no controls, and is ended by closing', async () => {
    const heard = [];
    const server = await serve({ schema: oldSchema('300'), connections: [(say, message, socket) => {
      oldSession(say, message);
      say('{"type":"usage_update","sessionId":"old","elapsedSeconds":2,"consumedAmount":20,"remainingBalance":280,"bytesTransferred":1,"messageCount":1}');
      say('data');
      socket.on('close', (code) => heard.push(code));
    }] });
    const session = await open(server, { asset: 'ETH' });
    const frames = session[Symbol.asyncIterator]();
    assert.equal((await frames.next()).value, 'data');

    assert.equal((await rejection(session.pause())).code, 'not_supported');
    const receipt = await session.end();
    while (heard.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }

    assert.deepEqual(heard, [1000]);
    assert.equal(server.heard.length, 1);
    assert.deepEqual([receipt.consumed, receipt.elapsedMs, receipt.source, receipt.final], [20n, 2000, 'usage', false]);
  });

  test('streams until its balance is exhausted', async () => {
    const server = await serve({ schema: oldSchema('300'), connections: [(say, message, socket) => {
      oldSession(say, message);
      say({ type: 'balance_exhausted', message: 'used up' });
      socket.close(1000);
    }] });
    const session = await open(server);

    assert.deepEqual(await all(session), []);
    assert.equal((await session.receipt()).reason, 'balance_exhausted');
  });

  test('is not told twice of one session: a lost connection is its end', async () => {
    const server = await serve({ schema: oldSchema('300'), connections: [(say, message, socket) => {
      oldSession(say, message);
      socket.terminate();
    }] });
    const session = await open(server);

    assert.equal((await rejection(all(session))).code, 'session_lost');
    assert.equal(server.connections, 1);
  });

  test('tells what it costs', async () => {
    const server = await serve({ schema: oldSchema('300') });

    const { accepts, terms } = await schema(`${server.url}/?resourceId=ticker`, { seconds: 30 });

    assert.deepEqual(accepts.map(({ method, asset }) => [method, asset.symbol, asset.decimals]), [['base', 'ETH', 18]]);
    assert.equal(terms.amount, 300n);
  });
});
