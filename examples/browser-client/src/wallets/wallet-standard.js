// The wallets of a browser that announce themselves by the Wallet Standard.

const READY = 'wallet-standard:app-ready';
const REGISTER = 'wallet-standard:register-wallet';

/**
 * Finds the wallets that know a chain of Solana, now and later; `onChange` hears of each. `stop()` listens no more.
 *
 * @type {typeof import('../index.d.ts').solanaWallets}
 */
export function solanaWallets(onChange = () => {}) {
  const found = new Set();
  const register = (...wallets) => {
    wallets.filter(isOfSolana).forEach((wallet) => found.add(wallet));
    onChange();
    return () => {
      wallets.forEach((wallet) => found.delete(wallet));
      onChange();
    };
  };
  const api = Object.freeze({ register });
  // Whoever was there before this hears that it may register, and whoever comes later is heard.
  /** @type {(event: any) => void} */
  const heard = ({ detail: callback }) => callback(api);
  window.addEventListener(REGISTER, heard);
  window.dispatchEvent(new CustomEvent(READY, { detail: api }));
  return { all: () => [...found], stop: () => window.removeEventListener(REGISTER, heard) };
}

function isOfSolana({ chains, features, accounts }) {
  return Array.isArray(chains) && chains.some((chain) => String(chain).startsWith('solana:'))
    && typeof features === 'object' && features !== null && Array.isArray(accounts);
}

/** Makes a wallet known to the pages' finders, those that are there and those that come. */
export function registerWallet(wallet) {
  const callback = ({ register }) => register(wallet);
  window.addEventListener(READY, (/** @type {any} */ event) => callback(event.detail));
  window.dispatchEvent(new CustomEvent(REGISTER, { detail: callback }));
}
