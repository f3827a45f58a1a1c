// What is no request, or a wrong one.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startChain } from './support/chain.js';

const ADDRESS = '11111111111111111111111111111111';
const SIGNATURE = '1'.repeat(64);

describe('the JSON-RPC service', () => {
  let chain;

  before(async () => {
    chain = await startChain();
  });
  after(() => chain.stop());

  const code = async (body) => (await chain.post(body)).error.code;
  const refused = async (method, ...params) => {
    const { error } = await chain.answer(method, ...params);
    assert.ok(error, `${method} ${JSON.stringify(params).slice(0, 100)} is not refused`);
    return [error.code, error.message];
  };

  test('tells what is not JSON, no request and no method', async () => {
    assert.equal(await code('{'), -32700);
    assert.equal(await code(''), -32700);
    for (const body of [
      'null',
      '7',
      '"getHealth"',
      '{}',
      '{"id":1,"method":"getHealth"}',
      '{"jsonrpc":"2.0","id":1}',
      '{"jsonrpc":"2.0","id":1,"method":7}',
      '[]',
    ]) {
      assert.equal(await code(body), -32600, body);
    }
    for (const method of ['getProgramAccounts', 'toString', '__proto__', 'constructor', '']) {
      assert.equal(await code({ jsonrpc: '2.0', id: 1, method, params: [] }), -32601, method);
    }
    assert.equal(await code({ jsonrpc: '2.0', id: 1, method: 'getHealth', params: { a: 1 } }), -32602);
  });

  test('answers each request of a batch, in order and with its id', async () => {
    const answers = await chain.post([
      { jsonrpc: '2.0', id: 'a', method: 'getHealth' },
      { jsonrpc: '2.0', id: 2, method: 'nothing' },
      5,
    ]);
    assert.deepEqual(
      answers.map(({ id, result, error }) => [id, result ?? error.code]),
      [
        ['a', 'ok'],
        [2, -32601],
        [null, -32600],
      ],
    );
    assert.equal(await code(Array.from({ length: 101 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'getHealth' }))), -32600);
  });

  test('refuses what is too large without reading it, and other methods of HTTP', async () => {
    assert.equal(await chain.post('x'.repeat(300_000)), 413);
    assert.equal((await fetch(chain.url)).status, 405);
    assert.equal(await (await fetch(`${chain.url}/health`)).text(), 'ok');
    assert.equal((await fetch(chain.url, { method: 'OPTIONS' })).headers.get('access-control-allow-origin'), '*');
  });

  test('names what is wrong with a parameter', async () => {
    for (const [call, message] of [
      [['getBalance'], 'Invalid param: Invalid'],
      [['getBalance', 7], 'Invalid param: Invalid'],
      [['getBalance', 'abc'], 'Invalid param: WrongSize'],
      [['getBalance', '0OIl'], 'Invalid param: Invalid'],
      [
        ['getBalance', ADDRESS, { commitment: 'certain' }],
        'Invalid params: unknown variant `certain`, expected one of `processed`, `confirmed`, `finalized`',
      ],
      [['getBalance', ADDRESS, 'confirmed'], 'Invalid params: expected an object, got "confirmed"'],
      [
        ['getAccountInfo', ADDRESS, { encoding: 'base64+zstd' }],
        'unsupported encoding: base64+zstd. Supported encodings: base58, base64, jsonParsed',
      ],
      [
        ['getAccountInfo', ADDRESS, { encoding: 'toString' }],
        'unsupported encoding: toString. Supported encodings: base58, base64, jsonParsed',
      ],
      [
        ['getAccountInfo', ADDRESS, { encoding: 'base64', dataSlice: { offset: -1, length: 1 } }],
        'Invalid params: offset must be a whole number from 0 to 10485760',
      ],
      [['getMultipleAccounts', ADDRESS], 'Invalid params: accounts must be a list'],
      [['getMultipleAccounts', Array(101).fill(ADDRESS)], 'Too many inputs provided; max 100'],
      [['getSignatureStatuses', Array(257).fill(SIGNATURE)], 'Too many inputs provided; max 256'],
      [['getSignatureStatuses', ['abc']], 'Invalid param: WrongSize'],
      [['getSignaturesForAddress', ADDRESS, { limit: 1001 }], 'Invalid limit; max 1000'],
      [['getSignaturesForAddress', ADDRESS, { commitment: 'processed' }], 'Method does not support commitment below `confirmed`'],
      [['getTransaction', SIGNATURE, { commitment: 'processed' }], 'Method does not support commitment below `confirmed`'],
      [['getTokenAccountBalance', SIGNATURE.slice(0, 32)], 'Invalid param: not a Token account'],
      [['getTokenAccountsByOwner', ADDRESS, { mint: ADDRESS }], 'Invalid param: could not find mint'],
      [['getTokenAccountsByOwner', ADDRESS, { programId: ADDRESS }], 'Invalid param: unrecognized Token program id'],
      [['getMinimumBalanceForRentExemption', -1], 'Invalid params: the length must be a whole number from 0 to 10485760'],
      [['requestAirdrop', ADDRESS, 0.5], 'Invalid params: lamports must be a whole number'],
      [['sendTransaction', '!!!', { encoding: 'base64' }], 'invalid base64 encoding'],
      [['sendTransaction', '0', {}], 'invalid base58 encoding'],
      [['sendTransaction', 'AA==', { encoding: 'hex' }], 'unsupported encoding: hex. Supported encodings: base58, base64'],
      [
        ['sendTransaction', 'A'.repeat(1648), { encoding: 'base64' }],
        'base64 encoded transaction too large: 1648 bytes (max: encoded/raw 1644/1232)',
      ],
      [['ws402_advanceSlots', 1e9], 'Invalid params: slots must be a whole number from 0 to 100000'],
      [
        ['ws402_createMint', { extensions: ['wings'] }],
        'unknown extension: wings. Known ones: transferFee, transferHook, permanentDelegate, nonTransferable, frozenByDefault',
      ],
      [['ws402_mintTokens', ADDRESS, ADDRESS, 1], `${ADDRESS} is no mint`],
      [['ws402_setAccount', ADDRESS, { lamports: 1, owner: ADDRESS, data: '?' }], 'invalid base64 encoding'],
    ]) {
      assert.deepEqual(await refused(...call), [-32602, message], JSON.stringify(call).slice(0, 100));
    }
    assert.match((await refused('sendTransaction', 'AQID', { encoding: 'base64' }))[1], /^failed to deserialize/);
    assert.deepEqual((await refused('getBlock', 999_999_999_999))[0], -32004);
    assert.deepEqual((await refused('getSlot', { minContextSlot: 999_999_999_999 }))[0], -32016);
  });

  test('takes null for an option that is left out', async () => {
    const nothing = { commitment: null, minContextSlot: null, encoding: null, before: null, until: null, limit: null };
    assert.deepEqual(await chain.call('getSignaturesForAddress', SIGNATURE.slice(0, 32), nothing), []);
    assert.equal((await chain.call('getBalance', ADDRESS, nothing)).value, 1);
    assert.equal((await chain.call('getLatestBlockhash', null)).value.blockhash.length >= 32, true);
    assert.ok((await chain.call('getBlocks', await chain.call('getFirstAvailableBlock'), null, null)).length > 1);
  });

  test('goes on after bytes that are no HTTP, and after a client that goes away in the middle of its request', async () => {
    for (const bytes of ['\0\0 nonsense\r\n\r\n', 'POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 100\r\n\r\n{"jsonrpc"']) {
      const socket = connect(new URL(chain.url).port, '127.0.0.1');
      const closed = new Promise((resolve) => {
        socket.on('close', resolve);
      });
      socket.on('error', () => {}).resume();
      await new Promise((written) => {
        socket.write(bytes, written);
      });
      assert.equal(await chain.call('getHealth'), 'ok');
      socket.destroy();
      await closed;
      assert.equal(await chain.call('getHealth'), 'ok');
    }
  });

  test('ends with its parent, and says what is wrong with its options', async () => {
    const other = await startChain([]);
    await other.stop();
    await assert.rejects(fetch(other.url));
    const status = async (...options) =>
      (
        await once(
          spawn(process.execPath, [fileURLToPath(new URL('../../npm/solana/main.mjs', import.meta.url)), ...options], {
            stdio: 'ignore',
          }),
          'exit',
        )
      )[0];
    assert.deepEqual(
      await Promise.all([
        status('--port', 'x'),
        status('--wings'),
        status('--confirmed-after', '5', '--finalized-after', '4'),
        status('--port', new URL(chain.url).port),
        status('--help'),
      ]),
      [64, 64, 64, 69, 0],
    );
  });
});
