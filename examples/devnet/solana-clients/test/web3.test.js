// @solana/web3.js 1.x, which most of what is deployed is built on.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  AddressLookupTableProgram,
  ComputeBudgetProgram,
  Keypair,
  LAMPORTS_PER_SOL,
  PublicKey,
  TransactionInstruction,
  TransactionMessage,
  VersionedTransaction,
} from '@solana/web3.js';
import { startChain } from './support/chain.js';
import { fundedWallet } from './support/wallet.js';

const MEMO = new PublicKey('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr');

describe('@solana/web3.js', () => {
  let chain;
  let connection;
  let payer;
  let transfer;
  let signed;
  let send;
  let sent;
  let confirmed;

  before(async () => {
    chain = await startChain();
    ({ connection, payer, transfer, signed, send, sent, confirmed } = await fundedWallet(chain));
  });
  after(() => chain.stop());

  test('transfers SOL, and the transaction says what it did', async () => {
    const payee = Keypair.generate().publicKey;
    const before = await connection.getBalance(payer.publicKey);
    const signature = await sent(transfer(payee, LAMPORTS_PER_SOL));
    assert.equal(await connection.getBalance(payee), LAMPORTS_PER_SOL);
    assert.equal(await connection.getBalance(payer.publicKey), before - LAMPORTS_PER_SOL - 5000);
    const { meta, transaction, version, slot, blockTime } = await confirmed(signature);
    assert.equal(version, 'legacy');
    assert.equal(meta.err, null);
    assert.equal(meta.fee, 5000);
    const to = transaction.message.accountKeys.findIndex((key) => key.equals(payee));
    assert.equal(meta.postBalances[to] - meta.preBalances[to], LAMPORTS_PER_SOL);
    assert.ok(slot > 0 && Math.abs(blockTime - Date.now() / 1000) < 3600);
    assert.ok(meta.computeUnitsConsumed > 0);
    assert.deepEqual(meta.logMessages, [
      'Program 11111111111111111111111111111111 invoke [1]',
      'Program 11111111111111111111111111111111 success',
    ]);
  });

  test('finds a transaction by a reference that nobody signs for, newest first, and pages through them', async () => {
    const reference = Keypair.generate().publicKey;
    const signatures = [];
    for (const lamports of [1, 2, 3]) {
      signatures.unshift(
        await sent(
          transfer(payer.publicKey, lamports, reference),
          new TransactionInstruction({ programId: MEMO, keys: [], data: Buffer.from(`note ${lamports}`) }),
        ),
      );
    }
    assert.deepEqual(await connection.getSignaturesForAddress(Keypair.generate().publicKey, {}, 'confirmed'), []);
    await chain.call('ws402_advanceSlots', 1);
    const found = await connection.getSignaturesForAddress(reference, {}, 'confirmed');
    assert.deepEqual(
      found.map((each) => each.signature),
      signatures,
    );
    assert.equal(found[0].memo, '[6] note 3');
    assert.equal(found[0].confirmationStatus, 'confirmed');
    const page = (options) =>
      connection
        .getSignaturesForAddress(reference, options, 'confirmed')
        .then((entries) => entries.map((each) => each.signature));
    assert.deepEqual(await page({ limit: 1 }), [signatures[0]]);
    assert.deepEqual(await page({ before: signatures[0] }), signatures.slice(1));
    assert.deepEqual(await page({ before: signatures[0], limit: 1 }), [signatures[1]]);
    assert.deepEqual(await page({ until: signatures[2] }), signatures.slice(0, 2));
    const foreign = await sent(transfer(payer.publicKey, 4));
    assert.deepEqual(await page({ until: foreign }), []);
    assert.deepEqual(await page({ before: foreign }), signatures);
  });

  test('sends a versioned transaction whose accounts come from a lookup table', async () => {
    const slot = await connection.getSlot('confirmed');
    const [create, table] = AddressLookupTableProgram.createLookupTable({
      authority: payer.publicKey,
      payer: payer.publicKey,
      recentSlot: slot - 1,
    });
    const payee = Keypair.generate().publicKey;
    await sent(
      create,
      AddressLookupTableProgram.extendLookupTable({
        lookupTable: table,
        authority: payer.publicKey,
        payer: payer.publicKey,
        addresses: [payee, MEMO],
      }),
    );
    const { value } = await connection.getAddressLookupTable(table, { commitment: 'processed' });
    const { blockhash } = await connection.getLatestBlockhash('processed');
    const message = new TransactionMessage({
      payerKey: payer.publicKey,
      recentBlockhash: blockhash,
      instructions: [transfer(payee, LAMPORTS_PER_SOL)],
    }).compileToV0Message([value]);
    const transaction = new VersionedTransaction(message);
    transaction.sign([payer]);
    const signature = await send(transaction);
    const found = await confirmed(signature);
    assert.deepEqual(found.meta.loadedAddresses, { writable: [payee], readonly: [] });
    assert.equal(found.version, 0);
    assert.equal(found.meta.postBalances[found.transaction.message.staticAccountKeys.length], LAMPORTS_PER_SOL);
    assert.deepEqual(
      (await connection.getSignaturesForAddress(payee, {}, 'confirmed')).map((each) => each.signature),
      [signature],
    );
    const { error } = await chain.answer('getTransaction', signature, { commitment: 'confirmed' });
    assert.equal(error.code, -32015);
  });

  test('foretells the fee that is charged, with the price of compute units in it', async () => {
    const transaction = await signed(
      ComputeBudgetProgram.setComputeUnitLimit({ units: 10_001 }),
      ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 123_457 }),
      transfer(payer.publicKey, 1),
    );
    const { value } = await connection.getFeeForMessage(transaction.compileMessage(), 'processed');
    assert.equal(value, 5000 + Math.ceil((10_001 * 123_457) / 1e6));
    const { meta, slot } = await confirmed(await send(transaction));
    assert.equal(meta.fee, value);
    const fees = await connection.getRecentPrioritizationFees({ lockedWritableAccounts: [payer.publicKey] });
    assert.equal(fees.find((each) => each.slot === slot).prioritizationFee, 123_457);
  });

  test('simulates without effect, also what is not signed', async () => {
    const payee = Keypair.generate().publicKey;
    const message = new TransactionMessage({
      payerKey: payer.publicKey,
      recentBlockhash: PublicKey.default.toBase58(),
      instructions: [transfer(payee, LAMPORTS_PER_SOL)],
    }).compileToV0Message();
    const { value } = await connection.simulateTransaction(new VersionedTransaction(message), {
      replaceRecentBlockhash: true,
      accounts: { encoding: 'base64', addresses: [payee.toBase58()] },
      innerInstructions: true,
    });
    assert.equal(value.err, null);
    assert.equal(value.accounts[0].lamports, LAMPORTS_PER_SOL);
    assert.ok(value.unitsConsumed > 0);
    assert.equal(await connection.getBalance(payee), 0);
    const refused = await connection.simulateTransaction(new VersionedTransaction(message));
    assert.equal(refused.value.err, 'BlockhashNotFound');
  });

  test('shows blocks with their transactions', async () => {
    const signature = await sent(transfer(payer.publicKey, 1));
    const { slot } = await confirmed(signature);
    const block = await connection.getBlock(slot, { commitment: 'confirmed', maxSupportedTransactionVersion: 0 });
    assert.deepEqual(
      block.transactions.map((each) => each.transaction.signatures[0]),
      [signature],
    );
    assert.deepEqual((await connection.getBlockSignatures(slot, 'confirmed')).signatures, [signature]);
    assert.deepEqual(await connection.getBlocks(slot - 2, slot, 'confirmed'), [slot - 2, slot - 1, slot]);
    assert.equal(
      (await connection.getBlock(slot - 1, { commitment: 'confirmed', maxSupportedTransactionVersion: 0 })).blockhash,
      block.previousBlockhash,
    );
  });
});
