// @solana/kit, the successor of @solana/web3.js; its answers are typed, and its integers exact.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  address,
  appendTransactionMessageInstruction,
  createSolanaRpc,
  createTransactionMessage,
  generateKeyPairSigner,
  getBase64EncodedWireTransaction,
  getSignatureFromTransaction,
  isSolanaError,
  lamports,
  pipe,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
  SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE,
  SOLANA_ERROR__TRANSACTION_ERROR__ALREADY_PROCESSED,
  SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND,
} from '@solana/kit';
import { startChain } from './support/chain.js';

const SOL = 1_000_000_000n;
const SYSTEM = address('11111111111111111111111111111111');

describe('@solana/kit', () => {
  let chain;
  let rpc;
  let payer;

  before(async () => {
    chain = await startChain();
    rpc = createSolanaRpc(chain.url);
    payer = await generateKeyPairSigner();
    await rpc.requestAirdrop(payer.address, lamports(10n * SOL)).send();
  });
  after(() => chain.stop());

  const transfer = (to, amount, ...references) => {
    const data = new DataView(new ArrayBuffer(12));
    data.setUint32(0, 2, true);
    data.setBigUint64(4, amount, true);
    return {
      programAddress: SYSTEM,
      accounts: [
        { address: payer.address, role: 3, signer: payer },
        { address: to, role: 1 },
        ...references.map((reference) => ({ address: reference, role: 0 })),
      ],
      data: new Uint8Array(data.buffer),
    };
  };

  const signed = async (instruction, version = 0) => {
    const { value } = await rpc.getLatestBlockhash({ commitment: 'processed' }).send();
    return signTransactionMessageWithSigners(
      pipe(
        createTransactionMessage({ version }),
        (message) => setTransactionMessageFeePayerSigner(payer, message),
        (message) => setTransactionMessageLifetimeUsingBlockhash(value, message),
        (message) => appendTransactionMessageInstruction(instruction, message),
      ),
    );
  };

  const send = (transaction, options) =>
    rpc
      .sendTransaction(getBase64EncodedWireTransaction(transaction), {
        encoding: 'base64',
        preflightCommitment: 'processed',
        ...options,
      })
      .send();

  const address0 = async () => (await generateKeyPairSigner()).address;

  const refusedWith = (code) => (error) => {
    assert.ok(isSolanaError(error, SOLANA_ERROR__JSON_RPC__SERVER_ERROR_SEND_TRANSACTION_PREFLIGHT_FAILURE), String(error));
    assert.ok(isSolanaError(error.cause, code), String(error.cause));
    return true;
  };

  test('transfers SOL and finds the transaction by its reference', async () => {
    const [payee, reference] = [await address0(), await address0()];
    const transaction = await signed(transfer(payee, SOL, reference));
    const signature = await send(transaction);
    assert.equal(signature, getSignatureFromTransaction(transaction));
    await chain.call('ws402_advanceSlots', 1);
    assert.equal((await rpc.getBalance(payee, { commitment: 'confirmed' }).send()).value, SOL);
    const found = await rpc.getSignaturesForAddress(reference, { commitment: 'confirmed' }).send();
    assert.deepEqual(
      found.map((each) => each.signature),
      [signature],
    );
    const {
      meta,
      transaction: shown,
      version,
    } = await rpc
      .getTransaction(signature, { commitment: 'confirmed', encoding: 'jsonParsed', maxSupportedTransactionVersion: 0 })
      .send();
    assert.equal(version, 0);
    assert.equal(meta.fee, 5000n);
    assert.deepEqual(
      shown.message.accountKeys
        .map(({ pubkey, signer, writable }) => ({ pubkey, signer, writable }))
        .find((key) => key.pubkey === reference),
      { pubkey: reference, signer: false, writable: false },
    );
    assert.deepEqual(shown.message.instructions[0].parsed, {
      type: 'transfer',
      info: { source: payer.address, destination: payee, lamports: SOL },
    });
  });

  test('sees a transaction move through the levels of commitment', async () => {
    const other = await startChain(['--slot-time', '0', '--confirmed-after', '2', '--finalized-after', '3']);
    try {
      const [signature, to] = [await other.call('requestAirdrop', payer.address, 1_000_000_000), createSolanaRpc(other.url)];
      const seen = async () => {
        const {
          value: [status],
        } = await to.getSignatureStatuses([signature]).send();
        return [
          status.confirmationStatus,
          status.confirmations,
          (await to.getTransaction(signature, { commitment: 'finalized', maxSupportedTransactionVersion: 0 }).send()) !== null,
        ];
      };
      assert.deepEqual(await seen(), ['processed', 1n, false]);
      await other.call('ws402_advanceSlots', 1);
      assert.deepEqual(await seen(), ['confirmed', 2n, false]);
      await other.call('ws402_advanceSlots', 1);
      assert.deepEqual(await seen(), ['finalized', null, true]);
      await other.call('ws402_advanceSlots', 300);
      assert.deepEqual((await to.getSignatureStatuses([signature]).send()).value, [null]);
      assert.equal(
        (await to.getSignatureStatuses([signature], { searchTransactionHistory: true }).send()).value[0].confirmationStatus,
        'finalized',
      );
    } finally {
      await other.stop();
    }
  });

  test('tells apart why a transaction is refused', async () => {
    const transaction = await signed(transfer(await address0(), SOL));
    await send(transaction);
    await assert.rejects(send(transaction), refusedWith(SOLANA_ERROR__TRANSACTION_ERROR__ALREADY_PROCESSED));
    await assert.rejects(
      send(await signed(transfer(await address0(), 1000n * SOL))),
      refusedWith(SOLANA_ERROR__INSTRUCTION_ERROR__CUSTOM),
    );
    const late = await signed(transfer(await address0(), SOL));
    await chain.call('ws402_expireBlockhashes');
    await assert.rejects(send(late), refusedWith(SOLANA_ERROR__TRANSACTION_ERROR__BLOCKHASH_NOT_FOUND));
  });

  test('reads integers beyond 2^53 exactly', async () => {
    const rich = await address0();
    await chain.call('ws402_setAccount', rich, { lamports: '9007199254740993', owner: SYSTEM });
    assert.equal((await rpc.getBalance(rich, { commitment: 'processed' }).send()).value, 9007199254740993n);
    const { value } = await rpc.getAccountInfo(rich, { commitment: 'processed', encoding: 'base64' }).send();
    assert.equal(value.lamports, 9007199254740993n);
    assert.deepEqual(value.data, ['', 'base64']);
  });

  test('reads accounts in each encoding, and parts of them', async () => {
    const [here, owner] = [await address0(), await address0()];
    const bytes = Buffer.from(Array.from({ length: 40 }, (_, index) => index));
    await chain.call('ws402_setAccount', here, { lamports: 5_000_000, owner, data: bytes.toString('base64') });
    const read = async (options) => (await rpc.getAccountInfo(here, { commitment: 'processed', ...options }).send()).value;
    assert.deepEqual((await read({ encoding: 'base64', dataSlice: { offset: 3, length: 5 } })).data, [
      bytes.subarray(3, 8).toString('base64'),
      'base64',
    ]);
    assert.equal((await read({ encoding: 'base58' })).data[1], 'base58');
    assert.deepEqual((await read({ encoding: 'jsonParsed' })).data, [bytes.toString('base64'), 'base64']);
    assert.equal((await read({ encoding: 'base64' })).owner, owner);
    const { value } = await rpc
      .getMultipleAccounts([here, await address0()], { commitment: 'processed', encoding: 'base64' })
      .send();
    assert.deepEqual(
      value.map((each) => each?.space),
      [40n, undefined],
    );
  });

  test('foretells rent, epochs and blocks as a chain does', async () => {
    assert.equal(await rpc.getMinimumBalanceForRentExemption(165n).send(), 2_039_280n);
    const epoch = await rpc.getEpochInfo({ commitment: 'confirmed' }).send();
    assert.equal(epoch.epoch * epoch.slotsInEpoch + epoch.slotIndex, epoch.absoluteSlot);
    assert.ok(epoch.blockHeight < epoch.absoluteSlot);
    assert.equal(await rpc.getFirstAvailableBlock().send(), epoch.absoluteSlot - epoch.blockHeight);
    const slot = await rpc.getSlot({ commitment: 'finalized' }).send();
    const block = await rpc
      .getBlock(slot, { transactionDetails: 'none', rewards: false, maxSupportedTransactionVersion: 0 })
      .send();
    assert.equal(block.blockHeight, await rpc.getBlockHeight({ commitment: 'finalized' }).send());
    const { value } = await rpc.getLatestBlockhash({ commitment: 'finalized' }).send();
    assert.deepEqual(value, { blockhash: block.blockhash, lastValidBlockHeight: block.blockHeight + 150n });
  });
});
