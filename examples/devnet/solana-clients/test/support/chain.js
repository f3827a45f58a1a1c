// The chain under test, as a process of its own, and calls to it without any client.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../npm/solana/main.mjs', import.meta.url));

/** Starts a chain; without options each transaction has a slot of its own and no other passes by itself. */
export const startChain = async (options = ['--slot-time', '0', '--finalized-after', '4']) => {
  const child = spawn(process.execPath, [MAIN, '--end-with-stdin', ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    once(lines, 'line').then(([line]) => line),
    once(child, 'exit').then(([status]) => {
      throw new Error(`the chain ended with status ${status}`);
    }),
  ]);
  const { rpcUrl } = JSON.parse(first);
  return new Chain(child, rpcUrl);
};

class Chain {
  #child;

  constructor(child, url) {
    this.#child = child;
    this.url = url;
  }

  /** What a body, whatever it is, is answered. */
  async post(body) {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return response.status === 200 ? response.json() : response.status;
  }

  /** The answer to a call: { result } or { error }. */
  answer(method, ...params) {
    return this.post({ jsonrpc: '2.0', id: 1, method, params });
  }

  async call(method, ...params) {
    const { result, error } = await this.answer(method, ...params);
    if (error) {
      throw Object.assign(new Error(error.message), error);
    }
    return result;
  }

  async stop() {
    const ended = this.#child.exitCode === null ? once(this.#child, 'exit') : undefined;
    this.#child.stdin.end();
    await ended;
  }
}
