// A funded account with its key, and what one does with it by means of @solana/web3.js.

import { Connection, Keypair, LAMPORTS_PER_SOL, SystemProgram, Transaction } from '@solana/web3.js';

export const fundedWallet = async (chain) => {
  const connection = new Connection(chain.url, { commitment: 'processed', disableRetryOnRateLimit: true });
  const payer = Keypair.generate();
  await connection.requestAirdrop(payer.publicKey, 10 * LAMPORTS_PER_SOL);

  /** An instruction that names references, as Solana Pay does. */
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

  const send = (transaction, options) =>
    connection.sendRawTransaction(transaction.serialize(), { preflightCommitment: 'processed', ...options });

  const sent = async (...instructions) => send(await signed(...instructions));

  const confirmed = async (signature) => {
    await chain.call('ws402_advanceSlots', 1);
    return connection.getTransaction(signature, { commitment: 'confirmed', maxSupportedTransactionVersion: 0 });
  };

  return { connection, payer, transfer, signed, send, sent, confirmed };
};
