// Wallets for trying things out, which whoever starts a demo puts behind the # of the address: no server sees that part.
//   #wallet=development&rpc=http://127.0.0.1:4032&account=0x…&credits=acc_…&secret=…

import { creditsWallet, evmWallet, rpcProvider } from './client/index.js';

/** Chains that only ever run on somebody's own machine: hardhat's and anvil's, ganache's. */
const CHAINS = [31337, 1337];
const HERE = ['127.0.0.1', 'localhost', '[::1]'];

/** The wallets that a fragment brings; none without `wallet=development`. */
export function developmentWallets(fragment) {
  const told = new URLSearchParams(fragment.slice(1));
  if (told.get('wallet') !== 'development') {
    return [];
  }
  const wallets = [];
  const [rpc, account, credits, secret] = ['rpc', 'account', 'credits', 'secret'].map((name) => told.get(name));
  if (rpc && account && isHere(rpc)) {
    const provider = rpcProvider(rpc);
    wallets.push({
      id: 'development',
      name: 'Development wallet',
      about: 'Play money on this machine’s chain',
      provider,
      wallet: evmWallet(provider, { chains: CHAINS, account }),
    });
  }
  if (credits && secret) {
    wallets.push({
      id: 'development-credits',
      name: 'Development credits',
      about: 'Play money at this gateway',
      wallet: creditsWallet({ account: credits, secret }),
    });
  }
  return wallets;
}

function isHere(address) {
  try {
    return HERE.includes(new URL(address).hostname);
  } catch (noUrl) {
    return false;
  }
}
