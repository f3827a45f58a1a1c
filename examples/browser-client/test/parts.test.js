// The parts that need nobody else: numbers, addresses, budgets, wallets.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, mock, test } from 'node:test';
import { Budget, creditsWallet, evmFinder, evmWallet, formatUnits, parseUnits, qrWallet, toJson } from '../src/index.js';
import { Deposits } from '../src/deposits.js';
import { amount, parse } from '../src/json.js';
import { readMessage } from '../src/messages.js';
import { checkAmount, checkWorth } from '../src/quoted.js';
import { Resource } from '../src/resource.js';
import { readSchema } from '../src/schema.js';
import { Tokens } from '../src/tokens.js';
import { transferOf } from '../src/wallets/evm.js';
import { schemaOf } from './support/scripted-server.js';

const ETHER = { method: 'base', network: 'base', asset: { id: 'eip155:8453/slip44:60', symbol: 'ETH', decimals: 18 } };
const USDC_ID = `eip155:8453/erc20:0x${'AB'.repeat(20)}`;
const USDC = {
  method: 'base', asset: { id: USDC_ID, symbol: 'USDC', decimals: 6 },
  pricePerSecond: 10n, pricePerMegabyte: 0n, pricePerMessage: 0n,
};

describe('amounts', () => {
  test('keep every digit, beyond what a JavaScript number holds', () => {
    const json = parse('{"a":340282366920938463463374607431768211457,"b":"9007199254740993","c":9007199254740991,"d":9007199254740993}');

    assert.equal(amount(json, 'a'), 2n ** 128n + 1n);
    assert.equal(amount(json, 'b'), 2n ** 53n + 1n);
    assert.equal(amount(json, 'c'), 2n ** 53n - 1n);
    assert.equal(amount(json, 'd'), 2n ** 53n + 1n);
  });

  test('of a JavaScript peer are the doubles that its digits stand for', () => {
    const double = Number(30_000_000_000_000_008n);
    assert.equal(String(double), '30000000000000010');

    assert.equal(amount(parse(`{"a":${double}}`), 'a'), 30_000_000_000_000_008n);
  });

  test('in texts stay texts', () => {
    assert.deepEqual(parse('{"a":"12345678901234567890","b":"\\"12345678901234567890","c":[1.5,-2e3]}'),
      { a: '12345678901234567890', b: '"12345678901234567890', c: [1.5, -2000] });
  });

  test('are their exact twins, which must agree', () => {
    const twins = parse('{"a":30000000000000011,"aAtomic":"30000000000000011","b":30000000000000010,"bAtomic":"30000000000000008"}');
    assert.equal(amount(twins, 'a'), 30_000_000_000_000_011n);
    assert.equal(amount(twins, 'b'), 30_000_000_000_000_008n);
    assert.throws(() => amount({ a: 3, aAtomic: '4' }, 'a'), { code: 'malformed' });
  });

  test('are nothing but whole numbers of units', () => {
    for (const bad of ['1.5', '-1', '1e3', '01', ' 1', '', '0x1', '1'.repeat(79), 1.5, -1, 1e21, NaN, true, null, {}, [1]]) {
      assert.throws(() => amount({ a: bad }, 'a'), { code: 'malformed' }, String(bad));
    }
    assert.throws(() => amount({}, 'a'), { code: 'malformed' });
    assert.throws(() => parse('{"a":012345678901234567890}'), SyntaxError);
  });

  test('are written as people do, and read back', () => {
    assert.equal(formatUnits(1_500_000n, 6), '1.5');
    assert.equal(formatUnits(7n, 18), '0.000000000000000007');
    assert.equal(formatUnits(-20n, 0), '-20');
    assert.equal(parseUnits('1.5', 6), 1_500_000n);
    assert.throws(() => parseUnits('0.0000001', 6), RangeError);
    assert.throws(() => parseUnits('1e3', 6), RangeError);
    assert.equal(toJson({ a: 2n ** 64n }), '{"a":"18446744073709551616"}');
  });
});

