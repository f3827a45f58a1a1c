// From terms to the transaction that pays them.

import { Ws402Error } from '../errors.js';
import { associatedAccount, bytesOf, TOKEN, TOKEN_2022 } from './addresses.js';
import { createAccount, memo, transfer, transferChecked, unsigned } from './transaction.js';

const MINT_DECIMALS = 44;
const ACCOUNT_UNITS = 64;

/**
 * The transaction by which the payer pays the terms: their memo, where they ask for one, and a transfer that names their
 * reference.
 *
 * @param {import('../types.d.ts').Terms} terms
 * @param {string} payer
 * @param {import('./node.js').SolanaNode} node
 * @returns `{transaction, lastValidBlockHeight}`
 * @throws Ws402Error malformed, insufficient_funds, no_token_account (unless `createsAccounts`); nothing has moved then
 */
export async function draft(terms, payer, node, { createsAccounts = false } = {}) {
  const { recipient = '', amount, offer } = terms;
  bytesOf(recipient, 'recipient');
  const words = new URLSearchParams(terms.paymentUri?.split('?')[1]);
  const references = referencesOf(terms, words);
  const mint = /\/token:(.+)$/.exec(offer.asset.id)?.[1];
  const instructions = mint
    ? await tokenTransfer({ mint, payer, recipient, amount, decimals: offer.asset.decimals, references, createsAccounts }, node)
    : [transfer(payer, recipient, amount, references)];
  const note = words.get('memo');
  if (note !== null) {
    // Right before the transfer, where Solana Pay has it.
    instructions.splice(-1, 0, memo(note));
  }
  const { blockhash, lastValidBlockHeight } = await node.latest();
  return { transaction: unsigned(payer, blockhash, instructions), lastValidBlockHeight };
}

/** The quote's own key; the link names that, or nothing. */
function referencesOf({ reference }, words) {
  if (words.getAll('reference').some((named) => named !== reference)) {
    throw new Ws402Error('malformed', 'The link to pay names another reference than its quote.');
  }
  bytesOf(reference, 'reference');
  return [reference];
}

async function tokenTransfer({ mint, payer, recipient, amount, decimals, references, createsAccounts }, node) {
  bytesOf(mint, 'mint');
  const [token] = await node.accounts(mint);
  const program = token?.program;
  if (program !== TOKEN && program !== TOKEN_2022) {
    throw new Ws402Error('malformed', `There is no token at ${mint}.`);
  }
  if (token.data[MINT_DECIMALS] !== decimals) {
    throw new Ws402Error('malformed', `The token has ${token.data[MINT_DECIMALS]} decimals, ${decimals} were offered.`);
  }
  const [source, destination] = await Promise.all([payer, recipient].map((owner) => associatedAccount(owner, mint, program)));
  const [held, receiving] = await node.accounts(source, destination);
  const units = held ? new DataView(held.data.buffer).getBigUint64(ACCOUNT_UNITS, true) : 0n;
  if (units < amount) {
    throw new Ws402Error('insufficient_funds', `${payer} holds ${units} units of the token; ${amount} are needed.`);
  }
  if (!receiving && !createsAccounts) {
    throw new Ws402Error(
      'no_token_account',
      `${recipient} has no account for this token, and making one would cost ${payer} about 0.002 SOL besides, which is done only where it is allowed (createsAccounts).`,
    );
  }
  const creation = receiving ? [] : [createAccount({ payer, account: destination, owner: recipient, mint, program })];
  return [...creation, transferChecked({ program, source, mint, destination, owner: payer, amount, decimals, references })];
}
