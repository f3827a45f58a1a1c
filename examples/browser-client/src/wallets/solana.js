// SOL and SPL tokens, by wallets that speak the Wallet Standard.

import { heedAbort, pause, Ws402Error } from '../errors.js';
import { encode } from '../solana/base58.js';
import { untilDecided, untilFound } from '../solana/fate.js';
import { SolanaNode, walletChain } from '../solana/node.js';
import { draft } from '../solana/payment.js';
import { partsOf } from '../solana/transaction.js';

const CONNECT = 'standard:connect';
const SEND = 'solana:signAndSendTransaction';
const SIGN = 'solana:signTransaction';
const OPTIONS = { preflightCommitment: 'confirmed' };
const SIGNATURE_BYTES = 64;
const POLL_MS = 1000;
/** EIP-1193's, which many wallets use here too, and the Wallet Standard's own. */
const USER_REJECTED = [4001, 4001000];
const ALREADY_THERE = /already (?:been )?processed/i;
const SURELY_NOT_SENT = /simulation failed|blockhash ?not ?found|signature verification fail|failed to deserialize|invalid base64|too large/i;

/**
 * Pays by a wallet of the Wallet Standard: one of `solanaWallets`, or anything of one's own of the same form. The wallet
 * sends the payment, or only signs it and the node sends it.
 *
 * `rpc` is a node of the chain that is paid on, its URL or `{request({method, params})}`; `account` is the address that
 * pays, else the wallet's first one. With `createsAccounts` the recipient's token account is made where there is none.
 *
 * @type {typeof import('../index.d.ts').solanaWallet}
 */
export function solanaWallet(wallet, { rpc, account, createsAccounts }) {
  const node = new SolanaNode(rpc);
  return {
    accepts({ asset }) {
      const chain = walletChain(asset);
      return chain !== undefined && wallet.chains.includes(chain) && CONNECT in wallet.features && wayOf(wallet) !== undefined;
    },
    async pay(terms, { signal } = {}) {
      const chain = walletChain(terms.offer.asset);
      const payer = await connected(wallet, chain, account);
      const drafted = await asked(async () => {
        await node.check(terms.offer.asset);
        return draft(terms, payer.address, node, { createsAccounts });
      }, 'node_failed', 'The node');
      heedAbort(signal);
      const pay = wayOf(wallet) === SEND ? sendByWallet : sendByNode;
      const signature = await pay({ wallet, node, payer, chain, terms, drafted, signal });
      return { type: terms.details.type, signature, reference: terms.reference, senderWallet: payer.address };
    },
  };
}

/** How a wallet can pay: by sending where it can, for then it sees to what becomes of it. */
export function wayOf({ features }) {
  return [SEND, SIGN].find((way) => features[way]?.supportedTransactionVersions.includes('legacy'));
}

async function connected(wallet, chain, address) {
  const fits = (each) => each.chains.includes(chain) && (address === undefined || each.address === address);
  const found = wallet.accounts.find(fits)
    ?? await asked(async () => (await wallet.features[CONNECT].connect()).accounts.find(fits), 'wallet_failed', 'The wallet');
  if (!found) {
    throw new Ws402Error('wallet_locked', `The wallet gives no account to pay with on ${chain}.`);
  }
  return found;
}

async function sendByWallet({ wallet, node, payer, chain, terms, drafted, signal }) {
  try {
    const [{ signature }] = await wallet.features[SEND].signAndSendTransaction(
      { account: payer, chain, transaction: drafted.transaction, options: OPTIONS },
    );
    if (signature.length !== SIGNATURE_BYTES) {
      throw new Error('it gives no signature');
    }
    return encode(signature);
  } catch (fault) {
    if (isRejected(fault)) {
      throw refused(fault, 'wallet_rejected', 'The wallet');
    }
    // A wallet that fails may have sent it before.
    return untilFound({ node, reference: terms.reference, ...drafted, cause: fault, signal });
  }
}

async function sendByNode({ wallet, node, payer, chain, drafted, signal }) {
  const input = { account: payer, chain, transaction: drafted.transaction, options: OPTIONS };
  const bytes = await asked(
    async () => Uint8Array.from((await wallet.features[SIGN].signTransaction(input))[0].signedTransaction),
    'wallet_failed', 'The wallet',
  );
  const its = partsOf(bytes);
  if (!its || its.signature.every((byte) => byte === 0)) {
    throw new Ws402Error('wallet_failed', 'The wallet has not signed.');
  }
  const signature = encode(its.signature);
  // Only we hold what is signed.
  heedAbort(signal);
  try {
    await node.send(bytes);
    return signature;
  } catch (fault) {
    if (Number.isInteger(fault?.code) && SURELY_NOT_SENT.test(fault.message) && !ALREADY_THERE.test(fault.message)) {
      throw refused(fault, 'transaction_failed', 'The node');
    }
    // Whether what the wallet has changed expires with our block hash is not known.
    const isOurs = String(its.message) === String(partsOf(drafted.transaction)?.message);
    const lastValidBlockHeight = isOurs ? drafted.lastValidBlockHeight : undefined;
    return untilDecided({ node, signature, lastValidBlockHeight, cause: fault, signal });
  }
}

/** What is asked before the payment moves nothing, so its failure is that nothing was paid. */
async function asked(question, code, who) {
  try {
    return await question();
  } catch (fault) {
    throw fault instanceof Ws402Error ? fault : refused(fault, isRejected(fault) ? 'wallet_rejected' : code, who);
  }
}

function isRejected(fault) {
  return USER_REJECTED.includes(fault?.code) || USER_REJECTED.includes(fault?.context?.__code);
}

function refused(fault, code, who) {
  return new Ws402Error(code, `${who} refused: ${fault?.message ?? fault}`, { cause: fault });
}

/**
 * Finds the payment of a quote on its chain by its reference, for a wallet that tells nobody what it has sent. To be given
 * to `qrWallet` as `find`.
 *
 * @type {typeof import('../index.d.ts').solanaFinder}
 */
export function solanaFinder(rpc) {
  const node = new SolanaNode(rpc);
  return async (terms, { signal }) => {
    await node.check(terms.offer.asset);
    while (!signal.aborted) {
      // A node that does not answer now may do so later.
      const signature = await node.paying(terms.reference).catch(() => undefined);
      if (signature) {
        return { type: terms.details.type, signature, reference: terms.reference };
      }
      await pause(POLL_MS, signal);
    }
    return undefined;
  };
}
