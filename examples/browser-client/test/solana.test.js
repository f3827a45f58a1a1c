// Wallets of Solana: what they are asked for, and where the money is when they fail. The node and the wallets are fakes
// that say what a test tells them to; the transactions are compared with @solana/web3.js in examples/devnet/solana-clients.

import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { describe, test } from 'node:test';
import { developmentWallet, qrWallet, solanaFinder, solanaWallet, solanaWallets } from '../src/index.js';
import { readTerms } from '../src/schema.js';
import { associatedAccount, isOnCurve, TOKEN, TOKEN_2022 } from '../src/solana/addresses.js';
import { decode, encode } from '../src/solana/base58.js';
import { walletChain } from '../src/solana/node.js';
import { partsOf } from '../src/solana/transaction.js';
import { registerWallet } from '../src/wallets/wallet-standard.js';

const GENESIS = encode(new Uint8Array(32).fill(9));
const CHAIN = `solana:${GENESIS.slice(0, 32)}`;
const KEY = (byte) => encode(new Uint8Array(32).fill(byte));
const [RECIPIENT, REFERENCE, MINT, BLOCKHASH] = [1, 2, 3, 4].map(KEY);
const SOL = { id: `${CHAIN}/slip44:501`, symbol: 'SOL', decimals: 9 };
const USDC = { id: `${CHAIN}/token:${MINT}`, symbol: 'USDC', decimals: 6 };
const LAST_VALID = 100;
const SIGNATURE = new Uint8Array(64).fill(5);

const termsOf = (asset, terms = {}) => ({
  offer: { method: 'solana', network: 'localnet', asset }, amount: 300n, recipient: RECIPIENT, reference: REFERENCE,
  paymentUri: `solana:${RECIPIENT}?amount=0.0000003&reference=${REFERENCE}&memo=pay_1`, details: { type: 'solana' }, ...terms,
});

const mintData = (decimals) => Uint8Array.from({ length: 82 }, (_, i) => (i === 44 ? decimals : 0));
const holding = (units) => {
  const data = new Uint8Array(165);
  new DataView(data.buffer).setBigUint64(64, units, true);
  return data;
};

/** A fake node: `answers` by their method, values or functions of the parameters; every call is in `asked`. */
function nodeOf(answers = {}) {
  const asked = [];
  const all = {
    getGenesisHash: GENESIS,
    getLatestBlockhash: { value: { blockhash: BLOCKHASH, lastValidBlockHeight: LAST_VALID } },
    getSignaturesForAddress: [],
    getEpochInfo: { blockHeight: LAST_VALID + 2, absoluteSlot: 1000 },
    getSignatureStatuses: { context: { slot: 1000 }, value: [null] },
    ...answers,
  };
  return {
    asked,
    request: async ({ method, params }) => {
      asked.push(method);
      const answer = all[method];
      return typeof answer === 'function' ? answer(...params) : answer;
    },
  };
}

/** A node that knows accounts, by address. */
const nodeWith = (accounts, answers) => nodeOf({
  getMultipleAccounts: (addresses) => ({
    value: addresses.map((address) => accounts[address] && {
      owner: accounts[address].program, data: [Buffer.from(accounts[address].data).toString('base64'), 'base64'],
    }),
  }),
  ...answers,
});

const ACCOUNT = { address: KEY(7), publicKey: new Uint8Array(32).fill(7), chains: ['solana:localnet'], features: [] };

/** A fake wallet that sends, or only signs, as it is told. */
function walletOf({ send, sign, chains = ['solana:localnet'], versions = ['legacy', 0], accounts = [ACCOUNT] } = {}) {
  const inputs = [];
  const transactions = { version: '1.0.0', supportedTransactionVersions: versions };
  const acting = (act) => async (...given) => {
    inputs.push(...given);
    return Promise.all(given.map(act));
  };
  return {
    inputs,
    version: '1.0.0', name: 'Fake', icon: 'data:,', chains, accounts: [],
    features: {
      'standard:connect': { version: '1.0.0', connect: async () => ({ accounts }) },
      ...(send && { 'solana:signAndSendTransaction': { ...transactions, signAndSendTransaction: acting(send) } }),
      ...(sign && { 'solana:signTransaction': { ...transactions, signTransaction: acting(sign) } }),
    },
  };
}

const sends = async () => ({ signature: SIGNATURE });
const signs = async ({ transaction }) => {
  const signedTransaction = Uint8Array.from(transaction);
  signedTransaction.set(SIGNATURE, 1);
  return { signedTransaction };
};
const fails = (error) => async () => {
  throw error;
};
const refusal = (code, message = 'no') => Object.assign(new Error(message), { code });
const rejection = (promise) => promise.then(() => assert.fail('it should have failed'), (error) => error);

