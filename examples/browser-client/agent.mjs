#!/usr/bin/env node
// An agent that pays for a resource by the second, never more than it may, and prints a receipt for machines.

import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Budget, connect, creditsWallet, evmWallet, rpcProvider, toJson, Ws402Error } from './src/index.js';

const USAGE = `Usage: node agent.mjs URL… --allow ASSET:PRICE… --total UNITS [OPTIONS]

Streams a resource to standard error, then prints the receipt as JSON. All amounts are whole smallest units.

  URL                    the resource, and other servers on which the session may go on
  --allow ASSET:PRICE    pay with this (symbol or CAIP-19 id), at most so much a second; repeat it for others
  --total UNITS          spend at most so much of each, less what comes back
  --per-minute UNITS     pay at most so much of each within a minute
  --seconds N            pay for so long at first (10)
  --top-up N             buy so many seconds more whenever few are left
  --stay N               leave after so many seconds (5)
  --receipt FILE         write the receipt that the gateway has signed, once it is verified, into a new file
  --receipt-keys FILE    verify it with these keys (a JWK set), not with those that the server names

Pays with WS402_CREDITS_ACCOUNT and WS402_CREDITS_SECRET, or with WS402_ACCOUNT, for which the node at WS402_RPC_URL signs.

Exit codes: 0 ended and refunded; 1 the session or its refund did not end as it should; 2 refused: too dear, or not
allowed, nothing was paid; 3 failed, the JSON says where the money is; 4 ended and refunded, but there is no signed receipt, or
it is provisional, or says something else than was seen; 64 the options make no sense.`;

const EXIT = { OK: 0, UNFINISHED: 1, REFUSED: 2, FAILED: 3, NO_RECEIPT: 4, USAGE: 64 };
const REFUSALS = new Set(['not_allowed', 'price_too_high', 'over_budget', 'over_budget_per_minute', 'no_common_asset']);

class UsageError extends Error {}

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      allow: { type: 'string', multiple: true },
      total: { type: 'string' },
      'per-minute': { type: 'string' },
      seconds: { type: 'string', default: '10' },
      'top-up': { type: 'string' },
      stay: { type: 'string', default: '5' },
      receipt: { type: 'string' },
      'receipt-keys': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (!values.help && (positionals.length === 0 || !values.allow || !values.total)) {
    throw new UsageError('a URL, --allow and --total are needed');
  }
  return { ...values, urls: positionals };
}

function whole(text, name) {
  if (text !== undefined && !/^\d{1,78}$/.test(text)) {
    throw new UsageError(`${name} must be a whole number, not '${text}'`);
  }
  return text;
}

function units(text, name) {
  return text === undefined ? undefined : BigInt(whole(text, name));
}

function allowance(text, { total, 'per-minute': perMinute }) {
  const colon = text.lastIndexOf(':');
  return {
    asset: text.slice(0, colon),
    pricePerSecond: units(text.slice(colon + 1), '--allow'),
    total: units(total, '--total'),
    perMinute: units(perMinute, '--per-minute'),
  };
}

async function walletOf({ WS402_CREDITS_ACCOUNT: account, WS402_CREDITS_SECRET: secret, WS402_RPC_URL: url, WS402_ACCOUNT: payer }) {
  if (account && secret) {
    return creditsWallet({ account, secret });
  }
  if (url && payer) {
    const node = rpcProvider(url);
    return evmWallet(node, { account: payer, chains: [Number(await node.request({ method: 'eth_chainId' }))] });
  }
  throw new UsageError('nothing to pay with: set WS402_CREDITS_ACCOUNT and WS402_CREDITS_SECRET, or WS402_RPC_URL and WS402_ACCOUNT');
}

/** Node.js 22 has a WebSocket; before, that of the package `ws` will do. */
async function webSocket() {
  return globalThis.WebSocket ?? (await import('ws')).WebSocket;
}

async function receiptKeys(file) {
  try {
    return file && JSON.parse(await readFile(file, 'utf8'));
  } catch (fault) {
    throw new UsageError(`--receipt-keys: ${fault.message}`);
  }
}

/** Fetches the signed receipt and writes it where it is wanted; answers what to print of it. */
async function keepReceipt(session, file) {
  try {
    const { signed, keyId, final, differences } = await session.signedReceipt();
    await writeFile(file, `${signed}\n`, { flag: 'wx' });
    return { file, keyId, final, differences };
  } catch (fault) {
    return { code: fault.code, message: fault.message };
  }
}

async function run(order) {
  if (order.receipt && existsSync(order.receipt)) {
    throw new UsageError('--receipt must name a new file');
  }
  const budget = new Budget(order.allow.map((each) => allowance(each, order)));
  const session = await connect(order.urls, {
    wallet: await walletOf(process.env),
    seconds: Number(whole(order.seconds, '--seconds')),
    budget,
    receiptKeys: await receiptKeys(order['receipt-keys']),
    topUp: order['top-up'] && { seconds: Number(whole(order['top-up'], '--top-up')) },
    WebSocket: await webSocket(),
    onData: (data) => process.stderr.write(typeof data === 'string' ? `${data}\n` : `(${data.byteLength} bytes)\n`),
    onProblem: ({ code, message }) => process.stderr.write(`${code}: ${message}\n`),
  });
  const leave = setTimeout(() => session.end(), Number(whole(order.stay, '--stay')) * 1000);
  process.once('SIGINT', () => session.end());
  const receipt = await session.receipt();
  clearTimeout(leave);
  const signedReceipt = order.receipt && await keepReceipt(session, order.receipt);
  process.stdout.write(`${toJson({ ...receipt, signedReceipt }, 2)}\n`);
  if (!receipt.final) {
    return EXIT.UNFINISHED;
  }
  return !signedReceipt || (signedReceipt.final && signedReceipt.differences.length === 0) ? EXIT.OK : EXIT.NO_RECEIPT;
}

async function main() {
  try {
    const order = options();
    if (order.help) {
      process.stdout.write(`${USAGE}\n`);
      return EXIT.OK;
    }
    return await run(order);
  } catch (fault) {
    if (fault instanceof UsageError || fault.code?.startsWith('ERR_PARSE_ARGS')) {
      process.stderr.write(`agent: ${fault.message}\n\n${USAGE}\n`);
      return EXIT.USAGE;
    }
    if (!(fault instanceof Ws402Error)) {
      throw fault;
    }
    const { code, message, money, consequence, proof } = fault;
    process.stdout.write(`${toJson({ code, message, money, consequence, proof }, 2)}\n`);
    return REFUSALS.has(code) ? EXIT.REFUSED : EXIT.FAILED;
  }
}

process.exitCode = await main();
