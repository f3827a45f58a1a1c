// A payment and its session, from the order to the last step of the refund.

import { connect } from './client/index.js';
import { Content } from './content.js';
import { $, write } from './dom.js';
import { money } from './format.js';
import { forget, keep, keeping } from './kept.js';
import { Live } from './live.js';
import { showReceipt } from './receipt.js';
import { offerSigned, WAIT_MS } from './signed.js';
import { goTo, say, showProblem } from './stages.js';

const STEPS = ['quoting', 'paying', 'proving'];

/**
 * Pays for a resource and shows it; with a `proof`, goes on with what is paid already.
 *
 * @param {{urls: string[], resource: object, seconds: number, offer?: object, choice: object, wallets: object, proof?: object,
 *   onBack(): void}} order
 */
export async function purchase(order) {
  const { urls, resource, seconds, offer, choice, wallets, proof, onBack } = order;
  const givingUp = new AbortController();
  const content = new Content(resource.httpPath);
  let live;
  goTo('waiting');
  $('give-up').onclick = () => givingUp.abort();
  const onFault = (fault) => {
    write('notice', `${fault.message} ${fault.consequence ?? ''}`);
  };
  const onState = (state, { terms, reason, server, error }) => {
    stepTo(state, terms, reason);
    live?.state(state);
    if (state === 'streaming' && live) {
      say(servedBy(server));
      showContent(server);
    } else if (state === 'paused') {
      say('Paused: nothing is charged.');
      content.hide();
    } else if (state === 'resuming') {
      say(`${reason} Nothing is charged meanwhile; going on …`);
    } else if (state === 'ended') {
      say('Ended.');
      content.hide();
      if (error) {
        onFault(error);
      }
    }
  };
  let session;
  const showContent = (server) => content.show(server, session.accessToken);
  try {
    session = await connect(urls, {
      wallet: keeping(choice.wallet, (paid) => keep({ proof: paid, seconds })),
      seconds,
      ...(offer ? { method: offer.method, asset: offer.asset.id } : {}),
      ...(proof ? { proof } : {}),
      signal: givingUp.signal,
      onState,
      onUsage: (usage) => {
        live?.usage(usage);
        if (session) {
          keep({ accessToken: session.accessToken });
        }
      },
      onData: (data) => content.add(data),
      onTopUp: (topUp) => live?.toppedUp(topUp),
      onProblem: onFault,
      onReceipt: (receipt) => {
        live?.stop();
        showReceipt(receipt);
        goTo('receipt');
        say(receipt.final ? 'Ended; everything is accounted for.' : 'Ended; the rest is on its way back.');
        if (receipt.final) {
          forget();
          offerSigned(() => session.signedReceipt({ waitMs: WAIT_MS }));
        }
      },
    });
  } catch (fault) {
    failed(fault, order);
    return;
  }
  keep({ sessionId: session.id, accessToken: session.accessToken });
  addEventListener('beforeunload', askBeforeLeaving);
  write('notice', '');
  const ways = wallets.ways(session.schema.accepts, { id: choice.id, offer: session.offer });
  live = new Live(session, content, { ways, onFault });
  goTo('live');
  say(servedBy(session.server));
  showContent(session.server);
  await session.receipt();
  removeEventListener('beforeunload', askBeforeLeaving);
}

const servedBy = (server) => `Served by ${new URL(server).host}.`;

/** Shows how far the beginning has come. */
function stepTo(state, terms, reason) {
  const at = STEPS.indexOf(state);
  if (at < 0) {
    return;
  }
  STEPS.forEach((step, i) => {
    $(`step-${step}`).className = i < at ? 'done' : i === at ? 'now' : '';
  });
  const waitingFor = {
    quoting: 'Asking the server for terms …',
    paying: terms && `Waiting for ${money(terms.amount, terms.offer.asset)} from your wallet …`,
    proving: reason ? `Paid. ${reason}` : 'Paid. Waiting for the server to see it …',
  }[state];
  write('waiting-for', waitingFor);
  say(waitingFor);
}

function failed(fault, order) {
  say('It did not begin.');
  const { proof } = fault;
  if (fault.money !== 'unclaimed') {
    forget();
  }
  showProblem(fault, {
    onAgain: () => purchase(proof ? { ...order, proof } : order),
    againText: proof ? 'Show the payment again' : 'Try again',
    onBack: order.onBack,
  });
}

/** A browser ends the session of a page that goes away. */
function askBeforeLeaving(event) {
  event.preventDefault();
}