describe('an address', () => {
  test('may have any form a resource is known by', () => {
    const form = (address) => {
      const resource = Resource.at(address);
      return [String(resource), resource.socketUrl()];
    };

    assert.deepEqual(form('https://a.example/ws402/ticker'), ['https://a.example/ws402/ticker', 'wss://a.example/ws402/ticker']);
    assert.deepEqual(form('ws://a:4030/?resourceId=t'), ['http://a:4030/ws402/t', 'ws://a:4030/ws402/t']);
    assert.deepEqual(form('http://a/x/ws402/http/p?room=1'), ['http://a/x/ws402/p', 'ws://a/x/ws402/p?room=1']);
    assert.equal(String(Resource.at('http://a/ws402/t').on('https://b:1/')), 'https://b:1/ws402/t');
    assert.equal(String(Resource.at('http://a/ws402/t').on('wss://b/ws402/u')), 'https://b/ws402/u');
  });

  test('is refused when it names none', () => {
    for (const bad of ['', 'ticker', 'http://a/', 'ftp://a/ws402/t', 'http://u:p@a/ws402/t', 'http://a/ws402/t%2Fu']) {
      assert.throws(() => Resource.at(bad), { code: 'invalid_url' }, bad);
    }
  });
});

describe('a message', () => {
  test('of a later version is no data, and one that only looks like ours is', () => {
    assert.equal(readMessage('{"type":"ws402.dance"}').type, 'unknown');
    assert.equal(readMessage('{"type":"ws402.paused","pauseLeftMs":"x"}').type, 'unknown');
    assert.equal(readMessage('{"type":"usage_update"}'), undefined);
    assert.equal(readMessage('{"type":"constructor"}'), undefined);
  });

  test('tells the refunds of all payments', () => {
    const refund = { amount: '1', state: 'planned', id: 'ref_1' };
    const ended = { type: 'ws402.session_ended', sessionId: 's', reason: 'r', paid: '3', consumed: '1' };

    assert.equal(readMessage(JSON.stringify({ ...ended, refund, refunds: [refund, refund] })).refunds.length, 2);
    assert.equal(readMessage(JSON.stringify({ ...ended, refund })).refunds[0].amount, 1n);
    assert.deepEqual(readMessage(JSON.stringify(ended)).refunds, []);
    const other = { ...refund, asset: { id: USDC_ID, symbol: 'USDC', decimals: 6 }, worth: '7' };
    assert.equal(readMessage(JSON.stringify({ ...ended, refund: other })).refunds[0].worth, 7n);
    assert.equal(readMessage(JSON.stringify({ ...ended, refund: { ...other, worth: undefined } })).type, 'unknown', 'worth how much?');
  });
});

