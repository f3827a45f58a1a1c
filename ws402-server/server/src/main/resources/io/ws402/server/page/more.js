// More time for a payment more: with what, how much, and by itself.

import { $, element, write } from './dom.js';
import { money, span } from './format.js';

const SIZES = [60, 300];
const STEP_SECONDS = 60;
const TOTALS = [600, 1800, 3600];

/** Lets the payer of a session pay for more in one of the ways `{label, offer, wallet, isByHand}`. */
export class More {
  #session;
  #ways;
  #onFault;

  constructor(session, ways, { onFault, signal }) {
    this.#session = session;
    this.#ways = ways;
    this.#onFault = onFault;
    $('top-ups').hidden = ways.length === 0;
    $('top-up-with').replaceChildren(...ways.map(({ label }, i) => element('option', { value: String(i) }, label)));
    $('keep-going').checked = false;
    const listen = (id, heard) => $(id).addEventListener('change', heard, { signal });
    listen('top-up-with', () => this.#show());
    listen('keep-going', () => this.#keepGoing());
    listen('keep-going-total', () => this.#keepGoing());
    if (ways.length > 0) {
      this.#show();
    }
  }

  /** Whether anything can be paid for now. */
  enable(isEnabled) {
    $('top-ups').disabled = !isEnabled;
  }

  get #way() {
    return this.#ways[Number($('top-up-with').value)];
  }

  #price(seconds) {
    const { offer } = this.#way;
    return money(offer.pricePerSecond * BigInt(seconds), offer.asset);
  }

  #show() {
    $('top-up-sizes').replaceChildren(...SIZES.map((seconds) => {
      const button = element('button', { type: 'button' }, `+ ${span(seconds)} `, element('small', {}, this.#price(seconds)));
      button.addEventListener('click', () => this.#buy(seconds));
      return button;
    }));
    $('keep-going-total').replaceChildren(...TOTALS.map((seconds) =>
      element('option', { value: String(seconds) }, `${span(seconds)}, ${this.#price(seconds)}`)));
    // Whoever pays by hand has to be there each time.
    $('keep-going-choice').hidden = this.#way.isByHand;
    $('keep-going').checked &&= !this.#way.isByHand;
    this.#keepGoing();
  }

  #with() {
    const { offer: { asset, method }, wallet } = this.#way;
    return { asset: asset.id, method, wallet };
  }

  /** Says what was paid for, by hand or by itself. */
  toppedUp({ amount, paid, asset }) {
    const worth = money(amount, this.#session.asset);
    write('notice', asset.id === this.#session.asset.id
      ? `${worth} more counts now.`
      : `${money(paid, asset)} is paid, ${worth} more counts now.`);
  }

  async #buy(seconds) {
    write('notice', `Paying for ${span(seconds)} more …`);
    try {
      await this.#session.topUp({ seconds, ...this.#with() });
    } catch (fault) {
      write('notice', '');
      this.#onFault(fault);
    }
  }

  /** Buys by itself as it is chosen now; each choice begins its total anew. */
  #keepGoing() {
    const isOn = $('keep-going').checked;
    this.#session.keepGoing(isOn ? {
      seconds: STEP_SECONDS,
      total: this.#way.offer.pricePerSecond * BigInt($('keep-going-total').value),
      ...this.#with(),
      onStop: (fault) => {
        $('keep-going').checked = false;
        if (fault.code === 'over_budget') {
          write('notice', 'Nothing more is paid by itself: the limit is reached.');
        } else {
          this.#onFault(fault);
        }
      },
    } : undefined);
  }
}
