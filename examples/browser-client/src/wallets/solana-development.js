// A key as a wallet of the Wallet Standard, for trying things out on a chain of one's own.

import { Ws402Error } from '../errors.js';
import { decode, encode } from '../solana/base58.js';
import { SolanaNode } from '../solana/node.js';
import { partsOf } from '../solana/transaction.js';

const CHAINS = Object.freeze(['solana:localnet']);
const SEED_BYTES = 32;
/** An Ed25519 private key as PKCS #8 has it (RFC 8410), before the seed. */
const PKCS8 = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
// A transparent pixel: the standard asks for a picture.
const ICON = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

/**
 * Signs with a key for `solana:localnet` alone, without asking anybody; with `rpc` it sends too. A key of one's own does
 * not belong into a page.
 *
 * @type {typeof import('../index.d.ts').developmentWallet}
 */
export function developmentWallet(secretKey, { rpc, name = 'Development wallet' } = {}) {
  const bytes = decode(secretKey, SEED_BYTES * 2);
  if (!bytes) {
    throw new Ws402Error('invalid_secret', 'A key of Solana is written as 64 bytes in base58.');
  }
  const publicKey = bytes.slice(SEED_BYTES);
  const key = crypto.subtle.importKey(
    'pkcs8', Uint8Array.from([...PKCS8, ...bytes.slice(0, SEED_BYTES)]), { name: 'Ed25519' }, false, ['sign'],
  );
  // Whoever signs hears of it; until then nobody does.
  key.catch(() => {});
  const sign = async ({ transaction }) => {
    const message = /** @type {any} */ (partsOf(transaction)).message;
    const signature = await crypto.subtle.sign({ name: 'Ed25519' }, await key, message);
    const signedTransaction = Uint8Array.from(transaction);
    signedTransaction.set(new Uint8Array(signature), 1);
    return { signedTransaction };
  };
  const send = async (input) => {
    const { signedTransaction } = await sign(input);
    await new SolanaNode(rpc).send(signedTransaction);
    return { signature: partsOf(signedTransaction)?.signature };
  };
  const transactions = { version: '1.0.0', supportedTransactionVersions: ['legacy', 0] };
  const features = {
    'standard:connect': { version: '1.0.0', connect: async () => ({ accounts }) },
    'solana:signTransaction': { ...transactions, signTransaction: (...inputs) => Promise.all(inputs.map(sign)) },
    ...(rpc && {
      'solana:signAndSendTransaction': { ...transactions, signAndSendTransaction: (...inputs) => Promise.all(inputs.map(send)) },
    }),
  };
  const accounts = [{ address: encode(publicKey), publicKey, chains: CHAINS, features: Object.keys(features) }];
  return { version: '1.0.0', name, icon: ICON, chains: CHAINS, features, accounts };
}
