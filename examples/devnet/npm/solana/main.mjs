// A local Solana chain: node main.mjs --help
import { parseArgs } from 'node:util';
import { Bank } from './bank.mjs';
import { Faucet } from './faucet.mjs';
import { accounts } from './methods/accounts.mjs';
import { cluster } from './methods/cluster.mjs';
import { development } from './methods/development.mjs';
import { history } from './methods/history.mjs';
import { submission } from './methods/submission.mjs';
import { Mints } from './mints.mjs';
import { rpcServer } from './rpc.mjs';
import { newSigner } from './signing.mjs';

const HOST = '127.0.0.1';
const USAGE = `A local Solana chain: Agave's JSON-RPC over HTTP, the runtime in this process. README.md says what it models.

  --port N              the port on ${HOST}; 0, the default, takes a free one
  --slot-time N         milliseconds of a slot (400); 0: a slot per transaction, and no other
  --confirmed-after N   slots until a transaction is confirmed (1)
  --finalized-after N   slots until it is finalized (32)
  --end-with-stdin      end when the standard input does, and so with the process that holds its other end

Once it listens it prints {"rpcUrl", "port", "pid", "genesisHash"} as one line of JSON. SIGTERM ends it, and its state.`;

const OPTIONS = {
  port: { type: 'string', default: '0' },
  'slot-time': { type: 'string', default: '400' },
  'confirmed-after': { type: 'string', default: '1' },
  'finalized-after': { type: 'string', default: '32' },
  'end-with-stdin': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

const usage = (problem) => {
  console.error(`${problem}\n\n${USAGE}`);
  process.exit(64);
};

const options = (() => {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    return usage(error.message);
  }
})();

const number = (name, max) => {
  const text = options[name];
  return /^\d{1,6}$/.test(text) && Number(text) <= max
    ? Number(text)
    : usage(`--${name} must be a whole number from 0 to ${max}, not ${text}`);
};

if (options.help) {
  console.log(USAGE);
  process.exit(0);
}
const slotTime = number('slot-time', 600_000);
const confirmedAfter = number('confirmed-after', 1_000);
const finalizedAfter = number('finalized-after', 1_000);
if (finalizedAfter < confirmedAfter) {
  usage('--finalized-after must not be less than --confirmed-after');
}

const end = () => process.exit(0);
process.on('SIGTERM', end);
process.on('SIGINT', end);
if (options['end-with-stdin']) {
  process.stdin.on('end', end).on('error', end).resume();
}

const bank = new Bank({ slotTime, confirmedAfter, finalizedAfter });
const purse = await newSigner();
const faucet = new Faucet(bank, purse);
const world = { bank, faucet, mints: new Mints(bank, purse) };
const server = rpcServer({ ...cluster(bank), ...accounts(bank), ...history(bank), ...submission(world), ...development(world) });

server.on('error', (error) => {
  console.error(`cannot listen on ${HOST}:${options.port}: ${error.code}`);
  process.exit(69);
});
server.listen(number('port', 65_535), HOST, () => {
  const { port } = server.address();
  console.log(JSON.stringify({ rpcUrl: `http://${HOST}:${port}`, port, pid: process.pid, genesisHash: bank.chain.genesisHash }));
  if (slotTime > 0) {
    setInterval(() => bank.chain.advance(1), slotTime);
  }
});
