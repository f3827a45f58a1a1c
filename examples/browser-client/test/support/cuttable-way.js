// A way to a server that can be cut: connections break, and no new ones are taken until it is mended.

import { connect, createServer } from 'node:net';

export class CuttableWay {
  #sockets = new Set();
  #isCut = false;
  #server;

  constructor(target) {
    this.target = new URL(target);
  }

  async listen() {
    this.#server = createServer((socket) => this.#taken(socket));
    await new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
    return this;
  }

  #taken(socket) {
    socket.on('error', () => {});
    if (this.#isCut) {
      socket.destroy();
      return;
    }
    const onward = connect(Number(this.target.port), this.target.hostname);
    onward.on('error', () => {});
    for (const [end, other] of [[socket, onward], [onward, socket]]) {
      this.#sockets.add(end);
      end.pipe(other);
      end.on('close', () => {
        this.#sockets.delete(end);
        other.destroy();
      });
    }
  }

  cut() {
    this.#isCut = true;
    this.#sockets.forEach((socket) => socket.destroy());
  }

  mend() {
    this.#isCut = false;
  }

  close() {
    this.cut();
    return new Promise((resolve) => this.#server.close(resolve));
  }
}