describe('a budget', () => {
  test('allows what it names, up to its price', () => {
    const budget = new Budget({ asset: 'usdc', pricePerSecond: 10n });

    assert.equal(budget.refusal(USDC, 1n), undefined);
    assert.equal(budget.refusal({ ...USDC, pricePerSecond: 11n }, 1n).code, 'price_too_high');
    assert.equal(budget.refusal({ ...USDC, pricePerMessage: 1n }, 1n).code, 'price_too_high');
    assert.equal(budget.refusal(ETHER, 1n).code, 'not_allowed');
    assert.equal(new Budget({ asset: USDC_ID.toLowerCase(), method: 'solana' }).refusal(USDC, 1n).code, 'not_allowed');
    assert.equal(new Budget().refusal(ETHER, 10n ** 30n), undefined);
  });

  test('is used up by what is paid, and gets back what came back', () => {
    const budget = new Budget({ total: 100n });
    const first = budget.take(USDC, 60n);

    assert.throws(() => budget.take(USDC, 41n), { code: 'over_budget', money: 'not_paid' });
    first.refunded(50n);
    first.refunded(50n);
    const second = budget.take(USDC, 90n);
    assert.throws(() => budget.take(USDC, 1n), { code: 'over_budget' });
    second.release();
    budget.take(USDC, 90n);
  });

  test('believes nobody that more came back than was paid', () => {
    const budget = new Budget([{ asset: 'USDC', total: 100n }, { asset: 'ETH', total: 1000n }]);
    budget.take(USDC, 60n).refunded(1_000_000n);
    budget.take(USDC, 50n, { offer: ETHER, amount: 500n }).refunded(60n, 1_000_000n);

    assert.deepEqual([100n, 101n].map((units) => budget.refusal(USDC, units)?.code), [undefined, 'over_budget']);
    assert.deepEqual([1000n, 1001n].map((units) => budget.refusal(ETHER, units)?.code), [undefined, 'over_budget']);
  });

  test('gets back of a session what was taken for its payments, and nothing for one that an earlier call has paid', () => {
    const cameBack = (first, ...refunds) => {
      const budget = new Budget({ total: 300n });
      const paying = (units) => ({ proof: {}, offer: USDC, amount: units, refunded: budget.take(USDC, units).refunded });
      const deposits = new Deposits(first ?? paying(100n));
      deposits.add({ ...paying(200n), worth: 200n });
      deposits.cameBack(refunds.map((units) => ({ state: 'confirmed', amount: units })));
      return [...Array(301).keys()].map(BigInt).findLast((units) => budget.refusal(USDC, units) === undefined);
    };
    const earlier = { proof: {}, offer: USDC, amount: 100n };

    assert.equal(cameBack(undefined, 90n, 150n), 240n);
    assert.equal(cameBack(undefined, 1_000_000n, 1n), 300n);
    assert.equal(cameBack(earlier, 90n), 100n);
    assert.equal(cameBack(earlier, 100n, 150n), 250n);
    assert.equal(cameBack(earlier, 1_000_000n), 300n);
  });

  test('counts what another asset is worth too, and gives both back', () => {
    const worth = (amount) => ({ offer: ETHER, amount });
    const budget = new Budget([{ asset: 'USDC', total: 100n }, { asset: 'ETH', total: 1000n, perMinute: 900n }]);

    assert.equal(budget.refusal(USDC, 50n, worth(901n)).code, 'over_budget_per_minute');
    assert.throws(() => budget.take(USDC, 50n, worth(1001n)), { code: 'over_budget' });
    const taken = budget.take(USDC, 60n, worth(800n));
    assert.equal(budget.refusal(USDC, 41n, worth(1n)).code, 'over_budget');
    assert.equal(budget.refusal(ETHER, 201n).code, 'over_budget');
    taken.release();
    const again = budget.take(USDC, 100n, worth(700n));
    again.refunded(100n, 700n);
    assert.equal(budget.refusal(USDC, 100n, worth(200n)), undefined);
    assert.equal(budget.refusal(USDC, 1n, worth(201n)).code, 'over_budget_per_minute', 'a minute does not forget');
  });

  test('counts an amount once where one allowance names both assets', () => {
    const budget = new Budget({ total: 100n });

    budget.take(USDC, 100n, { offer: ETHER, amount: 100n });
    assert.equal(budget.refusal(USDC, 1n).code, 'over_budget');
  });

  test('lets so much go in a minute, and says when more may', () => {
    let now = 0;
    const budget = new Budget({ perMinute: 100n }, { clock: () => now });
    budget.take(USDC, 60n);
    now = 20_000;
    budget.take(USDC, 40n);

    now = 50_000;
    assert.throws(() => budget.take(USDC, 1n), { code: 'over_budget_per_minute', retryAfterMs: 10_000 });
    now = 60_000;
    budget.take(USDC, 60n);
    assert.throws(() => budget.take(USDC, 101n), { code: 'over_budget_per_minute', retryAfterMs: undefined });
  });
});

describe('a quote', () => {
  const SOL = { asset: { id: `solana:${'1'.repeat(32)}/slip44:501`, symbol: 'SOL' }, pricePerSecond: 5n };
  const accepts = (check, ...given) => {
    try {
      check(...given);
      return true;
    } catch ({ code, money }) {
      assert.deepEqual([code, money], ['price_mismatch', 'not_paid']);
      return false;
    }
  };

  test('asks what was ordered, as a double holds it, and the units that make it unique where nothing else does', () => {
    for (const [amount, ordered, offer, isRight] of [
      [300n, 300n, SOL, true], [301n, 300n, SOL, false], [299n, 300n, SOL, false],
      [300n, 300n, USDC, true], [300n + 2n ** 22n - 1n, 300n, USDC, true], [300n + 2n ** 22n, 300n, USDC, false],
      [2n ** 60n + 256n, 2n ** 60n + 1n, SOL, true], [2n ** 60n, 2n ** 60n + 1n, SOL, true], [2n ** 60n + 512n, 2n ** 60n + 1n, SOL, false],
      [2n ** 60n - 128n + 512n, 2n ** 60n - 128n, USDC, true],
      [2n ** 60n + 256n * (2n ** 22n - 1n), 2n ** 60n, USDC, true], [2n ** 60n + 256n * 2n ** 22n, 2n ** 60n, USDC, false],
    ]) {
      assert.equal(accepts(checkAmount, amount, ordered, offer), isRight, `${amount} for ${ordered} ${offer.asset.symbol}`);
    }
  });

  test('in another asset counts for what was ordered, in the proportion of the prices', () => {
    for (const [worth, amount, size, isRight] of [
      [100n, 50n, { seconds: 10 }, true], [99n, 50n, { seconds: 10 }, false], [101n, 50n, { seconds: 10 }, false],
      [102n, 51n, { seconds: 10 }, true], [102n, 51n, { amount: 51n }, true], [1n, 51n, { amount: 51n }, false],
    ]) {
      assert.equal(accepts(checkWorth, worth, amount, size, SOL, USDC), isRight, `${worth} for ${amount}`);
    }
    assert.equal(accepts(checkWorth, 1n, 1n, { seconds: 1 }, { ...SOL, pricePerSecond: 0n }, USDC), false);
  });
});

