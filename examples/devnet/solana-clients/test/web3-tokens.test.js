// Tokens, by @solana/spl-token.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  createAssociatedTokenAccountIdempotentInstruction,
  createTransferCheckedInstruction,
  getAccount,
  getAssociatedTokenAddressSync,
  getMint,
  getTransferFeeConfig,
  TOKEN_2022_PROGRAM_ID,
  TOKEN_PROGRAM_ID,
} from '@solana/spl-token';
import { Keypair, PublicKey } from '@solana/web3.js';
import { startChain } from './support/chain.js';
import { fundedWallet } from './support/wallet.js';

describe('@solana/spl-token', () => {
  let chain;
  let connection;
  let payer;
  let sent;
  let confirmed;

  before(async () => {
    chain = await startChain();
    ({ connection, payer, sent, confirmed } = await fundedWallet(chain));
  });
  after(() => chain.stop());

  test('transfers a token; the balances of both accounts name their owners and the mint', async () => {
    const { mint } = await chain.call('ws402_createMint', {});
    await chain.call('ws402_mintTokens', mint, payer.publicKey.toBase58(), '5000000');
    const owner = Keypair.generate().publicKey;
    const key = new PublicKey(mint);
    const from = getAssociatedTokenAddressSync(key, payer.publicKey);
    const to = getAssociatedTokenAddressSync(key, owner);
    const created = await sent(createAssociatedTokenAccountIdempotentInstruction(payer.publicKey, to, owner, key));
    const signature = await sent(createTransferCheckedInstruction(from, key, to, payer.publicKey, 1_250_000n, 6));
    assert.equal((await getAccount(connection, to)).amount, 1_250_000n);
    assert.equal((await getMint(connection, key)).supply, 5_000_000n);
    assert.equal((await connection.getTokenAccountBalance(to)).value.uiAmountString, '1.25');
    assert.equal((await connection.getTokenSupply(key)).value.uiAmountString, '5');
    const { meta } = await confirmed(signature);
    const entry = (list, who) => list.find((balance) => balance.owner === who.toBase58());
    assert.deepEqual(entry(meta.postTokenBalances, owner), {
      accountIndex: entry(meta.postTokenBalances, owner).accountIndex,
      mint,
      owner: owner.toBase58(),
      programId: TOKEN_PROGRAM_ID.toBase58(),
      uiTokenAmount: { amount: '1250000', decimals: 6, uiAmount: 1.25, uiAmountString: '1.25' },
    });
    assert.equal(entry(meta.preTokenBalances, payer.publicKey).uiTokenAmount.amount, '5000000');
    const held = await connection.getParsedTokenAccountsByOwner(owner, { mint: key });
    assert.equal(held.value[0].account.data.parsed.info.tokenAmount.amount, '1250000');
    assert.deepEqual(
      (await connection.getTokenAccountsByOwner(owner, { programId: TOKEN_PROGRAM_ID })).value.map((each) =>
        each.pubkey.toBase58(),
      ),
      [to.toBase58()],
    );
    const options = { commitment: 'confirmed', maxSupportedTransactionVersion: 0 };
    const [{ index, instructions }] = (await connection.getParsedTransaction(created, options)).meta.innerInstructions;
    assert.equal(index, 0);
    assert.deepEqual(
      instructions.map((each) => each.parsed.type),
      ['getAccountDataSize', 'createAccount', 'initializeImmutableOwner', 'initializeAccount3'],
    );
    const parsed = await connection.getParsedTransaction(signature, options);
    assert.deepEqual(parsed.transaction.message.instructions[0].parsed, {
      type: 'transferChecked',
      info: {
        source: from.toBase58(),
        mint,
        destination: to.toBase58(),
        authority: payer.publicKey.toBase58(),
        tokenAmount: { amount: '1250000', decimals: 6, uiAmount: 1.25, uiAmountString: '1.25' },
      },
    });
  });

  test('credits less than was sent where the token withholds a fee', async () => {
    const { mint } = await chain.call('ws402_createMint', {
      extensions: ['transferFee'],
      transferFeeBasisPoints: 100,
      maximumFee: '5000',
    });
    const owner = Keypair.generate().publicKey.toBase58();
    const from = new PublicKey(await chain.call('ws402_mintTokens', mint, payer.publicKey.toBase58(), '1000000'));
    const to = new PublicKey(await chain.call('ws402_mintTokens', mint, owner, '0'));
    const config = getTransferFeeConfig(await getMint(connection, new PublicKey(mint), 'processed', TOKEN_2022_PROGRAM_ID));
    assert.equal(config.newerTransferFee.transferFeeBasisPoints, 100);
    assert.equal(config.newerTransferFee.maximumFee, 5000n);
    const signature = await sent(
      createTransferCheckedInstruction(from, new PublicKey(mint), to, payer.publicKey, 100_000n, 6, [], TOKEN_2022_PROGRAM_ID),
    );
    const { meta } = await confirmed(signature);
    assert.equal(meta.postTokenBalances.find((balance) => balance.owner === owner).uiTokenAmount.amount, '99000');
    const { value } = await connection.getParsedAccountInfo(to);
    assert.equal(value.data.program, 'spl-token-2022');
    assert.deepEqual(
      value.data.parsed.info.extensions.find((each) => each.extension === 'transferFeeAmount'),
      { extension: 'transferFeeAmount', state: { withheldAmount: 1000 } },
    );
  });
});
