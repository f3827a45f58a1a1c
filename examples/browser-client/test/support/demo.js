// The running system under test, as the document of `./ws402 demo --keep --json` describes it, and payers in it.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { creditsWallet, evmWallet, rpcProvider } from '../../src/index.js';

const LIMIT_MS = 60_000;
const COINS = 10n ** 19n;
const BALANCE_OF = '0x70a08231';
const TRANSFER = '0xa9059cbb';

/** Undefined when these tests run without a system. */
export const demo = process.env.WS402_DEMO && JSON.parse(readFileSync(process.env.WS402_DEMO, 'utf8'));

/** Why the tests of the whole system can not run, or false. */
export const withoutDemo = demo
  ? !demo.evmRpcUrl && 'the demo runs without a local chain; ./ws402 doctor says why'
  : 'WS402_DEMO names no file: ./ws402 demo --keep --json > demo.json, then WS402_DEMO=demo.json npm test';

export const node = demo && rpcProvider(demo.evmRpcUrl);

const rpc = (method, ...params) => node.request({ method, params });

/** A new account with ten coins, and a wallet for it: the local chain's node signs for everybody. */
export async function payerWithCoins() {
  await rpc('anvil_autoImpersonateAccount', true);
  const account = `0x${randomBytes(20).toString('hex')}`;
  await rpc('anvil_setBalance', account, `0x${COINS.toString(16)}`);
  return {
    account,
    wallet: evmWallet(node, { account }),
    coins: async () => BigInt(await rpc('eth_getBalance', account, 'latest')),
    tokens: async () => BigInt(await rpc('eth_call', { to: demo.usdc, data: BALANCE_OF + word(account) }, 'latest')),
  };
}

/** The same, with a hundred USDC. */
export async function payerWithTokens() {
  const payer = await payerWithCoins();
  const data = TRANSFER + word(payer.account) + (100_000_000n).toString(16).padStart(64, '0');
  const hash = await rpc('eth_sendTransaction', { from: demo.accounts[6].address, to: demo.usdc, data });
  await eventually(() => rpc('eth_getTransactionReceipt', hash), 'tokens');
  return payer;
}

/** What the network took for a transaction. */
export async function networkFee(hash) {
  const { gasUsed, effectiveGasPrice } = await rpc('eth_getTransactionReceipt', hash);
  return BigInt(gasUsed) * BigInt(effectiveGasPrice);
}

/** A new account of credits, and a wallet for it. */
export async function payerWithCredits(units = 1_000_000) {
  const { account, secret } = await asOperator('/api/credits/accounts', {});
  await asOperator(`/api/credits/accounts/${account}/grants`, { grantId: `of-${account}`, amount: units });
  return { account, secret, wallet: creditsWallet({ account, secret }) };
}

/** What the gateway tells its operator. */
export async function asOperator(path, body) {
  const answer = await fetch(demo.gatewayUrl + path, {
    method: body ? 'POST' : 'GET',
    headers: { Authorization: `Bearer ${demo.operatorApiKey}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) {
    throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`);
  }
  return answer.json();
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
    await pause(50);
  }
}

function word(address) {
  return address.slice(2).toLowerCase().padStart(64, '0');
}
