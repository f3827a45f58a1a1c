// The meter of a running session, and what its payer can do with it.

import { Chart } from './chart.js';
import { $, write } from './dom.js';
import { bytes, clock, money, prices, roughly } from './format.js';
import { More } from './more.js';

const SPOKEN_EVERY_MS = 15_000;
const isCalm = matchMedia('(prefers-reduced-motion: reduce)');

/** Shows a session until it is stopped. Between two words of the server the clock goes on by the price of a second. */
export class Live {
  #session;
  #content;
  #more;
  #chart = new Chart($('chart'));
  #usage;
  #heardAt = 0;
  #stoodAtMs = 0;
  #isRunning = false;
  #spokenAt = -SPOKEN_EVERY_MS;
  #timers;
  #listening = new AbortController();

  constructor(session, content, { ways, onFault }) {
    this.#session = session;
    this.#content = content;
    this.#listen('pause', () => (session.state === 'paused' ? session.continue() : session.pause()), onFault);
    this.#listen('end', () => session.end(), onFault);
    $('talk').addEventListener('submit', (event) => {
      event.preventDefault();
      try {
        session.send($('text').value);
        $('text').value = '';
      } catch (fault) {
        onFault(fault);
      }
    }, { signal: this.#listening.signal });
    this.#more = new More(session, ways, { onFault, signal: this.#listening.signal });
    this.usage(session.usage);
    this.state(session.state);
    this.#timers = [
      setInterval(() => this.#draw(), isCalm.matches ? 1000 : 250),
      setInterval(() => this.#sample(), 1000),
    ];
    this.#sample();
  }

  usage(usage) {
    this.#usage = usage;
    this.#heardAt = performance.now();
    this.#stoodAtMs = 0;
    this.#draw();
  }

  toppedUp(topUp) {
    this.#more.toppedUp(topUp);
  }

  /** What it is doing now. */
  state(state) {
    // What has run since the server spoke last stands still with the session, and never runs back.
    this.#stoodAtMs = this.#sinceMs;
    const isRunning = state === 'streaming';
    this.#isRunning = isRunning;
    this.#heardAt = performance.now() - this.#stoodAtMs;
    write('live-title', { streaming: 'Running', paused: 'Paused', resuming: 'Going on elsewhere …', ending: 'Ending …' }[state] ?? '');
    $('live').dataset.state = state;
    write('pause', state === 'paused' ? 'Continue' : 'Pause');
    $('pause').disabled = !isRunning && state !== 'paused';
    $('end').disabled = state === 'ending';
    this.#more.enable(isRunning);
  }

  get #sinceMs() {
    return this.#isRunning ? performance.now() - this.#heardAt : this.#stoodAtMs;
  }

  stop() {
    this.#timers.forEach(clearInterval);
    this.#listening.abort();
  }

  #listen(id, action, onFault) {
    $(id).addEventListener('click', () => Promise.resolve().then(action).catch(onFault), { signal: this.#listening.signal });
  }

  #draw() {
    const { asset } = this.#session;
    const { balance, pricePerSecond } = this.#usage;
    const sinceMs = this.#sinceMs;
    const elapsedMs = this.#usage.elapsedMs + sinceMs;
    const more = (pricePerSecond * BigInt(Math.floor(sinceMs))) / 1000n;
    const consumed = this.#usage.consumed + more > balance ? balance : this.#usage.consumed + more;
    const remaining = balance - consumed;
    const percent = balance === 0n ? 0 : Number((remaining * 1000n) / balance) / 10;
    write('left', clock(Math.max(0, this.#usage.secondsLeft * 1000 - sinceMs)));
    write('elapsed', clock(elapsedMs));
    write('consumed', roughly(consumed, asset, pricePerSecond));
    write('remaining', roughly(remaining, asset, pricePerSecond));
    write('volume', this.#content.isStream
      ? `${bytes(this.#usage.bytes)} in ${this.#usage.messages} messages`
      : bytes(this.#content.bytes));
    $('bar-left').style.transform = `scaleX(${percent / 100})`;
    $('bar').classList.toggle('low', this.#usage.secondsLeft < 15);
    const now = performance.now();
    if (now - this.#spokenAt >= SPOKEN_EVERY_MS) {
      this.#spokenAt = now;
      $('bar').setAttribute('aria-valuenow', String(Math.round(percent)));
      $('bar').setAttribute('aria-valuetext', `${roughly(remaining, asset, pricePerSecond)} of ${money(balance, asset)} remain`);
    }
  }

  #sample() {
    this.#chart.add(this.#content.takeArrived());
    write('rate', `${bytes(this.#chart.rate)} a second at ${prices(this.#session.offer)}`);
  }
}
