// What a payer asks a node of Solana, over JSON-RPC.

import { Ws402Error } from '../errors.js';
import { rpcProvider } from '../wallets/evm.js';

const CONFIRMED = { commitment: 'confirmed' };
const GENESIS_IN_ID = 32;
/** The clusters that wallets know by name, by the beginning of their genesis hash, as CAIP-2 has it. */
const CLUSTERS = {
  '5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp': 'mainnet',
  EtWTRABZaYq6iMfeYKouRu166VU2xqa1: 'devnet',
  '4uhcVJyU9pJkvQyS88uRDiswHScSQY3z': 'testnet',
};

/** The chain's name in the Wallet Standard, `solana:mainnet`; a cluster of one's own is `solana:localnet`. Undefined for others. */
export function walletChain(asset) {
  const [, genesis] = /^solana:([1-9A-HJ-NP-Za-km-z]{32})\/(?:slip44:501|token:.+)$/.exec(asset.id) ?? [];
  return genesis && `solana:${CLUSTERS[genesis] ?? 'localnet'}`;
}

/** A node, by its URL or as `{request({method, params})}`. Its methods throw whatever the request does. */
export class SolanaNode {
  #provider;

  constructor(rpc) {
    this.#provider = typeof rpc === 'string' || rpc instanceof URL ? rpcProvider(String(rpc)) : rpc;
  }

  #ask(method, ...params) {
    return this.#provider.request({ method, params });
  }

  /** @throws Ws402Error wrong_chain unless it serves the asset's chain */
  async check(asset) {
    const genesis = await this.#ask('getGenesisHash');
    if (!asset.id.startsWith(`solana:${String(genesis).slice(0, GENESIS_IN_ID)}/`)) {
      throw new Ws402Error('wrong_chain', `The node serves another chain (${genesis}) than ${asset.id} is on.`);
    }
  }

  /** @returns `{blockhash, lastValidBlockHeight}` */
  async latest() {
    return (await this.#ask('getLatestBlockhash', CONFIRMED)).value;
  }

  /** Accounts as `{program, data}`, undefined where there is none. */
  async accounts(...addresses) {
    const { value } = await this.#ask('getMultipleAccounts', addresses, { ...CONFIRMED, encoding: 'base64' });
    return value.map((account) => account && {
      program: account.owner,
      data: Uint8Array.from(atob(account.data[0]), (character) => character.charCodeAt(0)),
    });
  }

  /** @param {Uint8Array} transaction */
  send(transaction) {
    const text = btoa(String.fromCharCode(...transaction));
    return this.#ask('sendTransaction', text, { encoding: 'base64', preflightCommitment: 'confirmed' });
  }

  /** The first transaction that named a reference and did not fail, if there is one. */
  async paying(reference) {
    const found = await this.#ask('getSignaturesForAddress', reference, CONFIRMED);
    return found.filter(({ err }) => err === null).at(-1)?.signature;
  }

  /** What became of a transaction, and when the node looked. */
  async status(signature) {
    const { context, value: [status] } = await this.#ask('getSignatureStatuses', [signature], { searchTransactionHistory: true });
    return { slot: context.slot, ...status, isKnown: status !== null };
  }

  /** The newest block that nothing can undo. @returns `{blockHeight, absoluteSlot}` */
  finalized() {
    return this.#ask('getEpochInfo', { commitment: 'finalized' });
  }
}
