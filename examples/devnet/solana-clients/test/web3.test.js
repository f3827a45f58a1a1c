// @solana/web3.js 1.x and @solana/spl-token, which most of what is deployed is built on.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createAssociatedTokenAccountIdempotentInstruction, createTransferCheckedInstruction, getAccount, getAssociatedTokenAddressSync, getMint, getTransferFeeConfig, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID } from '@solana/spl-token';
import {
  AddressLookupTableProgram, ComputeBudgetProgram, Connection, Keypair, LAMPORTS_PER_SOL, PublicKey, SystemProgram, Transaction, TransactionInstruction, TransactionMessage, VersionedTransaction,
} from '@solana/web3.js';
import { startChain } from './support/chain.js';

const MEMO = new PublicKey('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr');

describe('@solana/web3.js', () => {
  let chain;
  let connection;
  let payer;

  before(async () => {
    chain = await startChain();
    connection = new Connection(chain.url, { commitment: 'processed', disableRetryOnRateLimit: true });
    payer = Keypair.generate();
    await connection.requestAirdrop(payer.publicKey, 10 * LAMPORTS_PER_SOL);
  });
  after(() => chain.stop());

  const transfer = (to, lamports, ...references) => {
    const instruction = SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports });
    references.forEach((pubkey) => instruction.keys.push({ pubkey, isSigner: false, isWritable: false }));
    return instruction;
  };

  const signed = async (...instructions) => {
    const { blockhash, lastValidBlockHeight } = await connection.getLatestBlockhash('processed');
    const transaction = new Transaction({ feePayer: payer.publicKey, blockhash, lastValidBlockHeight }).add(...instructions);
    transaction.sign(payer);
    return transaction;
  };

  const send = (transaction, options) => connection.sendRawTransaction(transaction.serialize(), { preflightCommitment: 'processed', ...options });

  const sent = async (...instructions) => send(await signed(...instructions));

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
    assert.deepEqual(meta.logMessages, ['Program 11111111111111111111111111111111 invoke [1]', 'Program 11111111111111111111111111111111 success']);
  });

  const confirmed = async (signature, options) => {
    await chain.call('ws402_advanceSlots', 1);
    return connection.getTransaction(signature, { commitment: 'confirmed', maxSupportedTransactionVersion: 0, ...options });
  };

  test('finds a transaction by a reference that nobody signs for, newest first, and pages through them', async () => {
    const reference = Keypair.generate().publicKey;
    const signatures = [];
    for (const lamports of [1, 2, 3]) {
      signatures.unshift(await sent(transfer(payer.publicKey, lamports, reference), new TransactionInstruction({ programId: MEMO, keys: [], data: Buffer.from(`note ${lamports}`) })));
    }
    assert.deepEqual(await connection.getSignaturesForAddress(Keypair.generate().publicKey, {}, 'confirmed'), []);
    await chain.call('ws402_advanceSlots', 1);
    const found = await connection.getSignaturesForAddress(reference, {}, 'confirmed');
    assert.deepEqual(found.map((each) => each.signature), signatures);
    assert.equal(found[0].memo, '[6] note 3');
    assert.equal(found[0].confirmationStatus, 'confirmed');
    const page = (options) => connection.getSignaturesForAddress(reference, options, 'confirmed').then((entries) => entries.map((each) => each.signature));
    assert.deepEqual(await page({ limit: 1 }), [signatures[0]]);
    assert.deepEqual(await page({ before: signatures[0] }), signatures.slice(1));
    assert.deepEqual(await page({ before: signatures[0], limit: 1 }), [signatures[1]]);
    assert.deepEqual(await page({ until: signatures[2] }), signatures.slice(0, 2));
    const foreign = await sent(transfer(payer.publicKey, 4));
    assert.deepEqual(await page({ until: foreign }), []);
    assert.deepEqual(await page({ before: foreign }), signatures);
  });

  test('transfers a token; the balances of both accounts name their owners and the mint', async () => {
    const { mint } = await chain.call('ws402_createMint', {});
    await chain.call('ws402_mintTokens', mint, payer.publicKey.toBase58(), '5000000');
    const owner = Keypair.generate().publicKey;
    const key = new PublicKey(mint);
    const from = getAssociatedTokenAddressSync(key, payer.publicKey);
    const to = getAssociatedTokenAddressSync(key, owner);
    await sent(createAssociatedTokenAccountIdempotentInstruction(payer.publicKey, to, owner, key));
    const signature = await sent(createTransferCheckedInstruction(from, key, to, payer.publicKey, 1_250_000n, 6));
    assert.equal((await getAccount(connection, to)).amount, 1_250_000n);
    assert.equal((await getMint(connection, key)).supply, 5_000_000n);
    assert.equal((await connection.getTokenAccountBalance(to)).value.uiAmountString, '1.25');
    assert.equal((await connection.getTokenSupply(key)).value.uiAmountString, '5');
    const { meta } = await confirmed(signature);
    const entry = (list, who) => list.find((balance) => balance.owner === who.toBase58());
    assert.deepEqual(entry(meta.postTokenBalances, owner), { accountIndex: entry(meta.postTokenBalances, owner).accountIndex, mint, owner: owner.toBase58(), programId: TOKEN_PROGRAM_ID.toBase58(), uiTokenAmount: { amount: '1250000', decimals: 6, uiAmount: 1.25, uiAmountString: '1.25' } });
    assert.equal(entry(meta.preTokenBalances, payer.publicKey).uiTokenAmount.amount, '5000000');
    const held = await connection.getParsedTokenAccountsByOwner(owner, { mint: key });
    assert.equal(held.value[0].account.data.parsed.info.tokenAmount.amount, '1250000');
    assert.deepEqual((await connection.getTokenAccountsByOwner(owner, { programId: TOKEN_PROGRAM_ID })).value.map((each) => each.pubkey.toBase58()), [to.toBase58()]);
    const parsed = await connection.getParsedTransaction(signature, { commitment: 'confirmed', maxSupportedTransactionVersion: 0 });
    assert.deepEqual(parsed.transaction.message.instructions[0].parsed, {
      type: 'transferChecked',
      info: { source: from.toBase58(), mint, destination: to.toBase58(), authority: payer.publicKey.toBase58(), tokenAmount: { amount: '1250000', decimals: 6, uiAmount: 1.25, uiAmountString: '1.25' } },
    });
  });

  test('credits less than was sent where the token withholds a fee', async () => {
    const { mint } = await chain.call('ws402_createMint', { extensions: ['transferFee'], transferFeeBasisPoints: 100, maximumFee: '5000' });
    const owner = Keypair.generate().publicKey.toBase58();
    const from = new PublicKey(await chain.call('ws402_mintTokens', mint, payer.publicKey.toBase58(), '1000000'));
    const to = new PublicKey(await chain.call('ws402_mintTokens', mint, owner, '0'));
    const config = getTransferFeeConfig(await getMint(connection, new PublicKey(mint), 'processed', TOKEN_2022_PROGRAM_ID));
    assert.equal(config.newerTransferFee.transferFeeBasisPoints, 100);
    assert.equal(config.newerTransferFee.maximumFee, 5000n);
    const signature = await sent(createTransferCheckedInstruction(from, new PublicKey(mint), to, payer.publicKey, 100_000n, 6, [], TOKEN_2022_PROGRAM_ID));
    const { meta } = await confirmed(signature);
    assert.equal(meta.postTokenBalances.find((balance) => balance.owner === owner).uiTokenAmount.amount, '99000');
    const { value } = await connection.getParsedAccountInfo(to);
    assert.equal(value.data.program, 'spl-token-2022');
    assert.deepEqual(value.data.parsed.info.extensions.find((each) => each.extension === 'transferFeeAmount'), { extension: 'transferFeeAmount', state: { withheldAmount: 1000 } });
  });

  test('sends a versioned transaction whose accounts come from a lookup table', async () => {
    const slot = await connection.getSlot('confirmed');
    const [create, table] = AddressLookupTableProgram.createLookupTable({ authority: payer.publicKey, payer: payer.publicKey, recentSlot: slot - 1 });
    const payee = Keypair.generate().publicKey;
    await sent(create, AddressLookupTableProgram.extendLookupTable({ lookupTable: table, authority: payer.publicKey, payer: payer.publicKey, addresses: [payee, MEMO] }));
    const { value } = await connection.getAddressLookupTable(table, { commitment: 'processed' });
    const { blockhash } = await connection.getLatestBlockhash('processed');
    const message = new TransactionMessage({ payerKey: payer.publicKey, recentBlockhash: blockhash, instructions: [transfer(payee, LAMPORTS_PER_SOL)] }).compileToV0Message([value]);
    const transaction = new VersionedTransaction(message);
    transaction.sign([payer]);
    const signature = await send(transaction);
    const found = await confirmed(signature);
    assert.deepEqual(found.meta.loadedAddresses, { writable: [payee], readonly: [] });
    assert.equal(found.version, 0);
    assert.equal(found.meta.postBalances[found.transaction.message.staticAccountKeys.length], LAMPORTS_PER_SOL);
    assert.deepEqual((await connection.getSignaturesForAddress(payee, {}, 'confirmed')).map((each) => each.signature), [signature]);
    const { error } = await chain.answer('getTransaction', signature, { commitment: 'confirmed' });
    assert.equal(error.code, -32015);
  });

  test('keeps a failed transaction, which has paid its fee, and refuses it when it comes again', async () => {
    const before = await connection.getBalance(payer.publicKey);
    const transaction = await signed(transfer(Keypair.generate().publicKey, 1000 * LAMPORTS_PER_SOL));
    await assert.rejects(send(transaction), (error) => {
      assert.equal(error.transactionError.message, 'Transaction simulation failed: Error processing Instruction 0: custom program error: 0x1');
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
    assert.ok(await connection.getBlockHeight('finalized') > transaction.lastValidBlockHeight);
    await assert.rejects(send(transaction), /Blockhash not found/);
    const signature = await send(transaction, { skipPreflight: true });
    assert.equal((await connection.getSignatureStatus(signature, { searchTransactionHistory: true })).value, null);
  });

  test('accepts a block hash for 150 blocks and not for one more than Agave does', async () => {
    const first = await signed(transfer(Keypair.generate().publicKey, LAMPORTS_PER_SOL));
    await chain.call('ws402_advanceSlots', 150);
    await send(first, { skipPreflight: true });
    assert.ok((await connection.getSignatureStatus(first.signature && (await import('@solana/kit')).getBase58Decoder().decode(first.signature))).value);
    const second = await signed(transfer(Keypair.generate().publicKey, LAMPORTS_PER_SOL));
    await chain.call('ws402_advanceSlots', 151);
    await assert.rejects(send(second), /Blockhash not found/);
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
    assert.deepEqual([await at('processed'), await at('confirmed'), await at('finalized')], [LAMPORTS_PER_SOL, LAMPORTS_PER_SOL, 0]);
    await sent(transfer(payee, LAMPORTS_PER_SOL));
    await chain.call('ws402_advanceSlots', 2);
    assert.deepEqual([await at('processed'), await at('confirmed'), await at('finalized')], [2, 2, 1].map((sol) => sol * LAMPORTS_PER_SOL));
    await chain.call('ws402_finalize');
    assert.equal(await at('finalized'), 2 * LAMPORTS_PER_SOL);
  });

  test('foretells the fee that is charged, with the price of compute units in it', async () => {
    const transaction = await signed(ComputeBudgetProgram.setComputeUnitLimit({ units: 10_001 }), ComputeBudgetProgram.setComputeUnitPrice({ microLamports: 123_457 }), transfer(payer.publicKey, 1));
    const { value } = await connection.getFeeForMessage(transaction.compileMessage(), 'processed');
    assert.equal(value, 5000 + Math.ceil((10_001 * 123_457) / 1e6));
    const { meta, slot } = await confirmed(await send(transaction));
    assert.equal(meta.fee, value);
    const fees = await connection.getRecentPrioritizationFees({ lockedWritableAccounts: [payer.publicKey] });
    assert.equal(fees.find((each) => each.slot === slot).prioritizationFee, 123_457);
  });

  test('simulates without effect, also what is not signed', async () => {
    const payee = Keypair.generate().publicKey;
    const message = new TransactionMessage({ payerKey: payer.publicKey, recentBlockhash: PublicKey.default.toBase58(), instructions: [transfer(payee, LAMPORTS_PER_SOL)] }).compileToV0Message();
    const { value } = await connection.simulateTransaction(new VersionedTransaction(message), { replaceRecentBlockhash: true, accounts: { encoding: 'base64', addresses: [payee.toBase58()] }, innerInstructions: true });
    assert.equal(value.err, null);
    assert.equal(value.accounts[0].lamports, LAMPORTS_PER_SOL);
    assert.ok(value.unitsConsumed > 0);
    assert.equal(await connection.getBalance(payee), 0);
    const refused = await connection.simulateTransaction(new VersionedTransaction(message));
    assert.equal(refused.value.err, 'BlockhashNotFound');
  });

  test('refuses a signature that is none', async () => {
    const transaction = await signed(transfer(payer.publicKey, 1));
    const bytes = transaction.serialize();
    bytes[5] ^= 1;
    const forged = (options) => chain.answer('sendTransaction', bytes.toString('base64'), { encoding: 'base64', preflightCommitment: 'processed', ...options });
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

  test('shows blocks with their transactions', async () => {
    const signature = await sent(transfer(payer.publicKey, 1));
    const { slot } = await confirmed(signature);
    const block = await connection.getBlock(slot, { commitment: 'confirmed', maxSupportedTransactionVersion: 0 });
    assert.deepEqual(block.transactions.map((each) => each.transaction.signatures[0]), [signature]);
    assert.deepEqual((await connection.getBlockSignatures(slot, 'confirmed')).signatures, [signature]);
    assert.deepEqual(await connection.getBlocks(slot - 2, slot, 'confirmed'), [slot - 2, slot - 1, slot]);
    assert.equal((await connection.getBlock(slot - 1, { commitment: 'confirmed', maxSupportedTransactionVersion: 0 })).blockhash, block.previousBlockhash);
  });
});
