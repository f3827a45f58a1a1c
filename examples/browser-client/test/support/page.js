// The modules of the payer's page, which a server serves beside the client's as `./client/`.

import { register } from 'node:module';

const PAGE = new URL('../../../../ws402-server/server/src/main/resources/io/ws402/server/page/', import.meta.url);
const CLIENT = new URL('../../src/', import.meta.url);

const HOOKS = `
  export function resolve(specifier, context, next) {
    const isClients = specifier.startsWith('./client/') && context.parentURL?.startsWith('${PAGE}');
    return next(isClients ? '${CLIENT}' + specifier.slice('./client/'.length) : specifier, context);
  }
  export function load(url, context, next) {
    return next(url, url.startsWith('${PAGE}') ? { ...context, format: 'module' } : context);
  }`;
register(`data:text/javascript,${encodeURIComponent(HOOKS)}`);

/** Imports a module of the page. */
export const pageModule = (name) => import(new URL(name, PAGE).href);
