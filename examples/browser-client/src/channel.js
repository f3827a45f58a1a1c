// A WebSocket as a queue of events, read one at a time.

import { aborted, Ws402Error } from './errors.js';
import { readMessage } from './messages.js';

const OPEN = 1;

/**
 * What arrives on a WebSocket, in its order: `{kind: 'message', message}` from the server, `{kind: 'data', data}` of the
 * resource, `{kind: 'closed', code, reason}` last; `{kind: 'silence'}` when nothing came in time; `{kind: 'woken'}`.
 */
export class Channel {
  #socket;
  #events = [];
  #wanted;

  constructor(socket) {
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }) => this.#push(eventOf(data));
    socket.onclose = ({ code, reason }) => this.#push({ kind: 'closed', code, reason });
    // Whatever fails closes as well.
    socket.onerror = () => {};
  }

  /** Connects. @throws Ws402Error unreachable, aborted */
  static open(url, { WebSocket = globalThis.WebSocket, protocols, timeoutMs, signal }) {
    if (signal?.aborted) {
      throw aborted(signal, 'not_paid');
    }
    const socket = protocols?.length ? new WebSocket(url, protocols) : new WebSocket(url);
    return new Promise((resolve, reject) => {
      const settle = (action) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
        action();
      };
      const fail = (error) => settle(() => {
        socket.onopen = socket.onclose = null;
        socket.close();
        reject(error);
      });
      const stop = () => fail(aborted(signal, 'not_paid'));
      const timer = setTimeout(() => fail(unreachable(url, 'does not answer in time')), timeoutMs);
      signal?.addEventListener('abort', stop, { once: true });
      socket.onopen = () => settle(() => resolve(new Channel(socket)));
      socket.onerror = () => {};
      socket.onclose = () => fail(unreachable(url, 'can not be connected to'));
    });
  }

  /** The next event, or silence after so long. One caller at a time. */
  next(timeoutMs) {
    if (this.#events.length > 0) {
      return Promise.resolve(this.#events.shift());
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#give({ kind: 'silence' }), Math.max(0, timeoutMs));
      this.#wanted = (event) => {
        clearTimeout(timer);
        resolve(event);
      };
    });
  }

  /** Has a waiting reader look at what it wants to do now. */
  wake() {
    this.#give({ kind: 'woken' });
  }

  #push(event) {
    if (!this.#give(event)) {
      this.#events.push(event);
    }
  }

  #give(event) {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    wanted?.(event);
    return wanted !== undefined;
  }

  /** Says something to the server; whether the connection is still there to say it on. */
  say(message) {
    return this.send(JSON.stringify(message));
  }

  /** Sends a frame; whether the connection is still there. */
  send(data) {
    if (this.#socket.readyState !== OPEN) {
      return false;
    }
    this.#socket.send(data);
    return true;
  }

  /** How much was given to it and has not left yet. */
  get bufferedBytes() {
    return this.#socket.bufferedAmount;
  }

  /** Closes. Inside a session that ends it; a browser has no close that does not. */
  close() {
    this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close(1000);
    this.#push({ kind: 'closed', code: 1000, reason: '' });
  }
}

function eventOf(data) {
  const message = typeof data === 'string' ? readMessage(data) : undefined;
  return message ? { kind: 'message', message } : { kind: 'data', data };
}

function unreachable(url, what) {
  return new Ws402Error('unreachable', `${new URL(url).origin} ${what}.`);
}
