// Base58, as Solana writes keys, signatures and hashes.

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

export function encode(bytes) {
  let value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let text = '';
  for (; value > 0n; value /= 58n) {
    text = ALPHABET[Number(value % 58n)] + text;
  }
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return '1'.repeat(zeros < 0 ? bytes.length : zeros) + text;
}

/** So many bytes; undefined when the text stands for no such thing. */
export function decode(text, length) {
  if (typeof text !== 'string' || text.length > length * 2) {
    return undefined;
  }
  let value = 0n;
  for (const digit of text) {
    const worth = ALPHABET.indexOf(digit);
    if (worth < 0) {
      return undefined;
    }
    value = value * 58n + BigInt(worth);
  }
  const bytes = new Uint8Array(length);
  for (let i = length - 1; i >= 0; i -= 1, value /= 256n) {
    bytes[i] = Number(value % 256n);
  }
  // Leading zeros have one way to be written, and what is left over does not fit.
  return encode(bytes) === text ? bytes : undefined;
}
