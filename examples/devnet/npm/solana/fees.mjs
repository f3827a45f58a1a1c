// What a message will cost: a fee per signature, and a price per compute unit that the sender names (Compute Budget
// program). What it has cost stands in its record, taken from the balances.
const COMPUTE_BUDGET = 'ComputeBudget111111111111111111111111111111';
const LAMPORTS_PER_SIGNATURE = 5_000n;
const MICRO = 1_000_000n;
const DEFAULT_UNITS = 200_000n;
const MAX_UNITS = 1_400_000n;
// Programs that are built into the runtime get less by default (SIMD-170).
const BUILT_IN_UNITS = 3_000n;
const BUILT_IN = [
  '11111111111111111111111111111111',
  COMPUTE_BUDGET,
  'Vote111111111111111111111111111111111111111',
  'BPFLoaderUpgradeab1e11111111111111111111111',
  'BPFLoader2111111111111111111111111111111111',
  'BPFLoader1111111111111111111111111111111111',
  'LoaderV411111111111111111111111111111111111',
];

const LIMIT = { tag: 2, read: (view) => BigInt(view.getUint32(1, true)) };
const PRICE = { tag: 3, read: (view) => view.getBigUint64(1, true) };

const programOf = (message, instruction) => message.staticAccounts[instruction.programAddressIndex];

const named = (message, { tag, read }) => {
  const instruction = message.instructions.find((each) => programOf(message, each) === COMPUTE_BUDGET && each.data?.[0] === tag);
  return instruction && read(new DataView(Uint8Array.from(instruction.data).buffer));
};

/** Micro-lamports per compute unit. */
export const unitPrice = (message) => named(message, PRICE) ?? 0n;

const unitLimit = (message) => {
  const byDefault = message.instructions.reduce(
    (units, each) => units + (BUILT_IN.includes(programOf(message, each)) ? BUILT_IN_UNITS : DEFAULT_UNITS),
    0n,
  );
  const limit = named(message, LIMIT) ?? byDefault;
  return limit < MAX_UNITS ? limit : MAX_UNITS;
};

export const feeOf = (message) => {
  const priority = unitPrice(message) * unitLimit(message);
  return LAMPORTS_PER_SIGNATURE * BigInt(message.header.numSignerAccounts) + (priority + MICRO - 1n) / MICRO;
};
