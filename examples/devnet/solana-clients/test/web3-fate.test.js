// What becomes of a transaction: failed, sent twice, sent too late, lost, held up; and how far it is confirmed.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Keypair, LAMPORTS_PER_SOL, Transaction } from '@solana/web3.js';
import { startChain } from './support/chain.js';
import { fundedWallet } from './support/wallet.js';

describe('a transaction of @solana/web3.js', () => {
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

  test('keeps a failed transaction, which has paid its fee, and refuses it when it comes again', async () => {
    const before = await connection.getBalance(payer.publicKey);
    const transaction = await signed(transfer(Keypair.generate().publicKey, 1000 * LAMPORTS_PER_SOL));
    await assert.rejects(send(transaction), (error) => {
      assert.equal(
        error.transactionError.message,
        'Transaction simulation failed: Error processing Instruction 0: custom program error: 0x1',
      );
      assert.match(error.logs.join(), /insufficient lamports/);
      return true;
    });
    assert.equal(await connection.getBalance(payer.publicKey), before);
    const signature = await send(transaction, { skipPreflight: true });
    assert.equal(await connection.getBalance(payer.publicKey), before - 5000);
    assert.deepEqual((await confirmed(signature)).meta.err, { InstructionError: [0, { Custom: 1 }] });
    assert.deepEqual((await connection.getSignatureStatus(signature)).value.err, { InstructionError: [0, { Custom: 1 }] });
    await assert.rejects(send(transaction), /already been processed/);
  });

  test('refuses a duplicate, and executes it once', async () => {
    const payee = Keypair.generate().publicKey;
    const transaction = await signed(transfer(payee, LAMPORTS_PER_SOL));
    const signature = await send(transaction);
    await assert.rejects(send(transaction), /This transaction has already been processed/);
    assert.equal(await send(transaction, { skipPreflight: true }), signature);
    assert.equal(await connection.getBalance(payee), LAMPORTS_PER_SOL);
  });

  test('lets block hashes expire; what is sent too late is nowhere', async () => {
    const transaction = await signed(transfer(Keypair.generate().publicKey, LAMPORTS_PER_SOL));
    assert.equal((await connection.isBlockhashValid(transaction.recentBlockhash, { commitment: 'processed' })).value, true);
    await chain.call('ws402_expireBlockhashes');
    assert.equal((await connection.isBlockhashValid(transaction.recentBlockhash, { commitment: 'finalized' })).value, false);
    assert.ok((await connection.getBlockHeight('finalized')) > transaction.lastValidBlockHeight);
    await assert.rejects(send(transaction), /Blockhash not found/);
    const signature = await send(transaction, { skipPreflight: true });
    assert.equal((await connection.getSignatureStatus(signature, { searchTransactionHistory: true })).value, null);
  });

  test('takes a transaction up until the block after its last valid one, as Agave does', async () => {
    const { blockhash, lastValidBlockHeight } = await connection.getLatestBlockhash('confirmed');
    const payees = [Keypair.generate().publicKey, Keypair.generate().publicKey];
    const transactions = payees.map((payee) => {
      const transaction = new Transaction({ feePayer: payer.publicKey, blockhash, lastValidBlockHeight }).add(
        transfer(payee, LAMPORTS_PER_SOL),
      );
      transaction.sign(payer);
      return transaction;
    });
    await chain.call('ws402_advanceSlots', lastValidBlockHeight + 1 - (await connection.getBlockHeight('processed')));
    await send(transactions[0]);
    assert.equal(await connection.getBalance(payees[0]), LAMPORTS_PER_SOL);
    assert.equal(await connection.getBlockHeight('processed'), lastValidBlockHeight + 2);
    await assert.rejects(send(transactions[1]), /Blockhash not found/);
  });

  test('knows a new block hash at the preflight commitment only once it has got there', async () => {
    const transaction = await signed(transfer(payer.publicKey, 1));
    await assert.rejects(send(transaction, { preflightCommitment: 'finalized' }), /Blockhash not found/);
    await chain.call('ws402_finalize');
    await send(transaction, { preflightCommitment: 'finalized' });
  });

  test('reads balances as they were at the commitment asked for', async () => {
    const payee = Keypair.generate().publicKey;
    await sent(transfer(payee, LAMPORTS_PER_SOL));
    const at = (level) => connection.getBalance(payee, level);
    assert.deepEqual(
      [await at('processed'), await at('confirmed'), await at('finalized')],
      [LAMPORTS_PER_SOL, LAMPORTS_PER_SOL, 0],
    );
    await sent(transfer(payee, LAMPORTS_PER_SOL));
    await chain.call('ws402_advanceSlots', 2);
    assert.deepEqual(
      [await at('processed'), await at('confirmed'), await at('finalized')],
      [2, 2, 1].map((sol) => sol * LAMPORTS_PER_SOL),
    );
    await chain.call('ws402_finalize');
    assert.equal(await at('finalized'), 2 * LAMPORTS_PER_SOL);
  });

  test('refuses a signature that is none', async () => {
    const transaction = await signed(transfer(payer.publicKey, 1));
    const bytes = transaction.serialize();
    bytes[5] ^= 1;
    const forged = (options) =>
      chain.answer('sendTransaction', bytes.toString('base64'), {
        encoding: 'base64',
        preflightCommitment: 'processed',
        ...options,
      });
    const { error } = await forged({});
    assert.deepEqual(error, { code: -32003, message: 'Transaction signature verification failure' });
    const { result } = await forged({ skipPreflight: true });
    assert.equal((await connection.getSignatureStatus(result)).value, null);
  });

  test('takes what is to be dropped and never executes it; executes what was held, later', async () => {
    const payee = Keypair.generate().publicKey;
    await chain.call('ws402_dropNextTransactions', 1);
    await sent(transfer(payee, LAMPORTS_PER_SOL));
    assert.equal(await connection.getBalance(payee), 0);
    await sent(transfer(payee, LAMPORTS_PER_SOL));
    await chain.call('ws402_holdTransactions');
    const signature = await sent(transfer(payee, 2 * LAMPORTS_PER_SOL));
    assert.equal((await connection.getSignatureStatus(signature)).value, null);
    assert.equal(await chain.call('ws402_releaseTransactions'), 1);
    assert.equal((await connection.getSignatureStatus(signature)).value.confirmationStatus, 'confirmed');
    assert.equal(await connection.getBalance(payee), 3 * LAMPORTS_PER_SOL);
  });
});
