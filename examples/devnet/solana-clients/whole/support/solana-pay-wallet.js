// A wallet for the payer in JavaScript (examples/browser-client) that follows Solana Pay addresses, as wallets on phones do.

import { createTransfer, parseURL } from '@solana/pay';
import { sendAndPoll } from './polling.js';

/**
 * Pays by what the address says, and by nothing else that the server tells.
 *
 * @param connection to the node of the chain that is paid on
 * @param payer the key pair
 * @param chain the chain as CAIP-2 names it
 */
export const solanaPayWallet = (connection, payer, chain) => ({
  accepts: ({ asset }) => asset.id.startsWith(`${chain}/`),
  async pay(terms) {
    const { recipient, amount, splToken, reference, memo } = parseURL(terms.paymentUri);
    const transaction = await createTransfer(
      connection,
      payer.publicKey,
      { recipient, amount, splToken, reference, memo },
      { commitment: 'confirmed' },
    );
    const signature = await sendAndPoll(connection, transaction, payer);
    return { type: 'solana', signature, reference: terms.reference, senderWallet: payer.publicKey.toBase58() };
  },
});
