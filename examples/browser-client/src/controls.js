// Pausing and going on, which the server confirms.

import { withResolvers, Ws402Error } from './errors.js';

const ALREADY_SO = { already_paused: 'ws402.pause', not_paused: 'ws402.continue' };

/** What was asked of the server and is not answered yet. */
export class Controls {
  #say;
  #waiting = new Map();

  constructor(say) {
    this.#say = say;
  }

  /** Asks, unless that was asked already; resolves with what the server answers. */
  ask(type) {
    const waiting = this.#waiting.get(type) ?? withResolvers();
    this.#waiting.set(type, waiting);
    this.#say({ type });
    return waiting.promise;
  }

  answered(type, value) {
    this.#waiting.get(type)?.resolve(value);
    this.#waiting.delete(type);
  }

  /** Takes an error; whether it says that things are as they were asked to be. */
  refused({ code }) {
    const type = ALREADY_SO[code];
    this.answered(type, undefined);
    return type !== undefined;
  }

  /** The session goes on elsewhere: asks there. */
  resumed() {
    this.#waiting.forEach((waiting, type) => this.#say({ type }));
  }

  /** Nobody answers any more. */
  over() {
    this.#waiting.forEach(({ reject }) => reject(sessionOver()));
    this.#waiting.clear();
  }
}

export function sessionOver() {
  return new Ws402Error('session_over', 'The session is over.', { money: 'in_session' });
}
