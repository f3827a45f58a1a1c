// JSON-RPC 2.0 over HTTP.
import { createServer } from 'node:http';
import { RpcError } from './errors.mjs';
import { stringify } from './json.mjs';

const MAX_BODY = 256 * 1024;
const MAX_BATCH = 100;

/** An HTTP server, not yet listening, that answers the methods of an object. */
export const rpcServer = (methods) => {
  const limits = { requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16 * 1024 };
  const server = createServer(limits, (request, response) => {
    serve(methods, request, response).catch((error) => {
      // A client that has gone before its request was whole is nobody's defect.
      if (error.code !== 'ECONNRESET') {
        console.error(error);
      }
      response.destroy();
    });
  });
  server.maxConnections = 1_000;
  return server;
};

const serve = async (methods, request, response) => {
  if (request.method === 'OPTIONS') {
    return respond(response, 204, '');
  }
  if (request.method === 'GET' && request.url === '/health') {
    return respond(response, 200, 'ok');
  }
  if (request.method !== 'POST') {
    return respond(response, 405, 'Used HTTP Method is not allowed. POST or OPTIONS is required');
  }
  const body = await read(request);
  return body === undefined
    ? respond(response, 413, 'The request body is too large', { connection: 'close' })
    : respond(response, 200, stringify(await answer(methods, body)), { 'content-type': 'application/json; charset=utf-8' });
};

// Pages in a browser speak to a chain on another port.
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, GET, OPTIONS',
  'access-control-allow-headers': 'content-type, solana-client',
};

const respond = (response, status, body, headers = {}) => {
  response.writeHead(status, { 'content-type': 'text/plain', ...CORS, ...headers });
  response.end(body);
};

/** The body; undefined when it is too large. */
const read = async (request) => {
  const chunks = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += chunk.length;
    if (length > MAX_BODY) {
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const answer = async (methods, body) => {
  let request;
  try {
    request = JSON.parse(body);
  } catch {
    return failure(null, new RpcError(-32700, 'Parse error'));
  }
  if (!Array.isArray(request)) {
    return call(methods, request);
  }
  if (request.length === 0 || request.length > MAX_BATCH) {
    return failure(
      null,
      new RpcError(-32600, request.length === 0 ? 'Invalid request' : `Too many requests in a batch; max ${MAX_BATCH}`),
    );
  }
  const answers = [];
  for (const each of request) {
    answers.push(await call(methods, each));
  }
  return answers;
};

const call = async (methods, request) => {
  const id = ['string', 'number'].includes(typeof request?.id) ? request.id : null;
  try {
    if (request?.jsonrpc !== '2.0' || typeof request.method !== 'string') {
      throw new RpcError(-32600, 'Invalid request');
    }
    const method = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
    if (!method) {
      throw new RpcError(-32601, 'Method not found');
    }
    const { params = [] } = request;
    if (!Array.isArray(params)) {
      throw RpcError.invalid('Invalid params: expected a list');
    }
    return { jsonrpc: '2.0', result: await method(params), id };
  } catch (error) {
    return failure(id, error);
  }
};

const failure = (id, error) => {
  if (error instanceof RpcError) {
    return {
      jsonrpc: '2.0',
      error: { code: error.code, message: error.message, ...(error.data !== undefined && { data: error.data }) },
      id,
    };
  }
  console.error(error);
  return { jsonrpc: '2.0', error: { code: -32603, message: 'Internal error' }, id };
};
