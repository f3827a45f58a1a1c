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

  /**
   * What came back, as the servers say, may be spent again: payment by payment, of each as much as it was. First what an
   * earlier call has paid, which nothing was taken from the budget for.
   */
  cameBack(refunds) {
    const [{ offer: { asset: own } }] = this.#all;
    const left = new Map();
    for (const { offer: { asset: { id } }, amount, worth, refunded } of this.#all) {
      const returned = left.get(id) ?? totals(refunds.filter(({ state, asset = own }) => state === 'confirmed' && asset.id === id));
      const its = { amount: smaller(returned.amount, amount), worth: smaller(returned.worth, worth) };
      left.set(id, { amount: returned.amount - its.amount, worth: returned.worth - its.worth });
      refunded?.(its.amount, its.worth);
    }
  }
}

function totals(refunds) {
  const total = (field) => refunds.reduce((sum, refund) => sum + (refund[field] ?? 0n), 0n);
  return { amount: total('amount'), worth: total('worth') };
}

function smaller(one, other) {
  return one < other ? one : other;
}
