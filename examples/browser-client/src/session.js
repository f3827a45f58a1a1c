// What `connect` resolves to.

import { sessionOver } from './controls.js';
import { Ws402Error } from './errors.js';
import { CONTROL } from './messages.js';

/** A metered stream, as index.d.ts declares it: what a payer can do with a session, and see of it. */
export class Session {
  #run;

  /** @param {import('./run.js').Run} run */
  constructor(run) {
    this.#run = run;
  }

  get id() {
    return this.#run.id;
  }

  get state() {
    return this.#run.state;
  }

  get asset() {
    return this.#run.asset;
  }

  get offer() {
    return this.#run.bought.offer;
  }

  get schema() {
    return this.#run.bought.schema;
  }

  get usage() {
    return this.#run.usage;
  }

  get server() {
    return this.#run.server;
  }

  get accessToken() {
    return this.#run.tokens.access;
  }

  send(data) {
    if (typeof data === 'string' && data.startsWith(CONTROL)) {
      throw refused('reserved_text', `Data may not begin with ${CONTROL}: the server would take it for a control.`);
    }
    if (this.#run.bytesToSend > this.#run.order.limits.bufferBytes) {
      throw refused('slow_writer', 'The server does not read as fast as this is sent.');
    }
    if (this.state === 'ended' || !this.#run.send(data)) {
      throw refused('not_connected', `The session is ${this.state}.`);
    }
  }

  async pause() {
    this.#needControls();
    return this.#run.controls.ask('ws402.pause');
  }

  async continue() {
    this.#needControls();
    return this.#run.controls.ask('ws402.continue');
  }

  async topUp(size) {
    this.#needControls();
    return this.#run.topUps.buy(size);
  }

  keepGoing(rule) {
    if (rule) {
      this.#needControls();
    }
    this.#run.topUps.keepGoing(rule);
  }

  end() {
    this.#run.leave();
    return this.#run.receipts.first;
  }

  receipt() {
    return this.#run.receipts.last;
  }

  /** @param {{waitMs?: number}} [options] */
  async signedReceipt({ waitMs } = {}) {
    await this.receipt();
    return this.#run.signedReceipt(waitMs);
  }

  [Symbol.asyncIterator]() {
    return this.#run.read();
  }

  #needControls() {
    if (this.#run.isLegacy) {
      throw refused('not_supported', 'A server of WS402 0.1 knows no controls: a session can only be ended.');
    }
    if (this.#run.isOver) {
      throw sessionOver();
    }
  }
}

function refused(code, reason) {
  return new Ws402Error(code, reason, { money: 'in_session' });
}
