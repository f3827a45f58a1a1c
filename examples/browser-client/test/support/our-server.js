// A WS402 server of ours that a test may kill, in front of the demo's gateway.

import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demo, eventually } from './demo.js';

// The command that takes a server's options; the launcher builds the server when that is needed.
const COMMAND = process.env.WS402_SERVER
  ? JSON.parse(process.env.WS402_SERVER)
  : [fileURLToPath(new URL('../../../../ws402', import.meta.url)), 'server'];

// The shell ends with the server. It sends what it reads as signals, and ends the server with this process, however this
// one ends: then the pipe that it reads is closed.
const OWNED = `exec 3<&0; "$@" </dev/null 3<&- & child=$!
(while read -r signal; do kill "-$signal" "$child"; done; kill -KILL "$child") <&3 2>/dev/null &
wait "$child"`;

export class OurServer {
  #shell;
  #ended;
  #folder = mkdtempSync(join(tmpdir(), 'ws402-client-'));

  /** Starts a server that sells the demo's ticker. */
  static async start() {
    const server = new OurServer();
    const port = await freePort();
    server.url = `http://127.0.0.1:${port}`;
    const config = {
      port,
      drainTimeout: '5s',
      gateway: { url: demo.gatewayUrl },
      journal: { folder: join(server.#folder, 'journal') },
      sessions: { checkpointInterval: '500ms', outageGrace: '2s', pingInterval: '1s' },
      resources: [{
        id: 'ticker',
        resource: 'ticker',
        updateInterval: '500ms',
        prices: [{ asset: 'ETH', pricePerSecond: '10000000000000' }, { asset: 'CREDIT', pricePerSecond: '1000' }],
      }],
    };
    const file = join(server.#folder, 'server.yaml');
    const log = join(server.#folder, 'server.log');
    // Every JSON document is YAML.
    writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
    const output = openSync(log, 'a');
    server.#shell = spawn('sh', ['-c', OWNED, 'sh', ...COMMAND, '--config', file], {
      env: { ...process.env, GATEWAY_API_KEY: demo.gatewayApiKey },
      stdio: ['pipe', output, output],
    });
    server.#ended = new Promise((resolve) => server.#shell.once('exit', resolve));
    await eventually(async () => {
      if (server.#shell.exitCode !== null) {
        throw new Error(`the server ended: ${readFileSync(log, 'utf8')}`);
      }
      return (await fetch(`${server.url}/livez`).catch(() => undefined))?.ok;
    }, 'the server to start').catch(async (fault) => {
      await server.stop();
      throw fault;
    });
    return server;
  }

  /** Sends the process a signal: KILL, or TERM to have it hand its sessions over. */
  signal(name) {
    this.#shell.stdin.write(`${name}\n`);
  }

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
