// The order: how long, in what, from where.

import { $, element, radio, write } from './dom.js';
import { money, prices, span } from './format.js';
import { Wallets } from './wallets.js';

const DURATIONS = [30, 60, 300, 900, 3600];
const USUAL_SECONDS = 300;

/** The form of a resource's page. `onOrder({seconds, offer, choice})` hears when it is sent. */
export class Order {
  #resource;
  #wallets;

  /** `nodes` are those of Solana that the server names. */
  constructor(resource, nodes, onOrder) {
    this.#resource = resource;
    this.#wallets = new Wallets(nodes, () => this.#showWallets());
    const { accepts, maxSessionDuration } = resource;
    const seconds = $('seconds');
    seconds.max = String(maxSessionDuration);
    seconds.value = String(Math.min(USUAL_SECONDS, maxSessionDuration));
    $('durations').append(...DURATIONS.filter((each) => each <= maxSessionDuration).map((each) =>
      radio('duration', String(each), String(each) === seconds.value, span(each))));
    const chosen = Math.max(0, accepts.findIndex((offer) => offer.default));
    $('offers').append(...accepts.map((offer, i) => radio('offer', String(i), i === chosen,
      element('strong', {}, offer.asset.symbol), element('small', {}, `${prices(offer)}, ${offer.network}`))));
    $('durations').addEventListener('change', ({ target }) => {
      seconds.value = target.value;
      this.#showTotal();
    });
    seconds.addEventListener('input', () => {
      $('durations').querySelectorAll('input').forEach((each) => {
        each.checked = each.value === seconds.value;
      });
      this.#showTotal();
    });
    $('offers').addEventListener('change', () => this.#showWallets());
    $('wallets').addEventListener('change', () => this.#showAccount());
    $('order').addEventListener('submit', (event) => {
      event.preventDefault();
      onOrder({ seconds: Number(seconds.value), offer: this.offer, choice: this.choice });
    });
    this.#showWallets();
  }

  get wallets() {
    return this.#wallets;
  }

  get offer() {
    return this.#resource.accepts[Number($('order').elements.offer?.value)];
  }

  /** What is chosen to pay from, if anything can. */
  get choice() {
    const id = new FormData($('order')).get('wallet');
    return this.#fitting().find((each) => each.id === id);
  }

  #fitting() {
    const { offer } = this;
    return offer ? this.#wallets.all().filter(({ wallet }) => wallet.accepts(offer)) : [];
  }

  #showWallets() {
    const before = this.choice?.id;
    const fitting = this.#fitting();
    const chosen = fitting.find((each) => each.id === before) ?? fitting[0];
    $('wallets').replaceChildren(...fitting.map((each) => radio('wallet', each.id, each === chosen,
      element('strong', {}, each.name), element('small', {}, each.about))));
    $('no-wallet').hidden = fitting.length > 0;
    write('wallet-note', this.offer ? this.#wallets.shortfall(this.offer) : '');
    this.#showAccount();
    this.#showTotal();
  }

  #showAccount() {
    const needed = this.choice?.needsAccount === true;
    $('account').hidden = !needed;
    $('account-name').required = needed;
    $('account-secret').required = needed;
  }

  #showTotal() {
    const { offer } = this;
    const seconds = Number($('seconds').value);
    const isPayable = offer !== undefined && Number.isSafeInteger(seconds) && seconds > 0 && this.choice !== undefined;
    $('pay').disabled = !isPayable;
    if (!isPayable) {
      write('total', '');
      write('total-note', '');
      return;
    }
    write('total', money(offer.pricePerSecond * BigInt(seconds), offer.asset));
    write('total-note', offer.pricePerMegabyte + offer.pricePerMessage > 0n
      ? `for ${span(seconds)} without traffic, which shortens it; what is not used comes back`
      : `for ${span(seconds)}; what is not used comes back`);
  }
}
