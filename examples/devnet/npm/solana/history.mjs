// What has happened: transactions by signature, by account and by slot. Kept in memory for as long as the chain lives.

export class History {
  #bySignature = new Map();
  #byAddress = new Map();
  #bySlot = new Map();

  add(executed) {
    const record = { ...executed, position: this.size };
    this.#bySignature.set(record.signature, record);
    append(this.#bySlot, record.slot, record);
    for (const address of new Set(record.keys.map((key) => key.address))) {
      append(this.#byAddress, address, record);
    }
    return record;
  }

  /** The place of a transaction in the order of execution; null when it is not known. */
  position(signature) {
    return this.get(signature)?.position ?? null;
  }

  get(signature) {
    return this.#bySignature.get(signature);
  }

  /** Those that name an account in whatever way, oldest first. */
  of(address) {
    return this.#byAddress.get(address) ?? [];
  }

  /** Those of a slot, in the order in which they were executed. */
  in(slot) {
    return this.#bySlot.get(slot) ?? [];
  }

  get size() {
    return this.#bySignature.size;
  }
}

const append = (map, key, record) => {
  const records = map.get(key);
  if (records) {
    records.push(record);
  } else {
    map.set(key, [record]);
  }
};
