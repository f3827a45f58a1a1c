// Slots, block hashes and commitment. One process makes every block, so there are no forks: how far a slot is confirmed
// follows from its distance to the open one alone.
import { createHash, randomBytes } from 'node:crypto';
import { Clock } from 'litesvm';
import { getBase58Decoder } from '@solana/kit';

// Ages in blocks, as Agave has them (clock.rs): a hash older than the first is not accepted, than the second not known.
const MAX_PROCESSING_AGE = 150n;
const MAX_RECENT_BLOCKHASHES = 300n;
const SLOT_HASHES = 512;
const SLOTS_IN_EPOCH = 432_000n;

export class Chain {
  #seed = randomBytes(32);
  #slots = new Map(); // of the recent block hashes
  #times = []; // unix seconds of each slot since the first
  #svm;

  /**
   * @param svm whose clock this chain drives; its slot is the first of this chain
   * @param options confirmedAfter and finalizedAfter in slots; slotTime in milliseconds, 0: a slot per transaction
   */
  constructor(svm, options) {
    this.#svm = svm;
    this.options = options;
    this.firstSlot = svm.getClock().slot;
    this.slot = this.firstSlot;
    this.genesisHash = this.#hash('genesis');
    this.#times.push(now());
    // So that every level of commitment has a block from the beginning.
    this.advance(options.finalizedAfter + 1);
  }

  /** Closes the open slot and all but the last of those that follow. */
  advance(count) {
    for (let i = 0; i < count; i++) {
      this.#slots.set(this.blockhash(this.slot), this.slot);
      this.#slots.delete(this.blockhash(this.slot - MAX_RECENT_BLOCKHASHES - 1n));
      this.slot++;
      this.#times.push(now());
    }
    const epoch = this.slot / SLOTS_IN_EPOCH;
    this.#svm.setClock(new Clock(this.slot, this.time(this.firstSlot), epoch, epoch + 1n, this.time(this.slot)));
    const hashes = Math.min(SLOT_HASHES, Number(this.slot - this.firstSlot));
    this.#svm.setSlotHashes(
      Array.from({ length: hashes }, (_, age) => this.slot - 1n - BigInt(age)).map((slot) => ({
        slot,
        hash: this.blockhash(slot),
      })),
    );
  }

  /** The newest slot at a level of commitment; at "processed" it is the open one. */
  at(commitment) {
    const { confirmedAfter, finalizedAfter } = this.options;
    return this.slot - BigInt({ processed: 0, confirmed: confirmedAfter, finalized: finalizedAfter }[commitment]);
  }

  /** How far a slot is confirmed. */
  commitment(slot) {
    return ['finalized', 'confirmed'].find((level) => slot <= this.at(level)) ?? 'processed';
  }

  /** Counts blocks, and so lags behind the slots, as on a chain where leaders have missed theirs. */
  height(slot) {
    return slot - this.firstSlot;
  }

  time(slot) {
    return BigInt(this.#times[Number(slot - this.firstSlot)]);
  }

  blockhash(slot) {
    return this.#hash(slot.toString());
  }

  /** The newest block hash that the newest block at a level of commitment knows, and the height up to which it is good. */
  latestBlockhash(commitment) {
    return {
      blockhash: this.blockhash(this.#newestHash(commitment)),
      lastValidBlockHeight: this.height(this.at(commitment)) + MAX_PROCESSING_AGE,
    };
  }

  isBlockhashValid(hash, commitment) {
    const age = this.#newestHash(commitment) - (this.#slots.get(hash) ?? -MAX_RECENT_BLOCKHASHES);
    return age >= 0n && age <= MAX_PROCESSING_AGE;
  }

  /** Lets so many blocks pass that every hash known now is unacceptable, to the finalized block too. */
  expireBlockhashes() {
    this.advance(Number(MAX_PROCESSING_AGE) + this.options.finalizedAfter + 2);
  }

  epochInfo(slot) {
    return {
      absoluteSlot: slot,
      blockHeight: this.height(slot),
      epoch: slot / SLOTS_IN_EPOCH,
      slotIndex: slot % SLOTS_IN_EPOCH,
      slotsInEpoch: SLOTS_IN_EPOCH,
    };
  }

  // The open slot has no hash yet.
  #newestHash(commitment) {
    const slot = this.at(commitment);
    return slot === this.slot ? slot - 1n : slot;
  }

  #hash(what) {
    return getBase58Decoder().decode(createHash('sha256').update(this.#seed).update(what).digest());
  }
}

const now = () => Math.floor(Date.now() / 1000);
