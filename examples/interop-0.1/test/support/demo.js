// The running system under test, as the document of `./ws402 demo --keep --json` describes it, and wallets on its chain.

import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Contract, JsonRpcProvider, NonceManager, Wallet, parseEther, parseUnits, toQuantity } from 'ethers';

const ERC20 = [
  'function balanceOf(address) view returns (uint256)',
  'function transfer(address to, uint256 amount) returns (bool)',
  'function approve(address spender, uint256 amount) returns (bool)',
];
const LIMIT_MS = 90_000;

export const demo = read(process.env.WS402_DEMO);

export const chain = new JsonRpcProvider(demo.evmRpcUrl, demo.chainId, {
  staticNetwork: true,
  cacheTimeout: -1,
  batchMaxCount: 1,
});
chain.pollingInterval = 200;

export const usdc = new Contract(demo.usdc, ERC20, chain);

function read(file) {
  if (!file) {
    throw new Error('WS402_DEMO names no file; run ./ws402 demo --keep --json > demo.json, then WS402_DEMO=demo.json npm test');
  }
  const document = JSON.parse(readFileSync(file, 'utf8'));
  if (!document.evmRpcUrl) {
    throw new Error('the demo runs without a local chain, which these tests pay on; ./ws402 doctor says why');
  }
  return document;
}

/** A new wallet with ten coins. */
export async function walletWithCoins() {
  const wallet = Wallet.createRandom().connect(chain);
  await chain.send('anvil_setBalance', [wallet.address, toQuantity(parseEther('10'))]);
  return wallet;
}

/** One of the demo's accounts, which hold tokens; each test file has its own, since transactions of one have an order. */
export function purse(number) {
  const account = new NonceManager(new Wallet(demo.accounts[number].privateKey, chain));
  return {
    /** A new wallet with ten coins and a hundred USDC. */
    async walletWithTokens() {
      const wallet = await walletWithCoins();
      const transfer = await usdc.connect(account).transfer(wallet.address, parseUnits('100', 6));
      await transfer.wait();
      return wallet;
    },
  };
}

/** What our gateway tells its operator. */
export async function asOperator(path) {
  const response = await fetch(demo.gatewayUrl + path, { headers: { Authorization: `Bearer ${demo.operatorApiKey}` } });
  if (!response.ok) {
    throw new Error(`${path} was answered with ${response.status}`);
  }
  return response.json();
}

/** A payment once it is settled and its refund, if there is one, confirmed. */
export function settled(paymentId) {
  return eventually(async () => {
    const payment = await asOperator(`/api/payments/${paymentId}`);
    return payment.state === 'settled' && payment.refunds.every((refund) => refund.state === 'confirmed') && payment;
  }, `the end of ${paymentId}`);
}

/** Waits until `look` finds something; the limit only keeps a broken test from waiting for ever. */
export async function eventually(look, what) {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const found = await look();
    if (found) {
      return found;
    }
    if (Date.now() > deadline) {
      throw new Error(`waited in vain for ${what}`);
    }
    await pause(100);
  }
}
