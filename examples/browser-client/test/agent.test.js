// The agent as a program, against the whole system.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { verifyReceipt } from '../src/index.js';
import { demo, payerWithCredits, withoutDemo } from './support/demo.js';
import { Signer } from './support/receipts.js';

const AGENT = fileURLToPath(new URL('../agent.mjs', import.meta.url));
const LIMIT = { timeout: 60_000 };

/** Runs it to its end. */
function agent(options, environment = {}) {
  return new Promise((resolve) => {
    execFile(process.execPath, [AGENT, ...options], { env: { PATH: process.env.PATH, ...environment } }, (fault, out, err) => {
      resolve({ code: fault?.code ?? 0, out, err, json: out.startsWith('{') ? JSON.parse(out) : undefined });
    });
  });
}

describe('an agent', { ...LIMIT, skip: withoutDemo, concurrency: 4 }, () => {
  const url = `${demo?.servers[0]}/ws402/ticker`;
  const account = async () => {
    const { account: name, secret } = await payerWithCredits();
    return { WS402_CREDITS_ACCOUNT: name, WS402_CREDITS_SECRET: secret };
  };

  test('streams within its budget and prints what it came to', async () => {
    const { code, json, err } = await agent([url, '--allow', 'CREDIT:1000', '--total', '20000', '--stay', '1'], await account());

    assert.equal(code, 0, err);
    assert.match(err, /DEMO-USD/);
    assert.equal(json.final, true);
    assert.equal(BigInt(json.paid), BigInt(json.consumed) + BigInt(json.refunds[0].amount));
  });

  test('keeps the receipt that the gateway signed, which anybody can check', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ws402-agent-'));
    const file = join(folder, 'receipt.jwt');
    const { code, json, err } = await agent(
      [url, '--allow', 'CREDIT:1000', '--total', '20000', '--stay', '1', '--receipt', file], await account());
    const jwks = await (await fetch(`${demo.servers[0]}/.well-known/ws402-receipts/jwks.json`)).json();
    const receipt = await verifyReceipt(await readFile(file, 'utf8'), jwks);
    await rm(folder, { recursive: true });

    assert.equal(code, 0, err);
    assert.deepEqual(json.signedReceipt, { file, keyId: jwks.keys[0].kid, final: true, differences: [] });
    assert.deepEqual([receipt.sessionId, String(receipt.paid), String(receipt.consumed)], [json.sessionId, json.paid, json.consumed]);
  });

  test('does not call a receipt good that other keys than those it was given have signed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ws402-agent-'));
    const [file, keys] = ['receipt.jwt', 'keys.json'].map((name) => join(folder, name));
    await writeFile(keys, JSON.stringify(new Signer().jwks));
    const { code, json } = await agent(
      [url, '--allow', 'CREDIT:1000', '--total', '20000', '--stay', '1', '--receipt', file, '--receipt-keys', keys], await account());
    const written = await readFile(file).catch(() => undefined);
    await rm(folder, { recursive: true });

    assert.deepEqual([code, json.final, json.signedReceipt.code, written], [4, true, 'receipt_unknown_key', undefined]);
  });

  for (const [what, options, refusal] of [
    ['a price above the allowed one', ['--allow', 'CREDIT:999', '--total', '20000'], 'price_too_high'],
    ['an asset that is not on its list', ['--allow', 'USDC:1000', '--total', '20000'], 'not_allowed'],
    ['more than its budget', ['--allow', 'CREDIT:1000', '--total', '9999'], 'over_budget'],
    ['more than its budget per minute', ['--allow', 'CREDIT:1000', '--total', '99999', '--per-minute', '9999'], 'over_budget_per_minute'],
  ]) {
    test(`refuses ${what}, and pays nothing`, async () => {
      const { code, json } = await agent([url, ...options], await account());

      assert.deepEqual([code, json?.code, json?.money], [2, refusal, 'not_paid']);
    });
  }

  test('says where the money is when it fails', async () => {
    const { code, json } = await agent(['http://127.0.0.1:9/ws402/ticker', '--allow', 'CREDIT:1', '--total', '1'], await account());

    assert.deepEqual([code, json.code, json.money, json.consequence], [3, 'unreachable', 'not_paid', 'Nothing was paid.']);
  });
});

test('an agent shows how it is used when its options make no sense', LIMIT, async () => {
  for (const options of [[], ['--dance'], ['http://a/ws402/t', '--allow', 'ETH:x', '--total', '1'], ['http://a/ws402/t', '--allow', 'ETH:1', '--total', '1'],
    ['http://a/ws402/t', '--allow', 'ETH:1', '--total', '1', '--receipt', AGENT]]) {
    const { code, err } = await agent(options);

    assert.equal(code, 64, err);
    assert.match(err, /Usage: node agent.mjs/);
  }
});