const pay = (wallet, node, terms = termsOf(SOL), options = {}) => solanaWallet(wallet, { rpc: node, ...options }).pay(terms, {});

describe('a wallet of the Wallet Standard', () => {
  test('is asked to send a transaction that pays and names the reference; its signature is the proof', async () => {
    const wallet = walletOf({ send: sends, sign: signs });

    const proof = await pay(wallet, nodeOf());

    assert.deepEqual(proof, { type: 'solana', signature: encode(SIGNATURE), reference: REFERENCE, senderWallet: ACCOUNT.address });
    const [{ account, chain, transaction, options }] = wallet.inputs;
    assert.deepEqual([account, chain, options], [ACCOUNT, 'solana:localnet', { preflightCommitment: 'confirmed' }]);
    const text = Buffer.from(transaction).toString('latin1');
    for (const address of [RECIPIENT, REFERENCE, BLOCKHASH]) {
      assert.ok(text.includes(Buffer.from(decode(address, 32)).toString('latin1')), address);
    }
    assert.ok(text.includes('pay_1'), 'the memo');
  });

  test('that only signs has its transaction sent by the node', async () => {
    const sent = [];
    const node = nodeOf({ sendTransaction: (text) => sent.push(text) });

    const proof = await pay(walletOf({ sign: signs }), node);

    assert.equal(proof.signature, encode(SIGNATURE));
    assert.deepEqual(partsOf(Uint8Array.from(Buffer.from(sent[0], 'base64'))).signature, SIGNATURE);
  });

  test('pays tokens of either program, and makes the account that they go to where there is none, if that is allowed', async () => {
    for (const program of [TOKEN, TOKEN_2022]) {
      const [source, destination] = await Promise.all([ACCOUNT.address, RECIPIENT].map((owner) => associatedAccount(owner, MINT, program)));
      const accounts = { [MINT]: { program, data: mintData(6) }, [source]: { program, data: holding(300n) } };
      const sizes = [];
      for (const there of [accounts, { ...accounts, [destination]: { program, data: holding(0n) } }]) {
        const wallet = walletOf({ send: sends });
        await pay(wallet, nodeWith(there), termsOf(USDC), { createsAccounts: true });
        const { transaction } = wallet.inputs[0];
        assert.ok(Buffer.from(transaction).includes(Buffer.from(decode(destination, 32))));
        sizes.push(transaction.length);
      }
      assert.ok(sizes[0] > sizes[1], 'one instruction more');
    }
  });

  test('pays from the account that is named', async () => {
    const other = { ...ACCOUNT, address: KEY(8) };
    const wallet = walletOf({ send: sends, accounts: [ACCOUNT, other] });

    assert.equal((await pay(wallet, nodeOf(), termsOf(SOL), { account: other.address })).senderWallet, other.address);
    assert.equal((await rejection(pay(wallet, nodeOf(), termsOf(SOL), { account: KEY(6) }))).code, 'wallet_locked');
  });

  test('accepts what its chains and features allow', () => {
    const accepts = (wallet, asset = SOL) => solanaWallet(wallet, { rpc: nodeOf() }).accepts({ asset });

    assert.equal(accepts(walletOf({ send: sends })), true);
    assert.equal(accepts(walletOf({ sign: signs }), USDC), true);
    assert.equal(accepts(walletOf()), false);
    assert.equal(accepts(walletOf({ send: sends, versions: [0] })), false);
    assert.equal(accepts(walletOf({ send: sends, chains: ['solana:mainnet'] })), false);
    assert.equal(accepts({ ...walletOf({ send: sends }), features: {} }), false);
    for (const id of ['eip155:1/slip44:60', `${CHAIN}/slip44:60`, 'solana:mainnet-beta/slip44:501', `${CHAIN}/token:`]) {
      assert.equal(accepts(walletOf({ send: sends }), { id }), false, id);
    }
  });

  test('knows the clusters by the beginning of their genesis hash', () => {
    const chain = (genesis) => walletChain({ id: `solana:${genesis}/slip44:501` });

    assert.equal(chain('5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp'), 'solana:mainnet');
    assert.equal(chain('EtWTRABZaYq6iMfeYKouRu166VU2xqa1'), 'solana:devnet');
    assert.equal(chain('4uhcVJyU9pJkvQyS88uRDiswHScSQY3z'), 'solana:testnet');
    assert.equal(chain(GENESIS.slice(0, 32)), 'solana:localnet');
  });
});

