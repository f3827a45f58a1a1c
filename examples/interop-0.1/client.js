// A payer as WS402 0.1 has it: reads what to pay, pays it on chain, shows the proof on a WebSocket and streams.
// It reads every amount as a JavaScript number, asks for no subprotocol and knows no ws402.* message.

import { Contract } from 'ethers';
import WebSocket from 'ws';

const ERC20 = ['function transfer(address to, uint256 amount) returns (bool)'];

/** Messages of a 0.1 server. Whatever else arrives is the resource's own data. */
const MESSAGES = new Set([
  'session_started',
  'payment_rejected',
  'usage_update',
  'balance_exhausted',
  'max_duration_reached',
]);

export class Ws402Client {
  /** @param wallet an ethers wallet that is connected to the chain */
  constructor(wallet) {
    this.wallet = wallet;
  }

  /** What a resource costs: the price for `duration` seconds, and where to pay it. */
  async schema(serverUrl, resourceId, duration, query = '') {
    const response = await fetch(`${serverUrl}/ws402/schema/${resourceId}?duration=${duration}${query}`);
    if (!response.ok) {
      throw new Error(`the schema of ${resourceId} was answered with ${response.status}`);
    }
    return response.json();
  }

  /** Pays what the schema asks for, waits until a block has it, and returns the proof. */
  async pay({ pricing, paymentDetails }) {
    const { recipient, reference, tokenAddress, amountWei } = paymentDetails;
    const transaction = tokenAddress
      ? await new Contract(tokenAddress, ERC20, this.wallet).transfer(recipient, BigInt(pricing.totalPrice))
      : await this.wallet.sendTransaction({ to: recipient, value: BigInt(amountWei) });
    await transaction.wait();
    return { txHash: transaction.hash, reference, senderAddress: this.wallet.address };
  }

  /** Opens the metered WebSocket and shows the proof. */
  connect(url, proof) {
    return new Session(url, proof);
  }

  /** All of it. */
  async open(serverUrl, resourceId, duration, query) {
    const schema = await this.schema(serverUrl, resourceId, duration, query);
    return this.connect(schema.websocketEndpoint, await this.pay(schema));
  }
}

/** One WebSocket, from the proof to the close. */
export class Session {
  /** Every 0.1 message so far, and every frame of the resource. */
  messages = [];
  data = [];
  /** `{code, reason}` once the socket is closed. */
  closed;
  #socket;
  #waiting = new Set();

  constructor(url, proof) {
    this.#socket = new WebSocket(url);
    this.#socket.on('open', () => this.#socket.send(JSON.stringify({ type: 'payment_proof', proof })));
    this.#socket.on('message', (frame, isBinary) => this.#received(frame, isBinary));
    this.#socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#look();
    });
    // A connection that fails closes as well, with 1006.
    this.#socket.on('error', () => {});
  }

  /** The subprotocol the server has chosen; 0.1 has none. */
  get protocol() {
    return this.#socket.protocol;
  }

  #received(frame, isBinary) {
    const message = isBinary ? undefined : messageIn(frame.toString());
    if (message) {
      this.messages.push(message);
    } else {
      this.data.push(isBinary ? frame : frame.toString());
    }
    this.#look();
  }

  #look() {
    for (const look of this.#waiting) {
      look();
    }
  }

  /** Resolves with what `find` finds in this session, now or later; rejects when the socket closes without it. */
  #until(find, what) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = find();
        if (found !== undefined) {
          this.#waiting.delete(look);
          resolve(found);
        } else if (this.closed) {
          this.#waiting.delete(look);
          reject(new Error(`no ${what} before the close ${JSON.stringify(this.closed)}; there were `
            + JSON.stringify(this.messages)));
        }
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** The first message of a type. */
  message(type) {
    return this.#until(() => this.messages.find((message) => message.type === type), type);
  }

  /** The first frame of the resource that `accepts` takes. */
  frame(accepts = () => true) {
    return this.#until(() => this.data.find(accepts), 'frame of the resource');
  }

  /** The close, whoever began it. */
  end() {
    return this.#until(() => this.closed, 'close');
  }

  send(data) {
    this.#socket.send(data);
  }

  /** Closes the socket, which is how a 0.1 client ends a session. */
  close() {
    this.#socket.close(1000);
    return this.end();
  }

  /** Cuts the connection without a closing handshake. */
  cut() {
    this.#socket.terminate();
    return this.end();
  }
}

function messageIn(text) {
  try {
    const message = JSON.parse(text);
    return MESSAGES.has(message?.type) ? message : undefined;
  } catch {
    return undefined;
  }
}
