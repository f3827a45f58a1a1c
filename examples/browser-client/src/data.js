// What a resource sends, for one reader that takes it when it wants to.

import { Ws402Error } from './errors.js';

/** A bounded queue of frames, read by `for await`. Leaving the loop early calls `onLeave`. */
export class DataQueue {
  #frames = [];
  #bytes = 0;
  #bytesMax;
  #onLeave;
  #ended = false;
  #error;
  #wanted;

  constructor(bytesMax, onLeave) {
    this.#bytesMax = bytesMax;
    this.#onLeave = onLeave;
  }

  /** Adds a frame. @throws Ws402Error slow_reader when too much is waiting: a browser can not hold its server back */
  push(data) {
    if (this.#wanted) {
      this.#give({ value: data, done: false });
      return;
    }
    this.#bytes += sizeOf(data);
    if (this.#bytes > this.#bytesMax) {
      throw new Ws402Error('slow_reader', `More than ${this.#bytesMax} bytes wait to be read.`, { money: 'in_session' });
    }
    this.#frames.push(data);
  }

  /** No more comes; with an error, reading ends on it when everything is read. */
  end(error) {
    if (!this.#ended) {
      this.#ended = true;
      this.#error = error;
      if (this.#wanted) {
        this.#finish();
      }
    }
  }

  /** Forgets what waits. */
  drop() {
    this.#frames = [];
    this.#bytes = 0;
  }

  #give(result) {
    const { resolve } = this.#wanted;
    this.#wanted = undefined;
    resolve(result);
  }

  #finish() {
    const { resolve, reject } = this.#wanted;
    this.#wanted = undefined;
    const error = this.#error;
    this.#error = undefined;
    if (error) {
      reject(error);
    } else {
      resolve({ value: undefined, done: true });
    }
  }

  [Symbol.asyncIterator]() {
    return {
      next: () => new Promise((resolve, reject) => {
        this.#wanted = { resolve, reject };
        if (this.#frames.length > 0) {
          const data = this.#frames.shift();
          this.#bytes -= sizeOf(data);
          this.#give({ value: data, done: false });
        } else if (this.#ended) {
          this.#finish();
        }
      }),
      /** @returns {Promise<IteratorResult<import('./types.d.ts').Data, any>>} */
      return: async () => {
        this.drop();
        this.#onLeave();
        return { value: undefined, done: true };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

function sizeOf(data) {
  return typeof data === 'string' ? data.length * 2 : data.byteLength;
}
