// Transactions of the chain's own: it has a purse that pays, mints and freezes, through the same door as everybody's.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  appendTransactionMessageInstructions,
  createKeyPairSignerFromBytes,
  createTransactionMessage,
  getBase58Decoder,
  getTransactionEncoder,
  pipe,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from '@solana/kit';
import { RpcError, sentence } from './errors.mjs';
import { decodeTransaction } from './wire.mjs';

const MEMO_PROGRAM = 'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr';

/** A new key pair: 64 bytes, the secret half first, as Solana's tools keep them. */
export const newSecretKey = () => {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return Buffer.concat([Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')]);
};

export const newSigner = () => createKeyPairSignerFromBytes(newSecretKey());

export const base58 = (bytes) => getBase58Decoder().decode(bytes);

/** Signs instructions, paid by one signer, and executes them in the open slot; returns the signature. */
export const execute = async (bank, payer, instructions) => {
  const { blockhash, lastValidBlockHeight } = bank.chain.latestBlockhash('processed');
  // Two that ask for the same at the same moment must not get the same signature.
  const unique = { programAddress: MEMO_PROGRAM, data: Buffer.from(randomBytes(8).toString('hex')) };
  const signed = await signTransactionMessageWithSigners(
    pipe(
      createTransactionMessage({ version: 0 }),
      (message) => setTransactionMessageFeePayerSigner(payer, message),
      (message) => setTransactionMessageLifetimeUsingBlockhash({ blockhash, lastValidBlockHeight }, message),
      (message) => appendTransactionMessageInstructions([...instructions, unique], message),
    ),
  );
  const sent = decodeTransaction(new Uint8Array(getTransactionEncoder().encode(signed)));
  const outcome = bank.execute(sent);
  if (!outcome || outcome.err !== null) {
    throw RpcError.invalid(`The chain's own transaction failed: ${outcome ? sentence(outcome.err) : 'no block took it up'}`);
  }
  return sent.signature;
};
