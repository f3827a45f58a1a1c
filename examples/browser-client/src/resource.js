// Where a resource is.

import { Ws402Error } from './errors.js';

const PATH = /^(.*)\/ws402\/(?:schema\/|http\/)?([A-Za-z0-9._~-]{1,128})\/?$/;
const ID = /^[A-Za-z0-9._~-]{1,128}$/;
const HTTP = { 'http:': 'http:', 'ws:': 'http:', 'https:': 'https:', 'wss:': 'https:' };

/** A resource on a server. `server` is the server's address over HTTP, without a slash at its end. */
export class Resource {
  constructor(server, id, query = '') {
    this.server = server;
    this.id = id;
    this.query = query;
  }

  /**
   * Reads `http(s)://` or `ws(s)://host/ws402/RESOURCE`, a schema's or an HTTP resource's address, or
   * `ws://host/?resourceId=RESOURCE` as in 0.1. What stands in the query besides goes along to the resource.
   *
   * @throws Ws402Error invalid_url
   */
  static at(address) {
    let url;
    try {
      url = new URL(address);
    } catch (fault) {
      throw invalid(address, 'it is no URL');
    }
    const scheme = HTTP[url.protocol];
    if (!scheme || url.username || url.password) {
      throw invalid(address, scheme ? 'a user or password in it is not supported' : 'it is none of http, https, ws, wss');
    }
    const path = PATH.exec(url.pathname);
    const query = new URLSearchParams(url.search);
    const id = path?.[2] ?? query.get('resourceId') ?? '';
    if (!ID.test(id)) {
      throw invalid(address, 'it names no resource');
    }
    query.delete('resourceId');
    return new Resource(`${scheme}//${url.host}${path?.[1] ?? ''}`, id, query.toString());
  }

  /** The resource that another address names, or the same one where the address is only a server's. */
  on(address) {
    const url = String(address);
    try {
      return Resource.at(url);
    } catch (fault) {
      const { protocol, host, pathname } = new URL(url);
      if (!HTTP[protocol]) {
        throw fault;
      }
      return new Resource(`${HTTP[protocol]}//${host}${pathname.replace(/\/$/, '')}`, this.id, this.query);
    }
  }

  schemaUrl(seconds, method, asset) {
    const query = new URLSearchParams({ duration: String(seconds) });
    if (method) {
      query.set('method', method);
    }
    if (asset) {
      query.set('asset', asset);
    }
    return `${this.server}/ws402/schema/${this.id}?${query}`;
  }

  /** Where its metered WebSocket is; a server that tells so knows better. */
  socketUrl(endpoint) {
    const url = new URL(endpoint ?? `${this.server.replace(/^http/, 'ws')}/ws402/${this.id}`);
    new URLSearchParams(this.query).forEach((value, name) => url.searchParams.append(name, value));
    return String(url);
  }

  sessionUrl(sessionId) {
    return `${this.server}/ws402/sessions/${encodeURIComponent(sessionId)}`;
  }

  qrUrl(reference) {
    return `${this.server}/ws402/qr/${encodeURIComponent(reference)}.svg`;
  }

  toString() {
    return `${this.server}/ws402/${this.id}`;
  }
}

function invalid(address, reason) {
  return new Ws402Error('invalid_url', `'${address}' is not the address of a resource (https://host/ws402/NAME): ${reason}.`);
}
