import { payWithCredits, payWithWallet } from './wallets.js';

const RENEW_BEFORE_MS = 60_000;
const $ = (id) => document.getElementById(id);

let socket = null;
let resource = null; // { url, accessToken, contentType }

const worker = navigator.serviceWorker.register('worker.js').then(() => navigator.serviceWorker.ready);

navigator.serviceWorker.addEventListener('message', (event) => {
  const ours = resource && event.data.tokenFor?.split('?')[0] === resource.url;
  event.ports[0].postMessage(ours ? resource.accessToken : null);
});

$('order').addEventListener('submit', (event) => {
  event.preventDefault();
  open().catch((fault) => say(`not opened: ${fault.message}`));
});
$('pause').addEventListener('click', () => control('ws402.pause'));
$('continue').addEventListener('click', () => control('ws402.continue'));
$('end').addEventListener('click', () => control('ws402.end'));
$('again').addEventListener('click', () => show());

async function open() {
  await worker;
  const url = $('resource').value.trim();
  const place = url.match(/^(https?:\/\/[^/]+)\/ws402\/http\/([^/?#]+)$/);
  if (!place) {
    throw new Error('write the resource as http://host:port/ws402/http/NAME');
  }
  const credits = document.querySelector('input[name=wallet]:checked').value === 'credits';
  const query = new URLSearchParams({ duration: $('seconds').value });
  const asset = credits ? 'CREDIT' : $('asset').value.trim();
  if (asset) {
    query.set('asset', asset);
  }
  const schema = await json(`${place[1]}/ws402/schema/${place[2]}?${query}`);
  say(`asked for ${schema.pricing.totalPrice} units of ${schema.pricing.currency}`);
  const proof = credits
    ? await payWithCredits(schema.paymentDetails, $('account').value.trim(), $('secret').value.trim())
    : await payWithWallet(schema.paymentDetails);
  resource = { url, accessToken: null, contentType: schema.resourceInfo?.contentType ?? '' };
  connect(schema.websocketEndpoint, proof);
}

function connect(endpoint, proof) {
  socket = new WebSocket(endpoint, 'ws402.v1');
  socket.onopen = () => socket.send(JSON.stringify({ type: 'payment_proof', proof }));
  socket.onmessage = (event) => hear(JSON.parse(event.data));
  socket.onclose = (event) => {
    say(`closed ${event.code} ${event.reason}`);
    buttons(false);
  };
}

const heard = {
  session_started(message) {
    say(`session ${message.sessionId}`);
    keep(message.accessToken, message.expiresInMs);
    buttons(true);
    show();
  },
  payment_pending: (message) => say(`pending: ${message.reason}`),
  payment_rejected: (message) => say(`rejected: ${message.code}, ${message.reason}`),
  usage_update(message) {
    $('meter').textContent = `${message.elapsedSeconds} s, ${message.consumedAmount} used, ${message.remainingBalance} left`;
  },
  'ws402.token': (message) => keep(message.accessToken, message.expiresInMs),
  'ws402.paused': () => say('paused: the server hands nothing out now'),
  'ws402.resumed': () => show(),
  'ws402.session_ended': (message) => say(`ended: ${message.reason}; paid ${message.paid}, used ${message.consumed}`),
  'ws402.error': (message) => say(`${message.code}: ${message.reason}`),
};

function hear(message) {
  heard[message.type]?.(message);
}

// An access token lives 15 minutes; a session may be longer.
function keep(token, expiresInMs) {
  resource.accessToken = token;
  const current = socket;
  setTimeout(() => {
    if (current === socket && current.readyState === WebSocket.OPEN) {
      control('ws402.token');
    }
  }, Math.max(RENEW_BEFORE_MS, expiresInMs - RENEW_BEFORE_MS));
}

function control(type) {
  socket.send(JSON.stringify({ type }));
}

// Pictures and films are asked for by their elements, in parts as they need them; the worker adds the token. Everything
// else is fetched whole.
async function show() {
  const answer = await fetch(resource.url, { method: 'HEAD', headers: bearer(), cache: 'no-store' });
  say(`asked for it: HTTP ${answer.status}`);
  if (!answer.ok) {
    const refusal = await fetch(resource.url, { headers: bearer(), cache: 'no-store' });
    say(`${(await refusal.json()).code}`);
    $('shown').replaceChildren();
    return;
  }
  const type = answer.headers.get('Content-Type') ?? resource.contentType;
  const element = document.createElement(tag(type));
  if (element.tagName === 'IFRAME') {
    const whole = await fetch(resource.url, { headers: bearer(), cache: 'no-store' });
    element.src = URL.createObjectURL(await whole.blob());
  } else {
    element.crossOrigin = 'anonymous';
    element.src = resource.url;
    element.controls = true;
  }
  $('shown').replaceChildren(element);
}

function tag(type) {
  return type.startsWith('image/') ? 'img' : type.startsWith('video/') ? 'video' : type.startsWith('audio/') ? 'audio' : 'iframe';
}

function bearer() {
  return { Authorization: `Bearer ${resource.accessToken}` };
}

async function json(url) {
  const answer = await fetch(url);
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(`${body.code}: ${body.detail}`);
  }
  return body;
}

function buttons(open) {
  for (const id of ['pause', 'continue', 'end']) {
    $(id).disabled = !open;
  }
  $('again').disabled = false;
}

function say(text) {
  const line = document.createElement('li');
  line.textContent = text;
  $('log').append(line);
}
