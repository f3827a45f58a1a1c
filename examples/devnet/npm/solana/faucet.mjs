// Gives SOL to whoever asks.
import { getTransferSolInstruction, SYSTEM_PROGRAM_ADDRESS } from '@solana-program/system';
import { execute } from './signing.mjs';

const LAMPORTS = 4n * 10n ** 18n;

export class Faucet {
  #bank;
  #signer;

  constructor(bank, signer) {
    this.#bank = bank;
    this.#signer = signer;
    bank.accounts.set({
      address: signer.address,
      lamports: LAMPORTS,
      data: new Uint8Array(),
      programAddress: SYSTEM_PROGRAM_ADDRESS,
      executable: false,
      space: 0n,
    });
  }

  /** Sends lamports; returns the signature. */
  give(destination, amount) {
    return execute(this.#bank, this.#signer, [getTransferSolInstruction({ source: this.#signer, destination, amount })]);
  }
}