describe('nothing is paid', () => {
  test('when its owner declines, whichever way the wallet says that', async () => {
    const standard = Object.assign(new Error('User rejected'), { name: 'WalletStandardError', context: { __code: 4001000 } });
    for (const declined of [refusal(4001), standard]) {
      for (const wallet of [walletOf({ send: fails(declined) }), walletOf({ sign: fails(declined) })]) {
        const error = await rejection(pay(wallet, nodeOf()));
        assert.deepEqual([error.code, error.money], ['wallet_rejected', 'not_paid']);
      }
    }
    const locked = walletOf({ send: sends });
    locked.features['standard:connect'].connect = fails(refusal(4001));
    assert.equal((await rejection(pay(locked, nodeOf()))).code, 'wallet_rejected');
  });

  test('when the wallet gives no account of that chain, fails to connect or signs nothing', async () => {
    const strange = walletOf({ send: sends, accounts: [{ ...ACCOUNT, chains: ['solana:mainnet'] }] });
    const broken = walletOf({ send: sends });
    broken.features['standard:connect'].connect = fails(new Error('gone'));
    const unsigned = walletOf({ sign: async ({ transaction }) => ({ signedTransaction: transaction }) });
    const empty = walletOf({ sign: async () => ({ signedTransaction: new Uint8Array() }) });
    const silent = walletOf({ send: sends });
    silent.features['standard:connect'].connect = async () => undefined;
    const mute = walletOf({ sign: async () => undefined });
    for (const [wallet, code] of [
      [mute, 'wallet_failed'], [strange, 'wallet_locked'], [broken, 'wallet_failed'], [silent, 'wallet_failed'], [unsigned, 'wallet_failed'], [empty, 'wallet_failed'],
    ]) {
      const error = await rejection(pay(wallet, nodeOf()));
      assert.deepEqual([error.code, error.money], [code, 'not_paid']);
    }
  });

  test('when the node is of another chain, or does not answer', async () => {
    for (const [answers, code] of [
      [{ getGenesisHash: KEY(8) }, 'wrong_chain'],
      [{ getGenesisHash: undefined }, 'wrong_chain'],
      [{ getLatestBlockhash: fails(new Error('gone')) }, 'node_failed'],
      [{ getLatestBlockhash: { value: { blockhash: 'short', lastValidBlockHeight: 1 } } }, 'malformed'],
    ]) {
      const wallet = walletOf({ send: sends });
      const error = await rejection(pay(wallet, nodeOf(answers)));
      assert.deepEqual([error.code, error.money, wallet.inputs.length], [code, 'not_paid', 0]);
    }
  });

  test('when the terms are not of this chain', async () => {
    for (const terms of [
      { recipient: undefined }, { recipient: '0xabc' }, { recipient: 'l'.repeat(44) }, { reference: 'a-reference', paymentUri: undefined },
      { paymentUri: `solana:${RECIPIENT}?reference=${MINT}` }, { paymentUri: `solana:${RECIPIENT}?reference=${REFERENCE}&reference=${MINT}` }, { amount: 2n ** 64n }, { amount: -1n },
      { paymentUri: `solana:${RECIPIENT}?reference=${REFERENCE}&memo=${'x'.repeat(1200)}` },
    ]) {
      const wallet = walletOf({ send: sends });
      const error = await rejection(pay(wallet, nodeOf(), termsOf(SOL, terms)));
      assert.deepEqual([error.code, error.money, wallet.inputs.length], ['malformed', 'not_paid', 0], JSON.stringify(Object.keys(terms)));
    }
  });

  test('when the token is none, has other decimals, is not there in that amount, or its recipient has no account for it', async () => {
    const source = await associatedAccount(ACCOUNT.address, MINT, TOKEN);
    const mint = { program: TOKEN, data: mintData(6) };
    for (const [accounts, code] of [
      [{}, 'malformed'],
      [{ [MINT]: { program: KEY(6), data: mintData(6) } }, 'malformed'],
      [{ [MINT]: { program: TOKEN, data: mintData(9) } }, 'malformed'],
      [{ [MINT]: mint }, 'insufficient_funds'],
      [{ [MINT]: mint, [source]: { program: TOKEN, data: holding(299n) } }, 'insufficient_funds'],
      // Making it would cost the payer more than any budget knows of.
      [{ [MINT]: mint, [source]: { program: TOKEN, data: holding(300n) } }, 'no_token_account'],
    ]) {
      const error = await rejection(pay(walletOf({ send: sends }), nodeWith(accounts), termsOf(USDC)));
      assert.deepEqual([error.code, error.money], [code, 'not_paid']);
    }
  });

  test('once it is given up: the wallet is not asked any more, and what it has only signed is not sent', async () => {
    const stop = () => {
      const controller = new AbortController();
      return { signal: controller.signal, during: (answer) => (...given) => (controller.abort(), answer(...given)) };
    };
    const latest = nodeOf();
    const early = stop();
    const wallet = walletOf({ send: sends });
    const node = { request: early.during(latest.request) };
    const late = stop();
    const sending = nodeOf();
    const signing = walletOf({ sign: late.during(signs) });

    for (const [how, at, signal] of [[wallet, node, early.signal], [signing, sending, late.signal]]) {
      const error = await rejection(solanaWallet(how, { rpc: at }).pay(termsOf(SOL), { signal }));
      assert.deepEqual([error.code, error.money], ['aborted', 'not_paid']);
    }
    assert.deepEqual([wallet.inputs.length, signing.inputs.length], [0, 1]);
    assert.ok(!sending.asked.includes('sendTransaction'));
  });

  test('when the node tried the transaction and it failed', async () => {
    for (const message of ['Transaction simulation failed: Error processing Instruction 0', 'Blockhash not found']) {
      const error = await rejection(pay(walletOf({ sign: signs }), nodeOf({ sendTransaction: fails(refusal(-32002, message)) })));
      assert.deepEqual([error.code, error.money], ['transaction_failed', 'not_paid']);
    }
  });
});

