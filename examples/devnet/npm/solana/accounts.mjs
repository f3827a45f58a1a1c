// Accounts as they were at a slot. The virtual machine knows the newest state only; a client that reads at "finalized"
// must not see what a transaction has just done.
export class Accounts {
  #versions = new Map(); // address -> [{ slot, account }], oldest first
  #svm;
  #chain;

  constructor(svm, chain) {
    this.#svm = svm;
    this.#chain = chain;
  }

  /** The newest state; undefined when there is none. */
  newest(address) {
    const account = this.#svm.getAccount(address);
    return account.exists && account.lamports > 0n ? account : undefined;
  }

  /** The state that the block of a slot left behind. */
  at(address, slot) {
    const versions = this.#versions.get(address);
    return versions ? versions.findLast((version) => version.slot <= slot)?.account : this.newest(address);
  }

  /** All accounts of a program, as they were at a slot. */
  ofProgram(program, slot) {
    const addresses = new Set([
      ...this.#svm.getProgramAccounts(program).map((account) => account.address),
      ...this.#versions.keys(),
    ]);
    return [...addresses].map((address) => this.at(address, slot)).filter((account) => account?.programAddress === program);
  }

  /** Runs what changes some accounts, and remembers what they were before and are then. */
  changing(addresses, change) {
    const before = addresses.map((address) => this.newest(address));
    const result = change();
    addresses.forEach((address, index) => this.#remember(address, before[index]));
    return result;
  }

  set(account) {
    this.changing([account.address], () => this.#svm.setAccount(account));
  }

  #remember(address, before) {
    const after = this.newest(address);
    if (same(before, after)) {
      return;
    }
    const versions = this.#versions.get(address) ?? [{ slot: 0n, account: before }];
    versions.push({ slot: this.#chain.slot, account: after });
    // What the finalized block has is the oldest that anybody can still ask for.
    const oldest = versions.findLastIndex((version) => version.slot <= this.#chain.at('finalized'));
    this.#versions.set(address, versions.slice(Math.max(0, oldest)));
  }
}

const same = (one, other) =>
  one === other
  || (one !== undefined
    && other !== undefined
    && one.lamports === other.lamports
    && one.programAddress === other.programAddress
    && Buffer.compare(one.data, other.data) === 0);
