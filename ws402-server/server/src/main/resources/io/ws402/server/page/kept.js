// What this tab keeps of a payment until its money is at rest: enough to go on with it after a reload, in this tab alone.

const key = () => `ws402 ${location.pathname}`;

/** The payment of this page's resource, or undefined. */
export function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(key())) ?? undefined;
  } catch (unreadable) {
    return undefined;
  }
}

/** Keeps these fields, besides what is kept already. */
export function keep(fields) {
  try {
    sessionStorage.setItem(key(), JSON.stringify({ ...kept(), ...fields }));
  } catch (noStorage) {
    // Then a reload can not go on; what is not used comes back all the same.
  }
}

export function forget() {
  sessionStorage.removeItem(key());
}

/** A wallet whose payments are kept the moment they are made. */
export function keeping(wallet, onPaid) {
  return {
    accepts: (offer) => wallet.accepts(offer),
    async pay(terms, tools) {
      const proof = await wallet.pay(terms, tools);
      onPaid({ ...proof, ...(terms.claimSecret === undefined ? {} : { claimSecret: terms.claimSecret }) }, terms);
      return proof;
    },
  };
}
