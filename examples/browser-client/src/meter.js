// How far a session has come, as its server told last.

/** @type {import('./types.d.ts').Usage} */
export const NOTHING = { elapsedMs: 0, bytes: 0, messages: 0, consumed: 0n, remaining: 0n, balance: 0n, pricePerSecond: 0n, secondsLeft: 0 };

/** The usage at the start of a session, or where one is taken up. */
export function usageAtStart({ balance, pricePerSecond, progress }) {
  const consumed = progress?.consumed ?? 0n;
  return usageAfter(NOTHING, { balance, pricePerSecond, ...progress, consumed, remaining: balance - consumed });
}

/** The usage after a message that tells of it. Without `secondsLeft` in it that is reckoned. */
export function usageAfter(usage, { type, ...told }) {
  const now = { ...usage, ...told };
  return told.secondsLeft === undefined ? { ...now, secondsLeft: secondsLeft(now) } : now;
}

/** How long the rest lasts, by what a second has cost so far or by its price, whichever is more. */
function secondsLeft({ remaining, consumed, elapsedMs, pricePerSecond }) {
  const soFar = elapsedMs > 0 ? (consumed * 1000n) / BigInt(elapsedMs) : 0n;
  const rate = soFar > pricePerSecond ? soFar : pricePerSecond;
  return rate === 0n ? Infinity : Number(remaining / rate);
}
