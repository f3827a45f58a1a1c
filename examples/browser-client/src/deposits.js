// What a session was paid with, payment by payment.

/** The payments of a session. `refunded(amount, worth)` of each puts back into the budget what came back. */
export class Deposits {
  #all;

  /** @param first `{proof, offer, amount, refunded?}`: the payment that the session was opened with */
  constructor(first) {
    this.#all = [{ ...first, worth: first.amount, counted: true }];
  }

  /** A top-up that was paid, `{proof, offer, amount, worth, refunded}`. Its `counted` is to be set once it counts. */
  add(paid) {
    const deposit = { ...paid, counted: false };
    this.#all.push(deposit);
    return deposit;
  }

  /** As receipts have them. @returns {import('./types.d.ts').Deposit[]} */
  list() {
    return this.#all.map(({ proof, offer: { method, asset }, amount, worth, counted }) =>
      ({ payment: proof.txHash ?? proof.signature ?? proof.reference, method, asset, amount, worth, counted }));
  }

  /** What proves those that count. */
  proofs() {
    return this.#all.filter(({ counted }) => counted).map(({ proof }) => proof);
  }

  /** What came back may be spent again: all of an asset by its first payment, which was taken from the same allowance. */
  cameBack(refunds) {
    const [{ offer: { asset: own } }] = this.#all;
    const known = new Set();
    for (const { offer: { asset: { id } }, refunded } of this.#all.filter((deposit) => deposit.refunded)) {
      const returned = known.has(id) ? [] : refunds.filter(({ state, asset = own }) => state === 'confirmed' && asset.id === id);
      known.add(id);
      refunded(total(returned, 'amount'), total(returned, 'worth'));
    }
  }
}

function total(refunds, field) {
  return refunds.reduce((sum, refund) => sum + (refund[field] ?? 0n), 0n);
}
