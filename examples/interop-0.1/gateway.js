// A payment gateway as WS402 0.1 has it. It knows health, stats, generate, verify and refund, and keeps what it knows in
// memory. It has no leases, no tokens, no settle, no checkpoint: those are 404. It verifies a proof as often as it is
// asked, and sends a refund as often as it is asked.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Contract, Interface, formatEther } from 'ethers';

const ERC20 = new Interface([
  'function transfer(address to, uint256 amount) returns (bool)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
]);
const QUOTE_LIFETIME_MS = 15 * 60_000;

export class Gateway {
  /** Every call that came in, as `{path, body}`, and every refund that was sent, as `{recipient, amount, txHash}`. */
  calls = [];
  refundsSent = [];
  #quotes = new Map();
  #server;

  /**
   * @param wallet the merchant's ethers wallet, connected to the chain
   * @param token `{address, symbol}` where payments are in a token instead of the chain's coin
   */
  constructor({ wallet, apiKey, token }) {
    this.wallet = wallet;
    this.apiKey = apiKey;
    this.token = token;
  }

  async listen(port = 0) {
    this.#server = createServer((request, response) => this.#handle(request, response));
    await new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    return this;
  }

  get port() {
    return this.#server.address().port;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Ends at once: whoever waits for an answer gets none. */
  async close() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** The calls of a path. */
  called(path) {
    return this.calls.filter((call) => call.path === path);
  }

  async #handle(request, response) {
    let status = 200;
    let answer;
    try {
      const path = new URL(request.url, 'http://gateway').pathname;
      if (path !== '/api/health' && request.headers.authorization !== `Bearer ${this.apiKey}`) {
        throw new Refused(401, 'Unauthorized', 'Invalid API key');
      }
      const body = request.method === 'POST' ? JSON.parse(await text(request)) : undefined;
      this.calls.push({ path, body });
      answer = await this.#answer(`${request.method} ${path}`, body);
    } catch (failure) {
      status = failure instanceof Refused ? failure.status : 500;
      answer = { error: failure.error ?? 'Internal error', message: failure.message };
    }
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(answer));
  }

  #answer(call, body) {
    switch (call) {
      case 'GET /api/health':
        return { status: 'ok', provider: 'base', timestamp: Date.now() };
      case 'GET /api/stats':
        return this.#stats();
      case 'POST /api/payment/generate':
        return this.#generate(body);
      case 'POST /api/payment/verify':
        return this.#verify(body.proof);
      case 'POST /api/payment/refund':
        return this.#refund(body);
      default:
        throw new Refused(404, 'Not found', `${call} is not known`);
    }
  }

  async #stats() {
    const { chainId } = await this.wallet.provider.getNetwork();
    return {
      gateway: 'ws402-gateway',
      provider: 'base',
      network: 'local',
      chainId: Number(chainId),
      merchantWallet: this.wallet.address,
      autoRefundEnabled: true,
      uptime: process.uptime(),
      timestamp: Date.now(),
    };
  }

  async #generate({ amount, resourceId, estimatedDuration }) {
    if (!Number.isInteger(amount) || amount <= 0 || !resourceId || !estimatedDuration) {
      throw new Refused(400, 'Bad request', 'amount, resourceId and estimatedDuration are needed');
    }
    const { chainId } = await this.wallet.provider.getNetwork();
    const reference = randomUUID();
    const symbol = this.token?.symbol ?? 'ETH';
    this.#quotes.set(reference, amount);
    return {
      type: 'base',
      network: 'local',
      chainId: Number(chainId),
      recipient: this.wallet.address,
      amount,
      amountWei: amount,
      ...(this.token ? { tokenAddress: this.token.address } : { amountETH: formatEther(BigInt(amount)) }),
      currency: symbol,
      reference,
      expiresAt: Date.now() + QUOTE_LIFETIME_MS,
      instructions: { step1: `Send ${amount} of ${symbol}'s smallest unit to ${this.wallet.address}` },
    };
  }

  async #verify(proof) {
    const asked = this.#quotes.get(proof.reference);
    if (asked === undefined) {
      return { valid: false, amount: 0, reason: 'Unknown reference' };
    }
    const payment = await this.#payment(proof.txHash);
    if (!payment || payment.amount < BigInt(asked)) {
      return { valid: false, amount: 0, reason: 'No such payment on chain' };
    }
    if (payment.payer.toLowerCase() !== proof.senderAddress.toLowerCase()) {
      return { valid: false, amount: 0, reason: 'Another account has paid' };
    }
    return { valid: true, amount: Number(payment.amount) };
  }

  /** What a transaction has paid us, and who paid. */
  async #payment(txHash) {
    const receipt = await this.wallet.provider.getTransactionReceipt(txHash);
    if (receipt?.status !== 1) {
      return undefined;
    }
    if (this.token) {
      const transfer = receipt.logs
        .filter((log) => log.address.toLowerCase() === this.token.address.toLowerCase())
        .map((log) => ERC20.parseLog(log))
        .find((log) => log?.name === 'Transfer' && log.args.to === this.wallet.address);
      return transfer && { payer: transfer.args.from, amount: transfer.args.value };
    }
    const transaction = await this.wallet.provider.getTransaction(txHash);
    return transaction.to === this.wallet.address
      ? { payer: transaction.from, amount: transaction.value }
      : undefined;
  }

  async #refund({ proof, amount }) {
    if (!Number.isInteger(amount) || amount < 0) {
      throw new Refused(400, 'Bad request', 'amount must be a whole number of smallest units');
    }
    const recipient = proof.senderAddress;
    const transaction = this.token
      ? await new Contract(this.token.address, ERC20, this.wallet).transfer(recipient, BigInt(amount))
      : await this.wallet.sendTransaction({ to: recipient, value: BigInt(amount) });
    this.refundsSent.push({ recipient, amount, txHash: transaction.hash });
    await transaction.wait();
    return { status: 'success', amount, recipient, message: 'Refund sent', timestamp: Date.now() };
  }
}

class Refused extends Error {
  constructor(status, error, message) {
    super(message);
    this.status = status;
    this.error = error;
  }
}

async function text(request) {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}
