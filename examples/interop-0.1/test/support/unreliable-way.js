// A way to a gateway on which calls are late, and answers are lost.

import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export class UnreliableWay {
  /** Every POST that came this way, as `{path, body}`. */
  calls = [];
  #troubles = [];
  #underway = new Set();
  #server;

  constructor(target) {
    this.target = target;
  }

  async listen(port = 0) {
    this.#server = createServer((request, response) => {
      const call = this.#handle(request, response).finally(() => this.#underway.delete(call));
      this.#underway.add(call);
    });
    await new Promise((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return this;
  }

  get port() {
    return this.#server.address().port;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The next call of a path arrives late. */
  delayCall(path, milliseconds) {
    return this.#trouble(path, async (forward) => {
      await pause(milliseconds);
      return forward();
    });
  }

  /** The next call of a path arrives, and its answer is late. */
  delayAnswer(path, milliseconds) {
    return this.#trouble(path, async (forward) => {
      const answer = await forward();
      await pause(milliseconds);
      return answer;
    });
  }

  /** The next call of a path never arrives, and a 502 does not say so. */
  badGateway(path) {
    return this.#trouble(path, async () => BAD_GATEWAY);
  }

  /** The next call of a path is turned away before anything was done. */
  unavailable(path) {
    return this.#trouble(path, async () => UNAVAILABLE);
  }

  /** The next call of a path arrives, and instead of its answer there is a 502. */
  loseAnswer(path) {
    return this.#trouble(path, async (forward) => {
      await forward();
      return BAD_GATEWAY;
    });
  }

  #trouble(path, happen) {
    this.#troubles.push({ path, happen });
    return this;
  }

  /** The bodies of the calls of a path. */
  called(path) {
    return this.calls.filter((call) => call.path === path).map((call) => call.body);
  }

  /** Waits for calls that their sender has given up, too. */
  async idle() {
    await Promise.all(this.#underway);
  }

  async close() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(request, response) {
    const parts = [];
    for await (const part of request) {
      parts.push(part);
    }
    const body = Buffer.concat(parts).toString();
    const path = request.url;
    if (request.method === 'POST') {
      this.calls.push({ path, body: JSON.parse(body) });
    }
    const index = this.#troubles.findIndex((trouble) => trouble.path === path);
    const trouble = index < 0 ? undefined : this.#troubles.splice(index, 1)[0];
    const forward = () => this.#forward(request, body);
    const answer = await (trouble ? trouble.happen(forward) : forward()).catch(() => BAD_GATEWAY);
    response.writeHead(answer.status, { 'Content-Type': 'application/json' });
    response.end(answer.text);
  }

  async #forward({ method, url, headers }, body) {
    const { authorization, 'content-type': type, 'idempotency-key': key } = headers;
    const kept = { authorization, 'content-type': type, 'idempotency-key': key };
    const answer = await fetch(this.target + url, {
      method,
      headers: Object.fromEntries(Object.entries(kept).filter(([, value]) => value)),
      body: method === 'POST' ? body : undefined,
    });
    return { status: answer.status, text: await answer.text() };
  }
}

const BAD_GATEWAY = { status: 502, text: '{"error":"Bad gateway"}' };
const UNAVAILABLE = { status: 503, text: '{"error":"Service unavailable"}' };
