// The two tokens of a session: one takes it up again, the other opens its HTTP resource and its status.

const RENEW_BEFORE_MS = 60_000;
const ASK_AGAIN_MS = 30_000;
const TIMER_MS_MAX = 0x7fffffff;

/** Keeps the newest tokens, and has the access token renewed before it lapses. A 0.1 server gives none. */
export class Tokens {
  #renew;
  #timer;
  /** @type {string | undefined} */
  resume;
  /** @type {string | undefined} */
  access;

  /** @param renew asks the server for a newer access token */
  constructor(renew) {
    this.#renew = renew;
  }

  keep({ resumeToken, accessToken, expiresInMs }) {
    this.resume = resumeToken ?? this.resume;
    this.access = accessToken ?? this.access;
    this.stop();
    if (accessToken !== undefined && expiresInMs > 0) {
      this.#renewIn(Math.max(expiresInMs / 2, expiresInMs - RENEW_BEFORE_MS));
    }
  }

  /** And again, until a newer one is kept: the server's gateway may be away just then. */
  #renewIn(milliseconds) {
    this.#timer = setTimeout(() => {
      this.#renewIn(ASK_AGAIN_MS);
      this.#renew();
    }, Math.min(TIMER_MS_MAX, milliseconds));
  }

  /** Renews no more. */
  stop() {
    clearTimeout(this.#timer);
  }
}
