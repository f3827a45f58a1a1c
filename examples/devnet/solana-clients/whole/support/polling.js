// What @solana/web3.js does over WebSocket subscriptions, by asking.

import { setTimeout as pause } from 'node:timers/promises';

/** Sends it and waits until it is confirmed, or can be no more; its signature. */
export const sendAndPoll = async (connection, transaction, payer) => {
  const { blockhash, lastValidBlockHeight } = await connection.getLatestBlockhash('confirmed');
  Object.assign(transaction, { feePayer: payer.publicKey, recentBlockhash: blockhash });
  transaction.sign(payer);
  const signature = await connection.sendRawTransaction(transaction.serialize(), { preflightCommitment: 'confirmed' });
  for (;;) {
    const { value } = await connection.getSignatureStatus(signature);
    if (value?.err) {
      throw new Error(`transaction ${signature} failed: ${JSON.stringify(value.err)}`);
    }
    if (value && value.confirmationStatus !== 'processed') {
      return signature;
    }
    if (!value && (await connection.getBlockHeight('confirmed')) > lastValidBlockHeight + 1) {
      throw new Error(`transaction ${signature} has expired`);
    }
    await pause(100);
  }
};
