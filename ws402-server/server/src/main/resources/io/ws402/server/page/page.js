// The payer's page: what is on sale at /, and a resource's own page at /ws402/NAME.

import { LIMITS } from './client/index.js';
import { getJson } from './client/http.js';
import { readOffer } from './client/schema.js';
import { $, element, write } from './dom.js';
import { prices, span } from './format.js';
import { Order } from './order.js';
import { purchase } from './purchase.js';
import { goTo, say, showProblem } from './stages.js';
import { lookAfterUnfinished } from './unfinished.js';

const [, prefix = '', name] = /^(.*)\/ws402\/([^/]+)\/?$/.exec(location.pathname) ?? [undefined, location.pathname.replace(/\/$/, '')];
const server = location.origin + prefix;

/** What this server sells. */
async function catalogue() {
  const { resources, servers, solana = {} } = await getJson(`${server}/`, { timeoutMs: LIMITS.answerMs });
  return {
    resources: resources.map(({ resourceId, maxSessionDuration, accepts, resourceInfo }) => ({
      id: resourceId,
      maxSessionDuration,
      accepts: accepts.map(readOffer),
      httpPath: resourceInfo?.url && new URL(resourceInfo.url).pathname,
    })),
    servers,
    solana,
  };
}

function showShop({ resources }) {
  $('resources').append(...resources.map(({ id, accepts, maxSessionDuration, httpPath }) =>
    element('li', {}, element('a', { className: 'card', href: `${prefix}/ws402/${encodeURIComponent(id)}${location.hash}` },
      element('strong', {}, id),
      element('span', {}, accepts.length > 0 ? prices(accepts.find((offer) => offer.default) ?? accepts[0]) : 'Can not be paid for now'),
      element('small', {}, `${httpPath ? 'A file or service' : 'A stream'}, for up to ${span(maxSessionDuration)}`)))));
  $('shop').hidden = false;
}

function showResource({ resources, servers, solana }) {
  const resource = resources.find(({ id }) => id === name);
  if (!resource) {
    showProblem({ message: `This server sells no ${name}.`, consequence: 'Nothing was paid.', code: 'unknown_resource' }, {
      onBack: () => location.assign($('home').href),
    });
    return;
  }
  const urls = [`${server}/ws402/${encodeURIComponent(name)}${location.search}`, ...servers];
  const start = () => goTo('order', { quietly: true });
  const onBack = () => {
    say('');
    goTo('order');
  };
  const order = new Order(resource, solana, ({ seconds, offer, choice }) =>
    purchase({ urls, resource, seconds, offer, choice, wallets: order.wallets, onBack }));
  $('again').onclick = onBack;
  const isUnfinished = lookAfterUnfinished({
    urls,
    onGoOn: (proof, seconds) =>
      purchase({ urls, resource, seconds, choice: order.choice ?? NOTHING_TO_PAY_WITH, wallets: order.wallets, proof, onBack }),
    onForget: onBack,
  });
  if (!isUnfinished) {
    start();
  }
}

const NOTHING_TO_PAY_WITH = { wallet: { accepts: () => false } };

async function show() {
  $('home').href = `${prefix}/${location.hash}`;
  if (name !== undefined) {
    document.title = `${decodeURIComponent(name)} · WS402`;
    write('name', decodeURIComponent(name));
    $('resource').hidden = false;
  }
  try {
    const sold = await catalogue();
    if (name === undefined) {
      showShop(sold);
    } else {
      showResource(sold);
    }
  } catch (fault) {
    $('resource').hidden = false;
    showProblem(fault, { onAgain: () => location.reload(), againText: 'Ask again', onBack: () => location.assign($('home').href) });
  }
}

show();