describe('where nobody says whether it was sent, the chain is asked', () => {
  const lost = { sendTransaction: fails(new Error('the cable was cut')) };
  const statusOf = (status, slot = 1000) => ({ getSignatureStatuses: { context: { slot }, value: [status] } });

  test('and the transaction that the node may have taken is there', async () => {
    for (const sendTransaction of [lost.sendTransaction, fails(refusal(-32002, 'This transaction has already been processed'))]) {
      const node = nodeOf({ sendTransaction, ...statusOf({ err: null, confirmationStatus: 'confirmed' }) });
      assert.equal((await pay(walletOf({ sign: signs }), node)).signature, encode(SIGNATURE));
    }
  });

  test('and it has failed there, or can not come any more: nothing is paid', async () => {
    for (const [answers, code] of [
      [statusOf({ err: { InstructionError: [0, 'Custom'] }, confirmationStatus: 'finalized' }), 'transaction_failed'],
      [statusOf(null), 'transaction_expired'],
    ]) {
      const error = await rejection(pay(walletOf({ sign: signs }), nodeOf({ ...lost, ...answers })));
      assert.deepEqual([error.code, error.money], [code, 'not_paid']);
    }
  });

  test('as long as it may still come: a lagging node, a young block hash and a changed transaction prove nothing', async () => {
    const changed = async (input) => {
      const { signedTransaction } = await signs(input);
      signedTransaction[signedTransaction.length - 1] ^= 1;
      return { signedTransaction };
    };
    for (const [sign, answers] of [
      [signs, statusOf(null, 999)],
      [signs, { getEpochInfo: { blockHeight: LAST_VALID + 1, absoluteSlot: 1000 } }],
      [signs, statusOf({ err: null, confirmationStatus: 'processed' })],
      [signs, { getSignatureStatuses: fails(new Error('gone')) }],
      [changed, statusOf(null)],
    ]) {
      const stop = new AbortController();
      const node = nodeOf({ ...lost, ...answers });
      const request = node.request;
      node.request = (call) => {
        if (call.method === 'getSignatureStatuses') {
          stop.abort();
        }
        return request(call);
      };
      const error = await rejection(solanaWallet(walletOf({ sign }), { rpc: node }).pay(termsOf(SOL), { signal: stop.signal }));
      assert.deepEqual([error.code, error.money], ['wallet_failed', 'unknown']);
      assert.match(error.message, /the cable was cut/);
    }
  });

  test('for the reference when the wallet fails that sends by itself; a failed transaction is none that pays', async () => {
    const listed = [{ signature: 'later', err: null }, { signature: 'first', err: null }, { signature: 'failed', err: {} }];
    for (const send of [fails(new Error('a fault of the wallet')), async () => ({ signature: new Uint8Array(3) }), async () => undefined]) {
      const proof = await pay(walletOf({ send }), nodeOf({ getSignaturesForAddress: listed }));
      assert.equal(proof.signature, 'first');
    }
  });

  test('in vain: what the wallet did is not known', async () => {
    const error = await rejection(pay(walletOf({ send: fails(new Error('a fault of the wallet')) }), nodeOf()));

    assert.deepEqual([error.code, error.money], ['wallet_failed', 'unknown']);
    assert.match(error.message, /a fault of the wallet/);
  });
});

