// Rules of the payer's page that need no browser. The elements are fakes that keep what they are given.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { registerWallet } from '../src/wallets/wallet-standard.js';
import { pageModule } from './support/page.js';

const elements = new Map();

class Element extends EventTarget {
  showModal() {}
  close() {}
  removeAttribute(name) {
    delete this[name];
  }
}

globalThis.document = { getElementById: (id) => elements.get(id) ?? elements.set(id, new Element()).get(id) };
globalThis.window = new EventTarget();
after(() => {
  delete globalThis.document;
  delete globalThis.window;
});

describe('the payer’s page', () => {
  test('makes a link of a payment alone', async () => {
    const { showCode } = await pageModule('code.js');
    const linkOf = async (paymentUri) => {
      const stop = new AbortController();
      const shown = showCode({ amount: 1n, offer: { asset: { symbol: 'ETH', decimals: 18 } }, paymentUri }, { signal: stop.signal });
      const { href, hidden } = elements.get('code-open');
      stop.abort();
      await shown;
      return hidden ? undefined : href;
    };

    for (const uri of ['ethereum:0xab@1?value=1', 'solana:abc?amount=1']) {
      assert.equal(await linkOf(uri), uri);
    }
    for (const uri of ['javascript:alert(1)', ' javascript:alert(1)', 'https://a.example/ethereum:', 'data:text/html,ethereum:', undefined]) {
      assert.equal(await linkOf(uri), undefined, uri);
      assert.equal(elements.get('code-open').href, undefined);
    }
  });

  test('takes a wallet to send play money itself only where it does', async () => {
    const { Solana } = await pageModule('solana.js');
    const devnet = { asset: { id: 'solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1/slip44:501' } };
    const walletOf = (name, versions) => ({
      version: '1.0.0', name, icon: 'data:,', chains: ['solana:devnet'], accounts: [],
      features: {
        'standard:connect': { version: '1.0.0', connect: async () => ({ accounts: [] }) },
        'solana:signAndSendTransaction': { version: '1.0.0', supportedTransactionVersions: versions, signAndSendTransaction: async () => [] },
        'solana:signTransaction': { version: '1.0.0', supportedTransactionVersions: ['legacy'], signTransaction: async () => [] },
      },
    });
    registerWallet(walletOf('sends', ['legacy', 0]));
    // It can sign a payment of ours, but not send it: the page's node would.
    registerWallet(walletOf('sends others', [0]));

    const wallets = new Solana({ devnet: 'https://node.example' }, () => {}).wallets();

    assert.deepEqual(wallets.map(({ name, wallet }) => [name, wallet.accepts(devnet)]), [['sends', true], ['sends others', false]]);
  });
});
