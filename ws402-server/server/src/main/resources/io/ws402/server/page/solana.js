// Wallets of Solana that announce themselves in this browser. What they pay with is read from a node that the server names.

import { solanaFinder, solanaWallet, solanaWallets } from './client/index.js';
import { walletChain } from './client/solana/node.js';
import { wayOf } from './client/wallets/solana.js';
import { isHere } from './development.js';

const MAINNET = 'solana:mainnet';
const LOCALNET = 'solana:localnet';
const SENDS = 'solana:signAndSendTransaction';

/** Pays on the clusters of which the server names a node, `nodes`, URLs by `mainnet`, `devnet`, …. */
export class Solana {
  #nodes;
  #found;

  constructor(nodes, onChange) {
    this.#nodes = nodes;
    this.#found = solanaWallets(onChange);
  }

  /** Whether an asset is on Solana and there is no node to pay with it in this browser. */
  lacksNode(asset) {
    return walletChain(asset) !== undefined && this.#nodeOf(asset) === undefined;
  }

  wallets() {
    return this.#found.all().map((standard, i) => ({
      id: `solana-${i}`, name: String(standard.name), about: 'In this browser', wallet: this.#payingBy(standard),
    }));
  }

  /** What finds a payment on the asset's chain; undefined without a node. */
  finder(asset) {
    const rpc = this.#nodeOf(asset);
    return rpc && solanaFinder(rpc);
  }

  #nodeOf(asset) {
    const chain = walletChain(asset);
    const rpc = this.#nodes[chain?.replace('solana:', '')];
    return chain !== LOCALNET || (rpc && isHere(rpc)) ? rpc : undefined;
  }

  /**
   * A signature is good on every cluster whose block hash it has. So what is signed for a cluster of play money goes to the
   * wallet's own node or to one on this machine, never to one that may be the main network's in disguise.
   */
  #payingBy(standard) {
    const walletFor = (asset) => {
      const rpc = this.#nodeOf(asset);
      const isSafe = walletChain(asset) === MAINNET || wayOf(standard) === SENDS || (rpc && isHere(rpc));
      return rpc && isSafe ? solanaWallet(standard, { rpc }) : undefined;
    };
    return {
      accepts: (offer) => walletFor(offer.asset)?.accepts(offer) ?? false,
      pay: (terms, tools) => walletFor(terms.offer.asset).pay(terms, tools),
    };
  }
}
