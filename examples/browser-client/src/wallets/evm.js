// Coins and ERC-20 tokens of EVM chains, by whatever speaks EIP-1193.

import { heedAbort, pause, Ws402Error } from '../errors.js';

const TRANSFER = '0xa9059cbb'; // transfer(address,uint256)
const TRANSFERRED = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'; // Transfer(address,address,uint256)
const USER_REJECTED = 4001;
const UNKNOWN_CHAIN = 4902;
const POLL_MS = 1000;
const ANSWER_MS = 20_000;

/**
 * Pays by an EIP-1193 provider: a browser's wallet (`window.ethereum`), `rpcProvider`, or anything of one's own that
 * signs, with a method `request({method, params})`.
 *
 * `chains` are the numbers of the chains to pay on, all by default. `account` pays, else the wallet's first one.
 *
 * @type {typeof import('../index.d.ts').evmWallet}
 */
export function evmWallet(provider, { chains, account } = {}) {
  return {
    accepts({ asset }) {
      const [, chain] = /^eip155:(\d+)\/(?:slip44:|erc20:)/.exec(asset.id) ?? [];
      return chain !== undefined && (chains === undefined || chains.includes(Number(chain)));
    },
    async pay(terms, { signal } = {}) {
      const from = account ?? (await ask(provider, 'eth_requestAccounts', []))[0];
      if (!from) {
        throw new Ws402Error('wallet_locked', 'The wallet gives no account to pay with.');
      }
      await switchTo(provider, terms.chainId);
      heedAbort(signal);
      const txHash = await send(provider, transferOf(terms, from));
      return { type: terms.details.type, txHash, reference: terms.reference, senderAddress: from, chainId: terms.chainId };
    },
  };
}

/** The transaction that pays the terms: to their recipient, or to the token's contract. @param {import('../types.d.ts').Terms} terms */
export function transferOf(terms, from) {
  const { recipient = '', amount, tokenAddress } = terms;
  if (!/^0x[0-9a-fA-F]{40}$/.test(recipient)) {
    throw new Ws402Error('malformed', `The terms name no recipient on this chain: ${recipient}.`);
  }
  if (tokenAddress === undefined) {
    return { from, to: recipient, value: `0x${amount.toString(16)}` };
  }
  const words = [recipient.slice(2).toLowerCase(), amount.toString(16)].map((word) => word.padStart(64, '0'));
  return { from, to: tokenAddress, value: '0x0', data: TRANSFER + words.join('') };
}

/** What is asked before the payment moves nothing, so its failure is that nothing was paid. @returns {Promise<any>} */
async function ask(provider, method, params) {
  try {
    return await provider.request({ method, params });
  } catch (fault) {
    throw refused(fault, 'not_paid');
  }
}

async function switchTo(provider, chainId) {
  if (Number(await ask(provider, 'eth_chainId', [])) !== chainId) {
    await ask(provider, 'wallet_switchEthereumChain', [{ chainId: `0x${chainId.toString(16)}` }]);
  }
}

async function send(provider, transaction) {
  try {
    return await provider.request({ method: 'eth_sendTransaction', params: [transaction] });
  } catch (fault) {
    // A node or wallet that answers with an error has sent nothing; one that is gone may have.
    throw refused(fault, Number.isInteger(fault?.code) ? 'not_paid' : 'unknown');
  }
}

/** @param {import('../types.d.ts').Money} money */
function refused(fault, money) {
  const code = { [USER_REJECTED]: 'wallet_rejected', [UNKNOWN_CHAIN]: 'unknown_chain' }[fault?.code] ?? 'wallet_failed';
  return new Ws402Error(code, `The wallet refused: ${fault?.message ?? fault}`, { money, cause: fault });
}

/**
 * A node as an EIP-1193 provider, for development: the node signs for the accounts that it holds (anvil and hardhat hold
 * some). A key of one's own does not belong into a page; WebCrypto can not sign with one either.
 */
export function rpcProvider(url) {
  let id = 0;
  return {
    async request({ method, params = [] }) {
      const { result, error } = await answerOf(url, { jsonrpc: '2.0', id: (id += 1), method, params });
      if (error) {
        throw Object.assign(new Error(error.message), { code: error.code });
      }
      return result;
    },
  };
}

async function answerOf(url, question) {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(question),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return await answer.json();
  } catch (cause) {
    // Without its number, which would be taken for the node's own refusal.
    throw new Error(`${new URL(url).origin} does not answer ${question.method}.`, { cause });
  }
}

/**
 * Finds the payment of a quote on its chain, for a wallet that tells nobody what it has sent: looks through the blocks from
 * now on for a transfer of exactly the amount to the recipient. To be given to `qrWallet` as `find`.
 */
export function evmFinder(provider) {
  const request = (method, ...params) => provider.request({ method, params });
  return async (terms, { signal }) => {
    for (let next = Number(await request('eth_blockNumber')); ; ) {
      const head = Number(await request('eth_blockNumber'));
      for (; next <= head && !signal.aborted; next += 1) {
        const found = await paymentIn(request, `0x${next.toString(16)}`, terms);
        if (found) {
          return { type: terms.details.type, reference: terms.reference, chainId: terms.chainId, ...found };
        }
      }
      if (signal.aborted) {
        return undefined;
      }
      await pause(POLL_MS, signal);
    }
  };
}

async function paymentIn(request, block, { recipient, amount, tokenAddress }) {
  if (tokenAddress === undefined) {
    const { transactions } = await request('eth_getBlockByNumber', block, true);
    const paid = transactions.find(({ to, value }) => to?.toLowerCase() === recipient.toLowerCase() && BigInt(value) === amount);
    return paid && { txHash: paid.hash, senderAddress: paid.from };
  }
  const topics = [TRANSFERRED, null, `0x${recipient.slice(2).toLowerCase().padStart(64, '0')}`];
  const logs = await request('eth_getLogs', { address: tokenAddress, topics, fromBlock: block, toBlock: block });
  const paid = logs.find(({ data }) => BigInt(data) === amount);
  return paid && { txHash: paid.transactionHash, senderAddress: `0x${paid.topics[1].slice(26)}` };
}