test('an access token is renewed before it lapses, and asked for again until there is a newer one', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  let asked = 0;
  const tokens = new Tokens(() => {
    asked += 1;
  });
  tokens.keep({ resumeToken: 'r', accessToken: 'a', expiresInMs: 900_000 });

  mock.timers.tick(839_999);
  assert.equal(asked, 0);
  mock.timers.tick(1);
  mock.timers.tick(30_000);
  assert.equal(asked, 2);
  tokens.keep({ accessToken: 'b', expiresInMs: 900_000 });
  mock.timers.tick(30_000);
  assert.deepEqual([asked, tokens.access, tokens.resume], [2, 'b', 'r']);
  tokens.stop();
  mock.timers.tick(900_000);
  mock.timers.reset();
  assert.equal(asked, 2);
});

describe('a wallet', () => {
  const terms = (changes) => readSchema(schemaOf(changes), Resource.at('http://a/ws402/ticker')).terms;
  const tokens = {
    details: { tokenAddress: `0x${'CD'.repeat(20)}`, assetId: `eip155:31337/erc20:0x${'cd'.repeat(20)}` },
    accepts: [{ method: 'local', network: 'local', asset: { id: `eip155:31337/erc20:0x${'cd'.repeat(20)}`, symbol: 'USDC', decimals: 6 }, pricePerSecond: 10 }],
  };

  test('of credits signs the quote, and shows its secret to nobody', async () => {
    const secret = '00ff'.repeat(16);
    const proof = await creditsWallet({ account: 'acc_1', secret }).pay(terms());

    const mac = createHmac('sha256', Buffer.from(secret, 'hex')).update('ws402-credits-v1\na-reference\n300').digest('hex');
    assert.deepEqual(proof, { type: 'credits', account: 'acc_1', reference: 'a-reference', mac });
    await assert.rejects(creditsWallet({ account: 'acc_1', secret: 'xyz' }).pay(terms()), { code: 'invalid_secret' });
  });

  test('on a chain sends coins to the recipient, and tokens by their contract', () => {
    assert.deepEqual(transferOf(terms(), '0xme'), { from: '0xme', to: `0x${'ab'.repeat(20)}`, value: '0x12c' });
    assert.deepEqual(transferOf(terms(tokens), '0xme'), {
      from: '0xme', to: `0x${'CD'.repeat(20)}`, value: '0x0',
      data: `0xa9059cbb${'0'.repeat(24)}${'ab'.repeat(20)}${'0'.repeat(61)}12c`,
    });
    assert.throws(() => transferOf({ ...terms(), recipient: 'somebody' }, '0xme'), { code: 'malformed', money: 'not_paid' });
  });

  /** A provider that answers as it is told, and remembers what it was asked. */
  const provider = (answers) => {
    const asked = [];
    return {
      asked,
      request: async ({ method, params }) => {
        asked.push(method);
        const answer = answers[method];
        if (answer instanceof Error) {
          throw answer;
        }
        return typeof answer === 'function' ? answer(...params) : answer;
      },
    };
  };
  const fault = (code, message = 'no') => Object.assign(new Error(message), code && { code });

  test('in a browser is switched to the chain of the terms', async () => {
    const browser = provider({ eth_requestAccounts: ['0xme'], eth_chainId: '0x1', eth_sendTransaction: '0xhash' });

    const proof = await evmWallet(browser).pay(terms());

    assert.deepEqual(browser.asked, ['eth_requestAccounts', 'eth_chainId', 'wallet_switchEthereumChain', 'eth_sendTransaction']);
    assert.deepEqual(proof, { type: 'base', txHash: '0xhash', reference: 'a-reference', senderAddress: '0xme', chainId: 31337 });
  });

  test('in a browser says what its owner refused, and whether it may have paid', async () => {
    const answers = { eth_requestAccounts: ['0xme'], eth_chainId: '0x7a69', eth_sendTransaction: '0xhash' };
    const paying = (changes) => evmWallet(provider({ ...answers, ...changes })).pay(terms());

    await assert.rejects(paying({ eth_requestAccounts: fault(4001) }), { code: 'wallet_rejected', money: 'not_paid' });
    await assert.rejects(paying({ eth_requestAccounts: [] }), { code: 'wallet_locked', money: 'not_paid' });
    await assert.rejects(paying({ eth_chainId: '0x1', wallet_switchEthereumChain: fault(4902) }), { code: 'unknown_chain', money: 'not_paid' });
    await assert.rejects(paying({ eth_sendTransaction: fault(4001) }), { code: 'wallet_rejected', money: 'not_paid' });
    await assert.rejects(paying({ eth_sendTransaction: fault(undefined) }), { code: 'wallet_failed', money: 'unknown' });
  });

  test('in a browser is asked for nothing more once it is given up', async () => {
    const stop = new AbortController();
    const browser = provider({ eth_requestAccounts: ['0xme'], eth_chainId: () => (stop.abort(), '0x7a69') });

    await assert.rejects(evmWallet(browser).pay(terms(), { signal: stop.signal }), { code: 'aborted', money: 'not_paid' });
    assert.ok(!browser.asked.includes('eth_sendTransaction'));
  });

  test('accepts what is of its chains', () => {
    assert.equal(evmWallet({}).accepts(USDC), true);
    assert.equal(evmWallet({}, { chains: [1] }).accepts(USDC), false);
    assert.equal(evmWallet({}).accepts({ asset: { id: 'ws402:internal/credit:unit' } }), false);
    assert.equal(creditsWallet({}).accepts({ asset: { id: 'ws402:internal/credit:unit' } }), true);
  });

  test('on another device is believed by its hash or signature', async () => {
    const pay = (entered) => qrWallet({ show: async () => entered }).pay(terms(), {});
    const hash = `0x${'1f'.repeat(32)}`;

    assert.deepEqual(await pay(` ${hash}\n`), { type: 'base', txHash: hash, reference: 'a-reference' });
    assert.equal((await pay('5'.repeat(88))).signature, '5'.repeat(88));
    assert.equal((await pay({ txHash: 'x' })).reference, 'a-reference');
    await assert.rejects(pay('0x12'), { code: 'malformed_proof', money: 'unknown' });
  });

  test('on another device is waited for as long as the terms stand', async () => {
    const shown = [];
    const wallet = qrWallet({ show: async ({ qrUrl }, { signal }) => { shown.push(qrUrl, signal); } });

    await assert.rejects(wallet.pay(terms({ details: { expiresInMs: 1 } }), {}), { code: 'quote_expired', money: 'unknown' });
    assert.equal(shown[0], 'http://a/ws402/qr/a-reference.svg');
    assert.equal(shown[1].aborted, true);
    await assert.rejects(wallet.pay(terms(), { signal: AbortSignal.timeout(1) }), { code: 'aborted', money: 'unknown' });
  });

  test('on another device is given up by whoever closes what is shown; that nothing is found gives up nothing', async () => {
    const waits = () => new Promise(() => {});
    const fails = (message) => async () => {
      throw new Error(message);
    };
    const hash = `0x${'1f'.repeat(32)}`;

    await assert.rejects(qrWallet({ show: fails('closed'), find: waits }).pay(terms(), {}), /closed/);
    assert.equal((await qrWallet({ show: async () => hash, find: fails('no node') }).pay(terms(), {})).txHash, hash);
    assert.equal((await qrWallet({ show: waits, find: async () => hash }).pay(terms(), {})).txHash, hash);
    await assert.rejects(qrWallet({ show: waits, find: fails('no node') }).pay(terms({ details: { expiresInMs: 1 } }), {}), {
      code: 'quote_expired',
    });
  });

  test('on another device is found by the exact amount', async () => {
    const transaction = (value, hash) => ({ to: `0x${'AB'.repeat(20)}`, value, hash, from: '0xpayer' });
    const chain = provider({
      eth_blockNumber: '0x2',
      eth_getBlockByNumber: () => ({ transactions: [{ to: null, value: '0x12c' }, transaction('0x12b', '0x1'), transaction('0x12c', '0x2')] }),
      eth_getLogs: (filter) => [
        { data: '0x12d', transactionHash: '0x3', topics: [] },
        { data: '0x12c', transactionHash: '0x4', topics: ['', `0x${'0'.repeat(24)}${'ef'.repeat(20)}`, filter.topics[2]] },
      ],
    });
    const find = (of) => evmFinder(chain)(of, { signal: new AbortController().signal });

    assert.deepEqual(await find(terms()), { type: 'base', reference: 'a-reference', chainId: 31337, txHash: '0x2', senderAddress: '0xpayer' });
    assert.equal((await find(terms(tokens))).senderAddress, `0x${'ef'.repeat(20)}`);
  });
});
