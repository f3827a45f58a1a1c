// JSON over HTTP in bounded time and size.

import { aborted, Ws402Error } from './errors.js';
import { parse } from './json.js';

const BODY_BYTES_MAX = 1 << 20;

/**
 * The document at a URL.
 *
 * @throws Ws402Error with the server's own code when it refuses; `unreachable` when it does not answer in time;
 *   `malformed` when it answers something else
 * @param {string} url
 * @param {{bearer?: string, signal?: AbortSignal, timeoutMs: number}} how
 */
export async function getJson(url, { bearer, signal, timeoutMs }) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), timeoutMs);
  const stop = () => giveUp.abort();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) {
    giveUp.abort();
  }
  try {
    const headers = { Accept: 'application/json, application/problem+json' };
    const answer = await fetch(url, {
      headers: bearer === undefined ? headers : { ...headers, Authorization: `Bearer ${bearer}` },
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal: giveUp.signal,
    });
    return read(answer, await body(answer), url);
  } catch (fault) {
    if (signal?.aborted) {
      throw aborted(signal, 'not_paid');
    }
    throw fault instanceof Ws402Error
      ? fault
      : new Ws402Error('unreachable', `${new URL(url).origin} does not answer.`, { cause: fault });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

async function body(answer) {
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    bytes += value.length;
    if (bytes > BODY_BYTES_MAX) {
      await reader.cancel();
      throw new Ws402Error('malformed', 'The answer is larger than any document of WS402.');
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}

function read(answer, text, url) {
  let json;
  try {
    json = parse(text);
  } catch (fault) {
    json = undefined;
  }
  if (answer.ok && typeof json === 'object' && json !== null) {
    return json;
  }
  if (answer.ok) {
    throw new Ws402Error('malformed', `${url} does not answer in JSON.`);
  }
  const error = new Ws402Error(
    typeof json?.code === 'string' ? json.code : `http_${answer.status}`,
    json?.detail ?? json?.message ?? json?.error ?? `${url} was answered with ${answer.status}.`,
    { retryAfterMs: Number.isSafeInteger(json?.retryAfterMs) ? json.retryAfterMs : undefined },
  );
  error.status = answer.status;
  throw error;
}
