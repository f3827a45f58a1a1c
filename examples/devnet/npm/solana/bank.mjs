// Executes transactions on the virtual machine, in the open slot, and keeps what came of them.
import { FailedTransactionMetadata, LiteSVM } from 'litesvm';
import { getAddressDecoder } from '@solana/kit';
import { Accounts } from './accounts.mjs';
import { Chain } from './chain.mjs';
import { transactionError } from './errors.mjs';
import { History } from './history.mjs';
import { tokenBalance } from './token.mjs';
import { accountKeys } from './wire.mjs';

export class Bank {
  #dropped = 0;
  #held;

  constructor(options) {
    // Block hashes and duplicates are this adapter's: the virtual machine knows one hash only.
    this.svm = new LiteSVM().withBlockhashCheck(false).withTransactionHistory(0n);
    this.chain = new Chain(this.svm, options);
    this.accounts = new Accounts(this.svm, this.chain);
    this.history = new History();
  }

  /** What a client has sent. Whether it is executed is the network's affair: its answer is its signature alone. */
  submit(sent) {
    if (this.#dropped > 0) {
      this.#dropped--;
    } else if (this.#held) {
      this.#held.push(sent);
    } else {
      this.execute(sent);
    }
  }

  /** From now on takes in this many transactions and never executes them. */
  drop(count) {
    this.#dropped = count;
  }

  /** From now on takes transactions in and keeps them back. */
  hold() {
    this.#held ??= [];
  }

  /** Executes those kept back, in the order in which they came, and keeps none back any more. Returns how many there were. */
  release() {
    const held = this.#held ?? [];
    this.#held = undefined;
    held.forEach((sent) => this.execute(sent));
    return held.length;
  }

  /** Executes a transaction; returns its record, or undefined when no block can take it up. */
  execute(sent) {
    if (this.refusal(sent, 'processed') !== undefined || !sent.complete) {
      return undefined;
    }
    const keys = this.keysOf(sent.message);
    const before = this.#look(keys);
    const addresses = keys.filter((key) => key.writable).map((key) => key.address);
    const outcome = this.#outcome(this.accounts.changing(addresses, () => this.svm.sendTransaction(sent.transaction)));
    const after = this.#look(keys);
    // Nothing but the fee leaves the accounts of a transaction; without a fee it was not taken up.
    const fee = sum(before.balances) - sum(after.balances);
    if (fee === 0n) {
      return undefined;
    }
    const record = this.history.add({
      ...sent,
      ...outcome,
      keys,
      fee,
      before,
      after,
      slot: this.chain.slot,
      blockTime: this.chain.time(this.chain.slot),
    });
    if (this.chain.options.slotTime === 0) {
      this.chain.advance(1);
    }
    return record;
  }

  /** Why no block at this level of commitment takes a transaction up, as far as the virtual machine does not tell. */
  refusal(sent, commitment) {
    if (this.history.get(sent.signature)) {
      return 'AlreadyProcessed';
    }
    return this.chain.isBlockhashValid(sent.message.lifetimeToken, commitment) ? undefined : 'BlockhashNotFound';
  }

  /** What would come of a transaction on the newest state; nothing is changed. */
  simulate(sent, checkSignatures) {
    this.svm.withSigverify(checkSignatures);
    try {
      return this.#outcome(this.svm.simulateTransaction(sent.transaction));
    } finally {
      this.svm.withSigverify(true);
    }
  }

  keysOf(message) {
    return accountKeys(message, (address) => this.accounts.newest(address));
  }

  #look(keys) {
    const accounts = keys.map((key) => this.accounts.newest(key.address));
    return {
      balances: accounts.map((account) => account?.lamports ?? 0n),
      tokens: accounts.flatMap((account, accountIndex) => {
        const balance = account && tokenBalance(account, (mint) => this.accounts.newest(mint));
        return balance ? [{ accountIndex, ...balance }] : [];
      }),
    };
  }

  #outcome(result) {
    const failed = result instanceof FailedTransactionMetadata;
    const meta = result.meta?.() ?? result;
    const returned = meta.returnData();
    return {
      err: failed ? transactionError(result.err()) : null,
      logs: meta.logs(),
      units: meta.computeUnitsConsumed(),
      returnData:
        returned.data().length === 0
          ? null
          : {
              programId: getAddressDecoder().decode(returned.programId()),
              data: [Buffer.from(returned.data()).toString('base64'), 'base64'],
            },
      inner: meta
        .innerInstructions()
        .flatMap((instructions, index) =>
          instructions.length === 0 ? [] : [{ index, instructions: instructions.map(innerInstruction) }],
        ),
      accounts: failed || !result.postAccounts ? [] : result.postAccounts(),
    };
  }
}

const innerInstruction = (inner) => {
  const instruction = inner.instruction();
  return {
    programAddressIndex: instruction.programIdIndex(),
    accountIndices: [...instruction.accounts()],
    data: instruction.data(),
    stackHeight: inner.stackHeight(),
  };
};

const sum = (values) => values.reduce((total, value) => total + value, 0n);
