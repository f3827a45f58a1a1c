// Payers on @solana/web3.js who follow the Solana Pay address of a WS402 server, against the whole system.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { getAccount, getAssociatedTokenAddress } from '@solana/spl-token';
import { Connection, Keypair, PublicKey } from '@solana/web3.js';
import { WebSocket } from 'ws';
import { connect } from '../../../browser-client/src/index.js';
import { solanaPayWallet } from './support/solana-pay-wallet.js';

if (!process.env.WS402_DEMO) {
  throw new Error('WS402_DEMO names no file; run ./ws402 demo --keep --json > demo.json, then WS402_DEMO=demo.json npm run whole');
}
const { servers, solana } = JSON.parse(readFileSync(process.env.WS402_DEMO, 'utf8'));
const OPTIONS = { timeout: 120_000, skip: !solana && 'the demo runs without a Solana chain; ./ws402 doctor says why' };
const connection = solana && new Connection(solana.rpcUrl, { commitment: 'confirmed', disableRetryOnRateLimit: true });

/** A payer of its own, with SOL and a hundred USDC. */
async function newPayer() {
  const payer = Keypair.generate();
  await call('requestAirdrop', payer.publicKey.toBase58(), 1_000_000_000);
  await call('ws402_mintTokens', solana.usdc, payer.publicKey.toBase58(), '100000000');
  await call('ws402_advanceSlots', 2);
  return payer;
}

async function call(method, ...params) {
  const response = await fetch(solana.rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const { result, error } = await response.json();
  assert.equal(error, undefined, JSON.stringify(error));
  return result;
}

async function stream(payer, asset) {
  const chain = `solana:${solana.genesisHash.slice(0, 32)}`;
  const session = await connect(`${servers[0]}/ws402/ticker`, {
    WebSocket,
    seconds: 30,
    asset,
    wallet: solanaPayWallet(connection, payer, chain),
  });
  for await (const data of session) {
    assert.match(data, /DEMO-USD/);
    break;
  }
  const receipt = await session.receipt();
  assert.equal(receipt.final, true);
  assert.equal(receipt.refunds.length, 1);
  assert.equal(receipt.refunds[0].state, 'confirmed');
  assert.equal(receipt.paid, receipt.consumed + receipt.refunds[0].amount);
  return receipt;
}

const transactionOf = (signature) =>
  connection.getTransaction(signature, { commitment: 'confirmed', maxSupportedTransactionVersion: 0 });

describe('a payer on @solana/web3.js who follows the @solana/pay address', { ...OPTIONS, concurrency: 2 }, () => {
  test('pays SOL, streams, and has the rest back to the last lamport', async () => {
    const payer = await newPayer();
    const before = await connection.getBalance(payer.publicKey);

    const { consumed, payments, refunds } = await stream(payer, 'SOL');

    const payment = await transactionOf(payments[0]);
    assert.match(JSON.stringify(payment.meta.logMessages), /pay_/, 'the memo names the payment');
    const after = await connection.getBalance(payer.publicKey);
    assert.equal(BigInt(before - after - payment.meta.fee), consumed);
    const refund = await transactionOf(refunds[0].txHash);
    assert.equal(refund.meta.err, null);
  });

  test('pays USDC, streams, and has the rest back to the last unit', async () => {
    const payer = await newPayer();
    const account = await getAssociatedTokenAddress(new PublicKey(solana.usdc), payer.publicKey);
    const tokens = async () => (await getAccount(connection, account, 'confirmed')).amount;
    const before = await tokens();

    const { asset, consumed } = await stream(payer, 'USDC');

    assert.equal(asset.symbol, 'USDC');
    assert.equal(before - (await tokens()), consumed);
  });
});
