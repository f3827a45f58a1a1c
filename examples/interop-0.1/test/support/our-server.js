// A WS402 server of ours in front of a gateway of the test's choice.

import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from './demo.js';

const LAUNCHER = fileURLToPath(new URL('../../../../ws402', import.meta.url));

// The command that takes a server's options; the launcher builds the server when that is needed.
const COMMAND = process.env.WS402_SERVER ? JSON.parse(process.env.WS402_SERVER) : [LAUNCHER, 'server'];

// The server ends with this process, however this one ends: then the pipe that the shell reads is closed.
const OWNED = '"$@" </dev/null & child=$!; read -r line; kill "$child"; wait "$child"';

export class OurServer {
  #shell;
  #ended;
  #folder = mkdtempSync(join(tmpdir(), 'ws402-interop-'));

  /** Starts a server that sells a ticker and an echo; `prices` are per second, in the gateway's smallest unit. */
  static async start({ gatewayUrl, apiKey, prices = { ticker: 10_000_000_000_000, echo: 10_000_000_000_000 } }) {
    const server = new OurServer();
    server.url = `http://127.0.0.1:${await freePort()}`;
    const config = {
      port: Number(new URL(server.url).port),
      gateway: { url: gatewayUrl },
      journal: { folder: join(server.#folder, 'journal') },
      resources: Object.entries(prices).map(([id, pricePerSecond]) => ({
        id,
        resource: id.startsWith('echo') ? 'echo' : 'ticker',
        updateInterval: '500ms',
        prices: [{ pricePerSecond: String(pricePerSecond) }],
      })),
    };
    await server.#launch(config, apiKey);
    return server;
  }

  async #launch(config, apiKey) {
    const file = join(this.#folder, 'server.yaml');
    const logFile = join(this.#folder, 'server.log');
    // Every JSON document is YAML.
    writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
    const log = openSync(logFile, 'a');
    this.#shell = spawn('sh', ['-c', OWNED, 'sh', ...COMMAND, '--config', file], {
      env: { ...process.env, GATEWAY_API_KEY: apiKey },
      stdio: ['pipe', log, log],
    });
    this.#ended = new Promise((resolve) => this.#shell.once('exit', resolve));
    await eventually(async () => {
      if (this.#shell.exitCode !== null) {
        throw new Error(`the server ended: ${readFileSync(logFile, 'utf8')}`);
      }
      const live = await fetch(`${this.url}/livez`).catch(() => undefined);
      return live?.ok;
    }, 'the server to start');
  }

  /** Stops it and waits for its end; repeating it does nothing. */
  async stop() {
    this.#shell.stdin.end();
    await this.#ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function freePort() {
  return new Promise((resolve) => {
    const socket = createServer().listen(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
