// A session from its start to its refund, over as many connections as it takes.

import { Controls } from './controls.js';
import { DataQueue } from './data.js';
import { Deposits } from './deposits.js';
import { aborted, Ws402Error } from './errors.js';
import { NOTHING, usageAfter, usageAtStart } from './meter.js';
import { Opening } from './opening.js';
import { receiptOf, Receipts } from './receipt.js';
import { differences, fetchSignedReceipt } from './signed-receipt.js';
import { Tokens } from './tokens.js';
import { TopUps } from './topup.js';

const NORMAL_CLOSE = 1000;
const SILENT_INTERVALS = 3;

/** Reads what the server says and the resource sends, and does what that takes. */
export class Run {
  #opening;
  #places;
  #deposits;
  #channel;
  #place;
  #updateInterval;
  #data;
  #isRead = false;
  #isDraining = false;
  #isProbed = false;
  #endingAt;
  #endReason;
  #ended;
  #interruptions = 0;

  /** @type {import('./types.d.ts').State} */
  state = 'proving';
  usage = NOTHING;
  tokens = new Tokens(() => this.say({ type: 'ws402.token' }));
  controls = new Controls((message) => this.say(message));

  /**
   * @param order the options of `connect`
   * @param opening by which it is taken up again
   * @param opened the session as it started
   * @param places where it can be had
   * @param bought `{schema, resource, offer, proof, amount, refunded}`
   */
  constructor({ order, opening, opened, places, bought }) {
    const { started } = opened;
    this.order = order;
    this.#opening = opening;
    this.#places = places;
    this.id = started.sessionId;
    const { accepts, quoted } = bought.schema;
    // What an earlier call has paid goes on at the price that stood then.
    const offer = bought.offer
      ?? { ...accepts.find(({ asset }) => asset.id === started.asset?.id) ?? quoted, pricePerSecond: started.pricePerSecond };
    this.bought = { ...bought, offer };
    this.asset = started.asset ?? offer.asset;
    this.#deposits = new Deposits({ ...this.bought, amount: bought.amount ?? started.balance });
    this.#data = new DataQueue(order.limits.bufferBytes, () => this.leave());
    this.receipts = new Receipts(order);
    this.topUps = new TopUps(
      {
        offer,
        accepts,
        say: (message) => this.say(message),
        handBack: (proof) => this.#handBack(proof),
        // Where it is served now, there is the picture of the code.
        resource: () => this.#place.resource,
        isOver: () => this.isOver,
      },
      { ...order, automatic: order.topUp, onPaid: (paid) => this.#deposits.add(paid) },
    );
    this.#take(opened);
  }

  /** Begins; called once. */
  start() {
    const { signal } = this.order;
    const stop = () => this.leave();
    this.#become('streaming', { sessionId: this.id, server: this.server });
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) {
      stop();
    }
    this.#live()
      .catch((fault) => this.#conclude(fault instanceof Ws402Error ? fault : defect(fault)))
      .finally(() => signal?.removeEventListener('abort', stop));
  }

  get server() {
    return this.#place.resource.server;
  }

  /** A 0.1 server gives no tokens; its session is as long as its connection. */
  get isLegacy() {
    return this.tokens.resume === undefined;
  }

  /** Whether its end has begun. */
  get isOver() {
    return this.state === 'ended' || this.#endingAt !== undefined || this.#ended !== undefined || this.#endReason !== undefined;
  }

  get bytesToSend() {
    return this.#channel.bufferedBytes;
  }

  /** Sends data; whether there is a connection. */
  send(data) {
    return this.#channel.send(data);
  }

  say(message) {
    return this.#channel.say(message);
  }

  /** The data, from now on. */
  read() {
    this.#isRead = true;
    return this.#data[Symbol.asyncIterator]();
  }

  /** Ends the session, as its payer wishes. */
  leave() {
    if (this.isOver) {
      return;
    }
    this.#endingAt = performance.now();
    this.#become('ending');
    if (this.isLegacy) {
      this.#channel.close();
    } else {
      this.say({ type: 'ws402.end' });
      this.#channel.wake();
    }
  }

  async #live() {
    let interruption = await this.#stream();
    while (interruption !== undefined && await this.#resume(interruption)) {
      interruption = await this.#stream();
    }
    await this.#conclude(interruption === undefined || this.isOver
      ? undefined
      : new Ws402Error('session_lost', `${interruption} It could not be taken up again.`, { money: 'in_session' }));
  }

  /** Reads until the session is over (undefined), or the connection is of no more use (why). */
  async #stream() {
    for (;;) {
      const event = await this.#channel.next(this.#patienceMs());
      if (event.kind === 'data' || event.kind === 'message') {
        this.#isProbed = false;
      }
      switch (event.kind) {
        case 'data':
          this.#receive(event.data);
          break;
        case 'message': {
          const interruption = this.#heard(event.message);
          if (this.#ended || interruption) {
            return interruption;
          }
          break;
        }
        case 'closed':
          return this.isOver || event.code === NORMAL_CLOSE
            ? undefined
            : `The connection was lost (${`${event.code} ${event.reason}`.trim()}).`;
        case 'silence':
          if (this.#endingAt !== undefined) {
            return undefined;
          }
          if (this.#isProbed || this.isLegacy) {
            return 'The server fell silent.';
          }
          // A paused session is silent by nature: whoever is there answers this.
          this.#isProbed = true;
          this.say({ type: 'ws402.token' });
          break;
        default:
      }
    }
  }

  #patienceMs() {
    const { silenceMs, endMs } = this.order.limits;
    return this.#endingAt === undefined
      ? Math.max(silenceMs, this.#updateInterval * SILENT_INTERVALS) / (this.isLegacy ? 1 : 2)
      : this.#endingAt + endMs - performance.now();
  }

  /** Takes a message in; says so when it means that this connection ends while the session does not. */
  #heard(message) {
    switch (message.type) {
      case 'usage_update':
        this.#measured(message);
        this.topUps.usage(this.usage);
        break;
      case 'balance_exhausted':
      case 'max_duration_reached':
        this.#endReason = message.type;
        break;
      case 'ws402.session_ended':
        this.#ended = message;
        break;
      case 'ws402.migrate':
        this.tokens.keep(message);
        this.#isDraining = true;
        return 'The server is shutting down.';
      case 'ws402.token':
        this.tokens.keep(message);
        break;
      case 'ws402.topped_up':
        this.topUps.heard(message);
        this.#measured({ balance: message.balance, remaining: message.remaining, secondsLeft: message.secondsLeft });
        break;
      case 'ws402.top_up_quote':
        this.topUps.heard(message);
        break;
      case 'ws402.paused':
        this.#become('paused', { pauseLeftMs: message.pauseLeftMs });
        this.controls.answered('ws402.pause', { pauseLeftMs: message.pauseLeftMs });
        break;
      case 'ws402.resumed':
        this.#become('streaming', { sessionId: this.id, server: this.server });
        this.controls.answered('ws402.continue', undefined);
        break;
      case 'ws402.error':
        if (!this.controls.refused(message) && !this.topUps.heard(message)) {
          this.order.onProblem?.(new Ws402Error(message.code, message.reason, { money: 'in_session' }));
        }
        break;
      default:
        // Nothing that this payer acts upon.
    }
    return undefined;
  }

  #measured(told) {
    this.usage = usageAfter(this.usage, told);
    this.order.onUsage?.(this.usage);
  }

  #receive(data) {
    this.order.onData?.(data);
    if (this.#isRead || !this.order.onData) {
      this.#data.push(data);
    }
  }

  async #resume(why) {
    if (this.isLegacy || this.order.limits.resumeMs === 0) {
      return false;
    }
    this.#become('resuming', { reason: why });
    const abandoned = this.#channel;
    try {
      this.#take(await this.#opening.run(this.#placesNow(), {
        token: this.tokens.resume,
        limitMs: this.order.limits.resumeMs,
        signal: this.order.signal,
      }));
    } catch (refusal) {
      if (!(refusal instanceof Ws402Error)) {
        throw refusal;
      }
      this.order.onProblem?.(refusal);
      return false;
    } finally {
      // Not before: where it is still alive after all, closing it ends the session.
      abandoned.close();
    }
    this.#interruptions += 1;
    if (this.#endingAt !== undefined) {
      this.#endingAt = performance.now();
      this.say({ type: 'ws402.end' });
      return true;
    }
    this.#become('streaming', { sessionId: this.id, server: this.server });
    // What was asked for on the connection that is gone.
    this.topUps.resumed();
    this.controls.resumed();
    return true;
  }

  /** A top-up that was paid too late, shown as a payment, goes back at once and not after a day. */
  async #handBack(proof) {
    const { limits } = this.order;
    try {
      const { channel } = await new Opening(proof, this.order).run([this.#place], { limitMs: limits.answerMs });
      channel.close();
    } catch (refusal) {
      // That is what it is shown for; where it fails, the day it takes is what the payer is told anyhow.
      if (!(refusal instanceof Ws402Error)) {
        throw refusal;
      }
    }
  }

  /** A server that shuts down is asked last, one whose connection was lost first: it may still hold the session. */
  #placesNow() {
    const elsewhere = this.#places.filter((place) => place !== this.#place);
    return this.#isDraining ? [...elsewhere, this.#place] : [this.#place, ...elsewhere];
  }

  #take({ channel, place, started }) {
    this.#channel = channel;
    this.#place = place;
    this.#updateInterval = started.updateInterval;
    this.#isProbed = false;
    this.#isDraining = false;
    this.tokens.keep(started);
    this.usage = usageAtStart(started);
  }

  async #conclude(error) {
    this.tokens.stop();
    this.topUps.over();
    this.controls.over();
    this.#channel.close();
    this.#become('ended', { reason: error?.code ?? this.#receipt().reason, error });
    this.#data.end(error ?? (this.order.signal?.aborted ? aborted(this.order.signal, 'in_session') : undefined));
    const { refunds } = await this.receipts.settle({
      resources: this.#resources,
      sessionId: this.id,
      accessToken: this.tokens.access,
      hasEnded: this.#ended !== undefined,
      receipt: (status) => this.#receipt(status),
    });
    this.#deposits.cameBack(refunds);
  }

  /** The gateway's word on it, held against what was seen here. */
  async signedReceipt(waitMs) {
    const { receiptKeys: keys, limits } = this.order;
    const receipt = await fetchSignedReceipt({
      resources: this.#resources, sessionId: this.id, accessToken: this.tokens.access, keys, limits, waitMs,
    });
    const { resource: { id: resourceId }, offer, schema, refunded } = this.bought;
    const proofs = this.#deposits.proofs();
    const transactions = proofs.map((proof) => proof.txHash ?? proof.signature).filter(Boolean);
    // What an earlier call has paid is not known here.
    const amount = refunded && offer && transactions.length === proofs.length ? schema.terms.amount : undefined;
    return { ...receipt, differences: differences(receipt, { ...this.#receipt(), resourceId, transactions, amount }) };
  }

  get #resources() {
    return [this.#place, ...this.#places.filter((place) => place !== this.#place)].map(({ resource }) => resource);
  }

  #receipt(status) {
    return receiptOf({
      run: this,
      status,
      ended: this.#ended,
      endReason: this.#endReason ?? (this.#endingAt === undefined ? undefined : 'client_ended'),
      deposits: this.#deposits.list(),
      interruptions: this.#interruptions,
    });
  }

  /** @param {import('./types.d.ts').State} state */
  #become(state, about = {}) {
    if (state !== this.state) {
      this.state = state;
      this.order.onState?.(state, about);
    }
  }
}

function defect(fault) {
  return new Ws402Error('client_fault', `A fault of the client or of a callback: ${fault?.message ?? fault}`, { money: 'in_session', cause: fault });
}
