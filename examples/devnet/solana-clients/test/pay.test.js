// @solana/pay: a wallet that follows a solana: address, and a merchant that looks for the reference in it.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  createTransfer,
  encodeURL,
  findReference,
  FindReferenceError,
  parseURL,
  validateTransfer,
  ValidateTransferError,
} from '@solana/pay';
import { Connection, Keypair, LAMPORTS_PER_SOL, PublicKey } from '@solana/web3.js';
import BigNumber from 'bignumber.js';
import { startChain } from './support/chain.js';

describe('@solana/pay', () => {
  let chain;
  let connection;
  let payer;
  let merchant;

  before(async () => {
    chain = await startChain();
    connection = new Connection(chain.url, { commitment: 'processed', disableRetryOnRateLimit: true });
    payer = Keypair.generate();
    merchant = Keypair.generate().publicKey;
    for (const account of [payer.publicKey, merchant]) {
      await connection.requestAirdrop(account, 10 * LAMPORTS_PER_SOL);
    }
  });
  after(() => chain.stop());

  const follow = async (url) => {
    const { recipient, amount, splToken, reference, memo } = parseURL(url);
    const transaction = await createTransfer(
      connection,
      payer.publicKey,
      { recipient, amount, splToken, reference, memo },
      { commitment: 'processed' },
    );
    transaction.feePayer = payer.publicKey;
    transaction.recentBlockhash = (await connection.getLatestBlockhash('processed')).blockhash;
    transaction.sign(payer);
    const signature = await connection.sendRawTransaction(transaction.serialize(), { preflightCommitment: 'processed' });
    await chain.call('ws402_advanceSlots', 1);
    return signature;
  };

  test('finds and accepts a payment in SOL', async () => {
    const reference = Keypair.generate().publicKey;
    await assert.rejects(findReference(connection, reference, { finality: 'confirmed' }), FindReferenceError);
    const amount = new BigNumber('0.123456789');
    const signature = await follow(encodeURL({ recipient: merchant, amount, reference, label: 'WS402', memo: 'order 7' }));
    const found = await findReference(connection, reference, { finality: 'confirmed' });
    assert.equal(found.signature, signature);
    assert.equal(found.memo, '[7] order 7');
    await validateTransfer(connection, signature, { recipient: merchant, amount, reference }, { commitment: 'confirmed' });
    await assert.rejects(
      validateTransfer(
        connection,
        signature,
        { recipient: merchant, amount: amount.plus('0.000000001'), reference },
        { commitment: 'confirmed' },
      ),
      ValidateTransferError,
    );
    await assert.rejects(
      validateTransfer(
        connection,
        signature,
        { recipient: merchant, amount, reference: payer.publicKey },
        { commitment: 'confirmed' },
      ),
      ValidateTransferError,
    );
  });

  test('finds and accepts a payment in a token, and only in that', async () => {
    const tokens = await Promise.all([chain.call('ws402_createMint', {}), chain.call('ws402_createMint', {})]);
    for (const { mint } of tokens) {
      await chain.call('ws402_mintTokens', mint, payer.publicKey.toBase58(), '5000000');
      await chain.call('ws402_mintTokens', mint, merchant.toBase58(), '0');
    }
    const [splToken, other] = tokens.map(({ mint }) => new PublicKey(mint));
    const reference = Keypair.generate().publicKey;
    const amount = new BigNumber('1.5');
    const signature = await follow(encodeURL({ recipient: merchant, amount, splToken, reference }));
    assert.equal((await findReference(connection, reference, { finality: 'confirmed' })).signature, signature);
    await validateTransfer(
      connection,
      signature,
      { recipient: merchant, amount, splToken, reference },
      { commitment: 'confirmed' },
    );
    await assert.rejects(
      validateTransfer(
        connection,
        signature,
        { recipient: merchant, amount, splToken: other, reference },
        { commitment: 'confirmed' },
      ),
    );
  });
});
