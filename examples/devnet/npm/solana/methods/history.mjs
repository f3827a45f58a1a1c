// Transactions and blocks of the past, and how far they are confirmed.
import { RpcError } from '../errors.mjs';
import { address, commitment, config, count, list, readSlot, signature, slot as slotOf, withContext } from '../parameters.mjs';
import { memoOf } from '../views/instructions.mjs';
import { status, transactionView } from '../views/transaction.mjs';

// Without searchTransactionHistory a node looks into its cache of recent statuses only.
const STATUS_CACHE_SLOTS = 300n;
const MAX_STATUSES = 256;
const MAX_SIGNATURES = 1000;
const MAX_BLOCKS = 500_000;

export const history = ({ chain, history: past }) => ({
  getSignatureStatuses: ([signatures, options]) => {
    const wanted = list(signatures, signature, MAX_STATUSES, 'signatures');
    const oldest = config(options).searchTransactionHistory === true ? 0n : chain.slot - STATUS_CACHE_SLOTS;
    return withContext(
      chain.slot,
      wanted.map((each) => {
        const record = past.get(each);
        return record && record.slot >= oldest ? statusView(record, chain) : null;
      }),
    );
  },

  getSignaturesForAddress: ([key, options]) => {
    const { before, until, limit, ...rest } = config(options);
    const head = readSlot(chain, rest, 'confirmed');
    const most = count(limit, 'limit', Number.MAX_SAFE_INTEGER, MAX_SIGNATURES);
    if (most === 0 || most > MAX_SIGNATURES) {
      throw RpcError.invalid(`Invalid limit; max ${MAX_SIGNATURES}`);
    }
    const records = past.of(address(key)).filter((record) => record.slot <= head);
    return between(records, position(past, before), position(past, until))
      .toReversed()
      .slice(0, most)
      .map((record) => ({
        signature: record.signature,
        slot: record.slot,
        err: record.err,
        memo: memos(record),
        blockTime: record.blockTime,
        confirmationStatus: chain.commitment(record.slot),
      }));
  },

  getTransaction: ([id, options]) => {
    const wanted = typeof options === 'string' ? { encoding: options } : config(options);
    const head = readSlot(chain, wanted, 'confirmed');
    const record = past.get(signature(id));
    return record && record.slot <= head
      ? { slot: record.slot, blockTime: record.blockTime, ...transactionView(record, wanted) }
      : null;
  },

  getBlock: ([number, options]) => {
    const wanted = typeof options === 'string' ? { encoding: options } : config(options);
    const slot = slotOf(number);
    const head = readSlot(chain, wanted, 'confirmed');
    if (slot < chain.firstSlot || slot > head || slot === chain.slot) {
      throw new RpcError(-32004, `Block not available for slot ${slot}`);
    }
    return {
      previousBlockhash: slot === chain.firstSlot ? chain.genesisHash : chain.blockhash(slot - 1n),
      blockhash: chain.blockhash(slot),
      parentSlot: slot === chain.firstSlot ? slot : slot - 1n,
      ...details(past.in(slot), wanted),
      ...(wanted.rewards !== false && { rewards: [] }),
      blockTime: chain.time(slot),
      blockHeight: chain.height(slot),
    };
  },

  getBlockTime: ([number]) => {
    const slot = slotOf(number);
    if (slot < chain.firstSlot || slot > chain.slot) {
      throw new RpcError(-32004, `Block not available for slot ${slot}`);
    }
    return chain.time(slot);
  },

  getBlocks: ([first, last, options]) => {
    const wanted = config(last !== null && typeof last === 'object' ? last : options);
    const head = chain.at(commitment(wanted, 'confirmed'));
    const from = max(slotOf(first, 'start slot'), chain.firstSlot);
    const to = typeof last === 'number' ? min(slotOf(last, 'end slot'), head) : head;
    if (to - from >= MAX_BLOCKS) {
      throw RpcError.invalid(`Slot range too large; max ${MAX_BLOCKS}`);
    }
    return Array.from({ length: Math.max(0, Number(to - from) + 1) }, (_, index) => from + BigInt(index));
  },
});

const max = (one, other) => (one > other ? one : other);
const min = (one, other) => (one < other ? one : other);

const statusView = (record, chain) => {
  const confirmationStatus = chain.commitment(record.slot);
  return {
    slot: record.slot,
    confirmations: confirmationStatus === 'finalized' ? null : chain.slot - record.slot,
    status: status(record.err),
    err: record.err,
    confirmationStatus,
  };
};

// "before" and "until" may be of a transaction that does not name the account: what counts is the order of execution.
const position = (past, id) => (id === undefined ? undefined : past.position(signature(id)));

const between = (records, before, until) => {
  if (before === null) {
    return [];
  }
  return records.filter(
    (record) =>
      (before === undefined || record.position < before) && (until === undefined || until === null || record.position > until),
  );
};

const memos = (record) => {
  const texts = record.message.instructions
    .map((instruction) => memoOf(instruction, record.keys))
    .filter((text) => text !== undefined);
  return texts.length === 0 ? null : texts.map((text) => `[${Buffer.byteLength(text)}] ${text}`).join('; ');
};

const details = (records, wanted) => {
  switch (wanted.transactionDetails ?? 'full') {
    case 'full':
      return { transactions: records.map((record) => transactionView(record, wanted)) };
    case 'signatures':
      return { signatures: records.map((record) => record.signature) };
    case 'none':
      return {};
    default:
      throw RpcError.invalid(
        `Invalid params: unknown variant \`${wanted.transactionDetails}\`, expected one of \`full\`, \`signatures\`, \`none\``,
      );
  }
};