test('a payment by a code is found by its reference, when it is there', async () => {
  const looks = [];
  const node = nodeOf({
    getSignaturesForAddress: (address) => {
      looks.push(address);
      if (looks.length === 1) {
        throw new Error('not now');
      }
      return [{ signature: encode(SIGNATURE), err: null }];
    },
  });
  const wallet = qrWallet({ show: async () => {}, find: solanaFinder(node) });

  assert.deepEqual(await wallet.pay(termsOf(SOL), {}), { type: 'solana', signature: encode(SIGNATURE), reference: REFERENCE });
  assert.deepEqual(looks, [REFERENCE, REFERENCE]);
});

test('terms for another token than the one that was offered are refused', () => {
  const details = { type: 'solana', recipient: RECIPIENT, reference: REFERENCE, amountAtomic: '1' };
  const read = (asset, splToken) => readTerms({ ...details, splToken }, { asset });

  assert.equal(read(USDC, MINT).amount, 1n);
  for (const [asset, token] of [[USDC, RECIPIENT], [USDC, undefined], [SOL, MINT]]) {
    assert.throws(() => read(asset, token), { code: 'malformed' });
  }
});

describe('wallets announce themselves', () => {
  /** Events as a page has them. */
  class Window extends EventTarget {}
  const inWindow = (act) => {
    globalThis.window = new Window();
    try {
      act();
    } finally {
      delete globalThis.window;
    }
  };

  test('before and after the page listens, and go again', () => inWindow(() => {
    const [early, late, ofAnotherChain] = [walletOf(), walletOf(), walletOf({ chains: ['sui:mainnet'] })];
    let changes = 0;
    registerWallet(early);
    const found = solanaWallets(() => {
      changes += 1;
    });
    assert.deepEqual(found.all(), [early]);
    registerWallet(late);
    registerWallet(late);
    registerWallet(ofAnotherChain);
    registerWallet({ name: 'nothing else' });
    assert.deepEqual(found.all(), [early, late]);
    assert.ok(changes >= 2);

    let leave;
    window.dispatchEvent(new CustomEvent('wallet-standard:register-wallet', { detail: ({ register }) => {
      leave = register(walletOf());
    } }));
    assert.equal(found.all().length, 3);
    leave();
    assert.deepEqual(found.all(), [early, late]);

    found.stop();
    registerWallet(walletOf());
    assert.equal(found.all().length, 2);
  }));
});

describe('the development wallet', () => {
  test('signs with its key, for a chain of one’s own alone', async () => {
    const { privateKey, publicKey } = await webcrypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
    const seed = Buffer.from((await webcrypto.subtle.exportKey('jwk', privateKey)).d, 'base64url');
    const bytes = new Uint8Array(await webcrypto.subtle.exportKey('raw', publicKey));
    const wallet = developmentWallet(encode(Uint8Array.from([...seed, ...bytes])));
    const sent = [];

    const proof = await pay(wallet, nodeOf({ sendTransaction: (text) => sent.push(text) }));

    assert.equal(proof.senderWallet, encode(bytes));
    const { signature, message } = partsOf(Uint8Array.from(Buffer.from(sent[0], 'base64')));
    assert.ok(await webcrypto.subtle.verify('Ed25519', publicKey, signature, message));
    assert.ok(isOnCurve(bytes));
    const mainnet = { id: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/slip44:501' };
    assert.equal(solanaWallet(wallet, { rpc: nodeOf() }).accepts({ asset: mainnet }), false);
  });

  test('refuses what is no key', () => {
    for (const bad of ['', 'abc', KEY(1), '0'.repeat(88), undefined, 'z'.repeat(200)]) {
      assert.throws(() => developmentWallet(bad), { code: 'invalid_secret' }, String(bad));
    }
  });
});

test('base58 has one text for one key', () => {
  assert.equal(decode(encode(new Uint8Array(32)), 32).length, 32);
  for (const bad of ['', '1', '1'.repeat(33), 'l', '0', `${KEY(9)}1`, `1${KEY(1)}`, 'z'.repeat(44), 7, null]) {
    assert.equal(decode(bad, 32), undefined, String(bad));
  }
});
