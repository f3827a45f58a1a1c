// The chain as a whole: its health, slots, block hashes and fees.
import { feeOf, unitPrice } from '../fees.mjs';
import { address, commitment, config, count, list, readSlot, VERSION, withContext } from '../parameters.mjs';
import { bytesOf, decodeMessage } from '../wire.mjs';

const FEE_SLOTS = 150;

export const cluster = ({ chain, history, svm }) => ({
  getHealth: () => 'ok',
  getVersion: () => VERSION,
  getGenesisHash: () => chain.genesisHash,
  getFirstAvailableBlock: () => chain.firstSlot,
  getSlot: ([options]) => readSlot(chain, config(options)),
  getBlockHeight: ([options]) => chain.height(readSlot(chain, config(options))),
  getTransactionCount: () => history.size,

  getEpochInfo: ([options]) => ({ ...chain.epochInfo(readSlot(chain, config(options))), transactionCount: history.size }),

  getLatestBlockhash: ([options]) =>
    withContext(readSlot(chain, config(options)), chain.latestBlockhash(commitment(config(options)))),

  isBlockhashValid: ([hash, options]) =>
    withContext(readSlot(chain, config(options)), chain.isBlockhashValid(address(hash), commitment(config(options)))),

  getMinimumBalanceForRentExemption: ([length]) =>
    svm.minimumBalanceForRentExemption(BigInt(count(length, 'the length', 10 * 1024 * 1024))),

  getFeeForMessage: ([text, options]) => {
    const message = decodeMessage(bytesOf(text, 'base64'));
    const known = chain.isBlockhashValid(message.lifetimeToken, commitment(config(options)));
    return withContext(readSlot(chain, config(options)), known ? feeOf(message) : null);
  },

  // The lowest price that a transaction in the block paid, of those that write to all the accounts named.
  getRecentPrioritizationFees: ([accounts = []]) => {
    const named = list(accounts, (each) => address(each), 128, 'accounts');
    const oldest = Math.max(Number(chain.slot) - FEE_SLOTS, Number(chain.firstSlot));
    return Array.from({ length: Number(chain.slot) - oldest }, (_, index) => BigInt(oldest + index)).map((slot) => {
      const prices = history
        .in(slot)
        .filter((record) => named.every((each) => record.keys.some((key) => key.writable && key.address === each)))
        .map((record) => unitPrice(record.message));
      return { slot, prioritizationFee: prices.reduce((least, price) => (price < least ? price : least), prices[0] ?? 0n) };
    });
  },
});
