// A fake: a server that says what a test tells it to. For what a real one does not do at will, and for WS402 0.1.

import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

export const DETAILS = {
  type: 'base', network: 'local', chainId: 31337, recipient: `0x${'ab'.repeat(20)}`,
  amount: 300, amountAtomic: '300', amountWei: 300, currency: 'ETH', decimals: 18,
  assetId: 'eip155:31337/slip44:60', method: 'local', reference: 'a-reference', claimSecret: 'a-secret',
  paymentUri: 'ethereum:0xab@31337?value=300', expiresInMs: 600_000,
};

const ETH = { id: DETAILS.assetId, symbol: 'ETH', decimals: 18 };

/** A schema as our servers give it. */
export function schemaOf({ details = {}, pricing = {}, accepts } = {}) {
  return {
    protocol: 'ws402', version: '0.1.0', resourceId: 'ticker', websocketEndpoint: 'ENDPOINT', maxSessionDuration: 3600,
    pricing: { pricePerSecond: 10, currency: 'ETH', estimatedDuration: 30, totalPrice: 300, ...pricing },
    paymentDetails: { ...DETAILS, ...details },
    accepts: accepts ?? [{ method: 'local', network: 'local', asset: ETH, default: true, pricePerSecond: 10 }],
  };
}

export const STARTED = {
  type: 'session_started', sessionId: 'ses_1', balance: 300, balanceAtomic: '300', pricePerSecond: 10, resourceId: 'ticker',
  asset: ETH, resumeToken: 'resume-1', accessToken: 'access-1', expiresInMs: 900_000, updateInterval: 1000,
};

export const usageOf = (consumed) => ({
  type: 'usage_update', sessionId: 'ses_1', elapsedSeconds: 1, elapsedMs: 1000, consumedAmount: consumed,
  remainingBalance: 300 - consumed, bytesTransferred: 10, messageCount: 1,
});

export const ENDED = {
  type: 'ws402.session_ended', sessionId: 'ses_1', reason: 'client_ended', paid: '300', consumed: '20',
  refund: { amount: '280', state: 'planned', id: 'ref_1' },
};

const STATUS = {
  sessionId: 'ses_1', paymentId: 'pay_1', resourceId: 'ticker', state: 'settled', asset: ETH, paid: '300', consumed: '20',
  elapsedMs: 2000, bytes: 10, messages: 1, endReason: 'client_ended',
  refunds: [{ refundId: 'ref_1', amount: '280', state: 'confirmed', txHash: '0x1' }],
};

export class ScriptedServer {
  /** Every message of every connection. */
  heard = [];
  #connections = 0;

  /**
   * @param script `schema`: the schema, or its text, or a status; `connections`: for each connection in turn, and the last one for
   *   all others, what happens on a message, `(say, message, socket)`; `statuses`: the session's, in turn
   */
  static async start({ schema = schemaOf(), connections = [plain], statuses = [STATUS] } = {}) {
    const server = new ScriptedServer();
    server.http = createServer((request, response) => server.#answer(request, response, schema, statuses));
    const sockets = new WebSocketServer({ server: server.http });
    sockets.on('connection', (socket) => {
      const act = connections[Math.min(server.#connections, connections.length - 1)];
      server.#connections += 1;
      const say = (message) => socket.send(typeof message === 'object' ? JSON.stringify(message) : message);
      socket.on('message', (data, isBinary) => {
        const message = isBinary ? data : asJson(data.toString());
        server.heard.push(message);
        act(say, message, socket);
      });
    });
    await new Promise((resolve) => server.http.listen(0, '127.0.0.1', resolve));
    server.url = `http://127.0.0.1:${server.http.address().port}`;
    server.sockets = sockets;
    return server;
  }

  get connections() {
    return this.#connections;
  }

  #answer({ url, headers }, response, schema, statuses) {
    const isSchema = url.startsWith('/ws402/schema/');
    const body = isSchema ? schema : statuses.length > 1 ? statuses.shift() : statuses[0];
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const endpoint = `ws://${headers.host}/ws402/ticker`;
    response.writeHead(body.status ?? 200, { 'Content-Type': 'application/json' });
    response.end(text.replace('ENDPOINT', endpoint));
  }

  async stop() {
    this.sockets.clients.forEach((socket) => socket.terminate());
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }
}

/** Starts on any proof or token, answers the end. */
export function plain(say, message, socket) {
  if (message.type === 'payment_proof' || message.type === 'ws402.resume') {
    say(STARTED);
  } else if (message.type === 'ws402.end') {
    say(ENDED);
    socket.close(1000);
  }
}

function asJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
