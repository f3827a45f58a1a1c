// The ProxyPaymentProvider as WS402 0.1 has it: a server's way to its payment gateway.
// It has no sessions, no leases and no idempotency keys. What gets no answer in time, or a 5xx, is sent again as it was,
// with the same timestamp: a verify and a refund too.

export class ProxyPaymentProvider {
  constructor({ gatewayUrl, apiKey, timeout = 30_000, retryAttempts = 3, customHeaders = {} }) {
    this.gatewayUrl = gatewayUrl;
    this.apiKey = apiKey;
    this.timeout = timeout;
    this.retryAttempts = retryAttempts;
    this.customHeaders = customHeaders;
  }

  /** Where and how to pay for a resource. */
  generatePaymentDetails(amount, resourceId, estimatedDuration) {
    return this.#post('/api/payment/generate', { amount, resourceId, estimatedDuration });
  }

  /** `{valid, amount, reason?}`. */
  verifyPayment(proof, timestamp = Date.now()) {
    return this.#post('/api/payment/verify', { proof, timestamp });
  }

  /** Gives `amount` of a verified payment back. */
  issueRefund(proof, amount, timestamp = Date.now()) {
    return this.#post('/api/payment/refund', { proof, amount, timestamp });
  }

  async #post(path, content) {
    const body = JSON.stringify(content);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#send(path, body);
      } catch (failure) {
        if (attempt >= this.retryAttempts || failure.status < 500) {
          throw failure;
        }
        await new Promise((resolve) => setTimeout(resolve, Math.min(1000, 100 * 2 ** attempt)));
      }
    }
  }

  async #send(path, body) {
    const response = await fetch(this.gatewayUrl + path, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${this.apiKey}`,
        'X-WS402-Provider': 'proxy',
        ...this.customHeaders,
      },
      body,
      signal: AbortSignal.timeout(this.timeout),
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
      throw new GatewayError(response.status, answer);
    }
    return answer;
  }
}

/** An answer that is not 2xx: 0.1 reads `error` and `message` of it. */
export class GatewayError extends Error {
  constructor(status, answer) {
    super(`${status} ${answer.error ?? ''}: ${answer.message ?? ''}`);
    this.status = status;
    this.answer = answer;
  }
}
