// The client's wallets of Solana against the whole system: real servers, gateway, database, and a local Solana chain.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { WebSocket } from 'ws';
import { Budget, connect, developmentWallet, qrWallet, solanaFinder, solanaWallet } from '../src/index.js';
import { associatedAccount, TOKEN } from '../src/solana/addresses.js';
import { asOperator, demo, networkFee, payerWithCoins, withoutDemo } from './support/demo.js';

const TIMEOUT = { timeout: 120_000, skip: withoutDemo || (!demo.solana && 'the demo runs without a Solana chain') };
const { rpcUrl, usdc, genesisHash } = demo?.solana ?? {};
const usdcId = `solana:${genesisHash?.slice(0, 32)}/token:${usdc}`;

async function rpc(method, ...params) {
  const answer = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const { result, error } = await answer.json();
  assert.equal(error, undefined, JSON.stringify(error));
  return result;
}

/** A new account with ten SOL and a hundred USDC, and what it holds of them. */
async function newPayer() {
  const { address, secretKey } = await rpc('ws402_createAccount', 10_000_000_000);
  await rpc('ws402_mintTokens', usdc, address, '100000000');
  await rpc('ws402_advanceSlots', 2);
  const account = await associatedAccount(address, usdc, TOKEN);
  const confirmed = { commitment: 'confirmed' };
  return {
    address,
    secretKey,
    lamports: async () => BigInt((await rpc('getBalance', address, confirmed)).value),
    tokens: async () => BigInt((await rpc('getTokenAccountBalance', account, confirmed)).value.amount),
  };
}

const transactionOf = (signature) =>
  rpc('getTransaction', signature, { commitment: 'confirmed', maxSupportedTransactionVersion: 0, encoding: 'json' });

async function stream(wallet, asset) {
  const session = await connect(`${demo.servers[0]}/ws402/ticker`, { WebSocket, seconds: 30, asset, wallet });
  for await (const data of session) {
    assert.match(data, /DEMO-USD/);
    break;
  }
  const receipt = await session.receipt();
  assert.equal(receipt.final, true, JSON.stringify(receipt.refunds.map(({ state }) => state)));
  assert.deepEqual(receipt.refunds.map(({ state }) => state), ['confirmed']);
  assert.equal(receipt.paid, receipt.consumed + receipt.refunded);
  return receipt;
}

describe('a payer with a wallet of the Wallet Standard', { ...TIMEOUT, concurrency: 4 }, () => {
  test('that sends pays SOL, streams, and has the rest back to the last lamport', async () => {
    const payer = await newPayer();
    const before = await payer.lamports();

    const wallet = solanaWallet(developmentWallet(payer.secretKey, { rpc: rpcUrl }), { rpc: rpcUrl });
    const { asset, consumed, payments, refunds } = await stream(wallet, 'SOL');

    assert.equal(asset.symbol, 'SOL');
    const { meta } = await transactionOf(payments[0]);
    assert.match(JSON.stringify(meta.logMessages), /pay_/, 'the memo names the payment');
    assert.equal(before - (await payer.lamports()) - BigInt(meta.fee), consumed);
    assert.equal((await transactionOf(refunds[0].txHash)).meta.err, null);
  });

  test('that only signs pays USDC, streams, and has the rest back to the last unit', async () => {
    const payer = await newPayer();
    const before = await payer.tokens();

    const { asset, consumed } = await stream(solanaWallet(developmentWallet(payer.secretKey), { rpc: rpcUrl }), usdcId);

    assert.equal(asset.id, usdcId);
    assert.equal(before - (await payer.tokens()), consumed);
  });

  test('that pays by the code has its payment found on the chain', async () => {
    const payer = await newPayer();
    const elsewhere = solanaWallet(developmentWallet(payer.secretKey), { rpc: rpcUrl });
    // Whoever scans the code says nothing to the page.
    const wallet = qrWallet({ show: async (terms) => void (await elsewhere.pay(terms, {})), find: solanaFinder(rpcUrl) });

    assert.equal((await stream(wallet, 'SOL')).asset.symbol, 'SOL');
  });

  test('tops up a session paid in ETH with SOL and USDC; each comes back as it came', async () => {
    const [evm, payer] = await Promise.all([payerWithCoins(), newPayer()]);
    const [coins, lamports, tokens] = await Promise.all([evm.coins(), payer.lamports(), payer.tokens()]);
    const onSolana = solanaWallet(developmentWallet(payer.secretKey), { rpc: rpcUrl });
    const budget = new Budget([
      { asset: 'ETH', pricePerSecond: 10n ** 13n, total: 10n ** 15n },
      { asset: 'SOL', pricePerSecond: 10n ** 5n, total: 10n ** 7n },
      { asset: usdcId, pricePerSecond: 1000n, total: 100_000n },
    ]);
    const session = await connect(`${demo.servers[0]}/ws402/ticker`, { WebSocket, seconds: 20, asset: 'ETH', wallet: evm.wallet, budget });

    const sol = await session.topUp({ seconds: 20, wallet: onSolana });
    const usdc = await session.topUp({ seconds: 20, wallet: onSolana, asset: usdcId });
    assert.equal(session.usage.balance, usdc.balance);
    assert.equal(sol.asset.symbol, 'SOL');
    await session.end();
    const receipt = await session.receipt();

    assert.equal(receipt.final, true);
    assert.equal(receipt.asset.symbol, 'ETH');
    assert.equal(receipt.paid, receipt.consumed + receipt.refunded);
    assert.deepEqual(receipt.deposits.map(({ asset, counted }) => [asset.symbol, counted]), [['ETH', true], ['SOL', true], ['USDC', true]]);
    assert.equal(receipt.paid, receipt.deposits.reduce((sum, { worth }) => sum + worth, 0n));
    // Consumption takes the first payment first, so all of the others came back; the fees of their transactions did not.
    assert.equal(await payer.tokens(), tokens);
    const fees = await Promise.all(receipt.payments.slice(1).map(async (each) => BigInt((await transactionOf(each)).meta.fee)));
    assert.equal(await payer.lamports(), lamports - fees[0] - fees[1]);
    assert.equal(coins - (await evm.coins()), receipt.consumed + (await networkFee(receipt.payments[0])));
  });

  test('is told that nothing was paid when it has too little', async () => {
    const { secretKey } = await rpc('ws402_createAccount', 1_000_000);
    await rpc('ws402_advanceSlots', 2);
    const poor = (of) => connect(`${demo.servers[0]}/ws402/ticker-premium`, {
      WebSocket, seconds: 3000, asset: of, wallet: solanaWallet(developmentWallet(secretKey), { rpc: rpcUrl }),
    });

    await assert.rejects(poor('SOL'), { code: 'transaction_failed', money: 'not_paid' });
    await assert.rejects(poor(usdcId), { code: 'insufficient_funds', money: 'not_paid' });
  });
});

test('after all payments on Solana the ledger balances', TIMEOUT, async () => {
  const audit = await asOperator('/api/audit');

  assert.equal(audit.holds, true, JSON.stringify(audit));
});
