// From an address and a wallet to a running session.

import { Budget } from './budget.js';
import { agree, firstAnswer } from './choice.js';
import { Ws402Error } from './errors.js';
import { Opening } from './opening.js';
import { pay } from './payment.js';
import { Resource } from './resource.js';
import { Run } from './run.js';
import { fetchSchema } from './schema.js';
import { Session } from './session.js';

/** How long is waited for what, and how much may wait to be read or sent. @type {Readonly<import('./types.d.ts').Limits>} */
export const LIMITS = Object.freeze({
  connectMs: 5_000,
  answerMs: 40_000,
  openMs: 300_000,
  silenceMs: 15_000,
  resumeMs: 45_000,
  endMs: 20_000,
  refundMs: 180_000,
  bufferBytes: 8 << 20,
});

/** @type {typeof import('./index.d.ts').schema} */
export async function schema(url, { seconds, method, asset, signal, limits }) {
  const { answerMs } = { ...LIMITS, ...limits };
  return fetchSchema(Resource.at(url), { seconds, method, asset, signal, timeoutMs: answerMs });
}

/** @type {typeof import('./index.d.ts').connect} */
export async function connect(urls, options) {
  const order = orderOf(options);
  const [first, ...others] = [urls].flat();
  const resources = [Resource.at(first)];
  others.forEach((other) => resources.push(resources[0].on(other)));

  order.onState('quoting', {});
  const bought = order.proof ? await paidBefore(resources, order) : await buy(resources, order);

  const places = placesOf(bought, resources);
  const opening = new Opening(bought.proof, {
    ...order,
    onPending: (reason) => order.onState('proving', { reason }),
  });
  order.onState('proving', {});
  const opened = await opening.run(places, { limitMs: order.limits.openMs, signal: order.signal });
  const run = new Run({ order, opening, opened, places, bought });
  run.start();
  return new Session(run);
}

function orderOf(options) {
  const order = { onState: () => {}, ...options, limits: { ...LIMITS, ...options.limits }, budget: Budget.of(options.budget) };
  if (!Number.isSafeInteger(order.seconds) || order.seconds < 1) {
    throw new Ws402Error('invalid_duration', 'seconds must be a whole number, 1 or more: how long to pay for at first.');
  }
  if (!order.WebSocket && !globalThis.WebSocket) {
    throw new Ws402Error('no_websocket', "Node.js before 22 has no WebSocket: pass one in the option WebSocket, as of the package 'ws'.");
  }
  return order;
}

async function buy(resources, order) {
  const { schema: agreed, resource } = await agree(resources, order);
  const { terms } = agreed;
  if (order.approve && !(await order.approve(terms, agreed))) {
    throw new Ws402Error('declined', 'The terms were declined.');
  }
  order.onState('paying', { terms });
  const { proof, refunded } = await pay({ ...order, terms });
  // By its secret the payer takes the session up where the answer to the proof was lost.
  const secret = terms.claimSecret === undefined ? {} : { claimSecret: terms.claimSecret };
  return { schema: agreed, resource, offer: terms.offer, proof: { ...proof, ...secret }, amount: terms.amount, refunded };
}

/** What an earlier call has paid; the server knows what with. */
async function paidBefore(resources, order) {
  const { schema: shown, resource } = await firstAnswer(resources, order);
  return { schema: shown, resource, offer: undefined, proof: order.proof, amount: undefined, refunded: undefined };
}

/** Where the session can be had, the server that quoted first: it alone has told its WebSocket's address. */
function placesOf({ schema: { websocketEndpoint }, resource }, resources) {
  return [
    { resource, url: resource.socketUrl(websocketEndpoint) },
    ...resources.filter((each) => each !== resource).map((each) => ({ resource: each, url: each.socketUrl() })),
  ];
}
