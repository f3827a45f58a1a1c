// What is paid for: frames of a stream, or what an HTTP resource hands out while its session is open.

import { $, element } from './dom.js';
import { bytes } from './format.js';

const LINES = 60;
const LINE_CHARACTERS = 400;
const TEXT_BYTES = 100_000;
const BODY_BYTES_MAX = 256 << 20;

/** The data of one session. Counts what arrives since it was last asked. */
export class Content {
  #arrived = 0;
  /** How many bytes came over HTTP, which no meter counts. */
  bytes = 0;
  #path;
  #url;
  #asking;

  /** `path` is where an HTTP resource is, on whichever server; undefined for a stream. */
  constructor(path) {
    this.#path = path;
    $('log').replaceChildren();
    this.hide();
    $('log').hidden = $('talk').hidden = path !== undefined;
  }

  get isStream() {
    return this.#path === undefined;
  }

  /** How many bytes came since the last call. */
  takeArrived() {
    const arrived = this.#arrived;
    this.#arrived = 0;
    return arrived;
  }

  /** Shows a frame of the stream. */
  add(data) {
    const isText = typeof data === 'string';
    this.#arrived += isText ? new Blob([data]).size : data.byteLength;
    const shown = isText ? cut(data) : `${bytes(data.byteLength)} of binary data`;
    const log = $('log');
    log.prepend(element('p', isText ? {} : { className: 'binary' }, shown));
    while (log.children.length > LINES) {
      log.lastChild.remove();
    }
  }

  /** Asks for the HTTP resource and shows it; nothing where there is none. */
  async show(server, accessToken) {
    if (this.#path === undefined) {
      return;
    }
    this.hide();
    const asking = new AbortController();
    this.#asking = asking;
    $('shown').replaceChildren(element('p', { className: 'fine' }, 'Asking for it …'));
    try {
      const answer = await fetch(server + this.#path, {
        headers: { Authorization: `Bearer ${accessToken}` }, credentials: 'omit', cache: 'no-store', signal: asking.signal,
      });
      if (!answer.ok) {
        throw new Error(`the server answered ${answer.status}`);
      }
      if (Number(answer.headers.get('Content-Length')) > BODY_BYTES_MAX) {
        throw new Error('it is too large for a page');
      }
      const body = await answer.blob();
      if (!asking.signal.aborted) {
        this.#arrived += body.size;
        this.bytes += body.size;
        $('shown').replaceChildren(await this.#view(body));
      }
    } catch (fault) {
      if (!asking.signal.aborted) {
        $('shown').replaceChildren(element('p', { className: 'bad' }, `It can not be shown: ${fault.message}.`));
      }
    }
  }

  /** It is shown no longer than its session is open. */
  hide() {
    this.#asking?.abort();
    $('shown').replaceChildren();
    if (this.#url) {
      URL.revokeObjectURL(this.#url);
      this.#url = undefined;
    }
  }

  async #view(body) {
    const [kind] = body.type.split('/');
    if (kind === 'text' || body.type.startsWith('application/json')) {
      return element('pre', { tabIndex: 0 }, (await body.text()).slice(0, TEXT_BYTES));
    }
    this.#url = URL.createObjectURL(body);
    switch (kind) {
      case 'image':
        return element('img', { src: this.#url, alt: 'What was paid for' });
      case 'video':
      case 'audio':
        return element(kind, { src: this.#url, controls: true });
      default:
        return element('p', {}, element('a', { href: this.#url, download: this.#path.split('/').at(-1) }, `Save it (${bytes(body.size)})`));
    }
  }
}

function cut(text) {
  return text.length > LINE_CHARACTERS ? `${text.slice(0, LINE_CHARACTERS)} …` : text;
}
