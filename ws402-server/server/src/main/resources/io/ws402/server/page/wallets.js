// What can pay here: wallets of this browser, one on another device, an account of credits, and what a developer brings.

import { creditsWallet, evmFinder, evmWallet, qrWallet } from './client/index.js';
import { developmentWallets } from './development.js';
import { $ } from './dom.js';
import { showCode } from './code.js';

/** Everything there is as `{id, name, about, wallet}`; `onChange` hears when another one announces itself. */
export class Wallets {
  #onChange;
  #announced = new Map();
  #development = developmentWallets(location.hash);

  constructor(onChange) {
    this.#onChange = onChange;
    window.addEventListener('eip6963:announceProvider', ({ detail }) => this.#announce(detail));
    window.dispatchEvent(new Event('eip6963:requestProvider'));
  }

  all() {
    return [...this.#development, ...this.#ofThisBrowser(), CREDITS, this.#elsewhere()];
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
      const provider = await this.#nodeOf(terms.chainId);
      return provider && evmFinder(provider)(terms, tools);
    };
    return { id: 'code', name: 'QR code', about: 'A wallet on another device', wallet: qrWallet({ show: showCode, find }) };
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
