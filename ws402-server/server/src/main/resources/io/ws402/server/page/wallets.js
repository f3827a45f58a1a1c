// What can pay here: wallets of this browser, one on another device, an account of credits, and what a developer brings.

import { creditsWallet, evmFinder, evmWallet, qrWallet } from './client/index.js';
import { developmentWallets } from './development.js';
import { $ } from './dom.js';
import { showCode } from './code.js';
import { Solana } from './solana.js';

const CODE = 'code';

/** Everything there is as `{id, name, about, wallet}`; `onChange` hears when another one announces itself. */
export class Wallets {
  #onChange;
  #announced = new Map();
  #development = developmentWallets(location.hash);
  #solana;

  /** `nodes` are those of Solana that the server names. */
  constructor(nodes, onChange) {
    this.#onChange = onChange;
    this.#solana = new Solana(nodes, onChange);
    window.addEventListener('eip6963:announceProvider', ({ detail }) => this.#announce(detail));
    window.dispatchEvent(new Event('eip6963:requestProvider'));
  }

  all() {
    return [...this.#development, ...this.#ofThisBrowser(), ...this.#solana.wallets(), CREDITS, this.#elsewhere()];
  }

  /** Why a wallet of this browser can not pay with an asset, where the server is to blame; else empty. */
  shortfall({ asset }) {
    return this.#solana.lacksNode(asset)
      ? 'Wallets of this browser can not pay on Solana here, since the server names no node of that chain. The QR code can.'
      : '';
  }

  /** All ways to pay what is taken, `{id, label, offer, wallet, isByHand}`, with what a session was paid with first. */
  ways(accepts, paid) {
    const isPaid = ({ id, offer }) => id === paid.id && offer.asset.id === paid.offer.asset.id;
    const ways = this.all()
      .filter(({ needsAccount }) => !needsAccount || $('account-name').value.trim() !== '')
      .flatMap(({ id, name, wallet }) => accepts.filter((offer) => wallet.accepts(offer)).map((offer) =>
        ({ id, offer, wallet, label: `${offer.asset.symbol} on ${offer.network}, ${name}`, isByHand: id === CODE })));
    return [...ways.filter(isPaid), ...ways.filter((way) => !isPaid(way))];
  }

  #announce({ info, provider }) {
    this.#announced.set(info.uuid, { name: String(info.name), provider });
    this.#onChange();
  }

  /** EIP-6963 where wallets know it, else the one that took `window.ethereum`. */
  #ofThisBrowser() {
    const found = [...this.#announced.values()];
    if (found.length === 0 && window.ethereum) {
      found.push({ name: 'Browser wallet', provider: window.ethereum });
    }
    return found.map(({ name, provider }, i) => ({
      id: `browser-${i}`, name, about: 'In this browser', provider, wallet: evmWallet(provider),
    }));
  }

  #elsewhere() {
    const find = async (terms, tools) => {
      const finder = this.#solana.finder(terms.offer.asset);
      if (finder) {
        return finder(terms, tools);
      }
      const provider = await this.#nodeOf(terms.chainId);
      return provider && evmFinder(provider)(terms, tools);
    };
    return { id: CODE, name: 'QR code', about: 'A wallet on another device', wallet: qrWallet({ show: showCode, find }) };
  }

  /** Somebody here who can look at that chain. */
  async #nodeOf(chainId) {
    for (const { provider } of [...this.#development, ...this.#ofThisBrowser()].filter((each) => each.provider)) {
      const chain = await provider.request({ method: 'eth_chainId' }).catch(() => undefined);
      if (chainId !== undefined && Number(chain) === chainId) {
        return provider;
      }
    }
    return undefined;
  }
}

/** The account is read when it pays, not before. */
const CREDITS = {
  id: 'credits',
  name: 'Account of credits',
  about: 'At this gateway',
  needsAccount: true,
  wallet: {
    accepts: creditsWallet({ account: '', secret: '' }).accepts,
    pay: (terms) => creditsWallet({ account: $('account-name').value.trim(), secret: $('account-secret').value.trim() }).pay(terms),
  },
};
