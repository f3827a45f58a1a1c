// Wallets for trying things out, which whoever starts a demo puts behind the # of the address: no server sees that part.
//   #wallet=development&rpc=http://127.0.0.1:4032&account=0x…&solana=KEY&credits=acc_…&secret=…

import { creditsWallet, developmentWallet, evmWallet, rpcProvider } from './client/index.js';
import { registerWallet } from './client/wallets/wallet-standard.js';

/** Chains that only ever run on somebody's own machine: hardhat's and anvil's, ganache's. */
const CHAINS = [31337, 1337];
const HERE = ['127.0.0.1', 'localhost', '[::1]'];

/** The wallets that a fragment brings; none without `wallet=development`. One of Solana announces itself, as others do. */
export function developmentWallets(fragment) {
  const told = new URLSearchParams(fragment.slice(1));
  if (told.get('wallet') !== 'development') {
    return [];
  }
  const wallets = [];
  const [rpc, account, solana, credits, secret] = ['rpc', 'account', 'solana', 'credits', 'secret'].map((name) => told.get(name));
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
  if (solana) {
    registerWallet(developmentWallet(solana));
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

/** Whether an address is on this machine. */
export function isHere(address) {
  try {
    return HERE.includes(new URL(address).hostname);
  } catch (noUrl) {
    return false;
  }
}
