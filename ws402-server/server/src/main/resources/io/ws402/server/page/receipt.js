// The end of a session: what it came to, and the way of what comes back, step by step.

import { $, copyButton, element, write } from './dom.js';
import { bytes, clock, money, transactionUrl, words } from './format.js';

const WAY = ['planned', 'signed', 'broadcast', 'confirmed'];
const STEPS = { planned: 'Planned', signed: 'Signed', broadcast: 'On its way', confirmed: 'Arrived' };
const REASONS = {
  client_ended: 'You ended it.',
  balance_exhausted: 'What was paid is used up.',
  max_duration_reached: 'It has run as long as a session may.',
  connection_lost: 'The connection was lost for good.',
};
const ELSEWISE = {
  credited: 'It is credited to your account here.',
  awaiting_operator: 'The operator decides about it, and has been told.',
  void: 'The chain undid the payment itself, so nothing is left to send back.',
};

/** Shows a receipt as it stands; called again with each step. */
export function showReceipt(receipt) {
  const { asset, paid, consumed, refunds } = receipt;
  write('receipt-reason', REASONS[receipt.reason] ?? `${words(receipt.reason)}.`);
  write('sum-paid', money(paid, asset));
  write('sum-consumed', money(consumed, asset));
  write('sum-refund', money(refunds.reduce((sum, { amount, worth }) => sum + (worth ?? amount), 0n), asset));
  $('refunds').replaceChildren(...refunds.map((refund) => refundView(refund, refund.asset ?? asset)));
  write('receipt-final', receipt.final ? 'Nothing of it moves any more: paid is consumed and what came back, to the last unit.' : '');
  const details = {
    Session: receipt.sessionId,
    Time: clock(receipt.elapsedMs),
    Data: `${bytes(receipt.bytes)} in ${receipt.messages} messages`,
  };
  const paidBy = (receipt.deposits ?? []).map((deposit) => ['Paid', `${money(deposit.amount, deposit.asset)} by ${deposit.payment}`]);
  $('receipt-details').replaceChildren(...[...Object.entries(details), ...paidBy].map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value))));
}

function refundView({ amount, state, txHash }, asset) {
  const at = WAY.indexOf(state);
  const view = element('div', { className: 'refund' }, element('p', {}, `${money(amount, asset)} comes back`));
  view.append(at < 0
    ? element('p', { className: state === 'credited' ? 'good' : '' }, ELSEWISE[state] ?? words(state))
    : element('ol', { className: 'steps' }, ...WAY.map((step, i) => {
      const item = element('li', { className: i < at || state === 'confirmed' ? 'done' : i === at ? 'now' : '' }, STEPS[step]);
      if (i === at) {
        item.setAttribute('aria-current', 'step');
      }
      return item;
    })));
  if (txHash) {
    const url = transactionUrl(asset, txHash);
    const hash = element('code', {}, txHash);
    view.append(element('p', { className: 'hash' },
      url ? element('a', { href: url, rel: 'noreferrer', target: '_blank' }, hash) : hash, copyButton(txHash, 'the transaction of the refund')));
  }
  return view;
}
