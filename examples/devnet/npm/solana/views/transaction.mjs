// A transaction that was executed, as clients ask to see it.
import { getBase58Decoder } from '@solana/kit';
import { RpcError } from '../errors.mjs';
import { parsedInstruction } from './instructions.mjs';

const base58 = (bytes) => getBase58Decoder().decode(bytes ?? new Uint8Array());

/** What getTransaction and getBlock have in common: { transaction, meta, version? }. */
export const transactionView = (record, { encoding = 'json', maxSupportedTransactionVersion: newest }) => {
  const { version } = record.message;
  if (version !== 'legacy' && (newest === undefined || version > newest)) {
    throw new RpcError(
      -32015,
      `Transaction version (${version}) is not supported by the requesting client. Please try the request again with the following configuration parameter: "maxSupportedTransactionVersion": ${version}`,
    );
  }
  return {
    transaction: encoded(record, encoding),
    meta: metaView(record, encoding === 'jsonParsed'),
    ...(newest !== undefined && { version }),
  };
};

const encoded = (record, encoding) => {
  switch (encoding) {
    case 'json':
      return { signatures: record.signatures, message: plainMessage(record) };
    case 'jsonParsed':
      return { signatures: record.signatures, message: parsedMessage(record) };
    case 'base58':
      return [base58(record.bytes), 'base58'];
    case 'base64':
      return [Buffer.from(record.bytes).toString('base64'), 'base64'];
    default:
      throw RpcError.invalid(`unsupported encoding: ${encoding}. Supported encodings: json, jsonParsed, base58, base64`);
  }
};

const lookups = (message) =>
  message.version === 'legacy'
    ? {}
    : {
        addressTableLookups: (message.addressTableLookups ?? []).map((table) => ({
          accountKey: table.lookupTableAddress,
          writableIndexes: table.writableIndexes,
          readonlyIndexes: table.readonlyIndexes,
        })),
      };

const plainMessage = ({ message }) => ({
  header: {
    numRequiredSignatures: message.header.numSignerAccounts,
    numReadonlySignedAccounts: message.header.numReadonlySignerAccounts,
    numReadonlyUnsignedAccounts: message.header.numReadonlyNonSignerAccounts,
  },
  accountKeys: message.staticAccounts,
  recentBlockhash: message.lifetimeToken,
  instructions: message.instructions.map((instruction) => plainInstruction(instruction, 1)),
  ...lookups(message),
});

const plainInstruction = (instruction, stackHeight) => ({
  programIdIndex: instruction.programAddressIndex,
  accounts: instruction.accountIndices ?? [],
  data: base58(instruction.data),
  stackHeight,
});

const parsedMessage = ({ message, keys }) => ({
  accountKeys: keys.map(({ address, signer, writable, source }) => ({ pubkey: address, signer, writable, source })),
  recentBlockhash: message.lifetimeToken,
  instructions: message.instructions.map((instruction) => parsedInstruction(instruction, keys, 1)),
  ...lookups(message),
});

/** The innerInstructions of a record or of a simulation. */
export const innerView = (inner, keys, parse) =>
  inner.map(({ index, instructions }) => ({
    index,
    instructions: instructions.map((instruction) =>
      parse
        ? parsedInstruction(instruction, keys, instruction.stackHeight)
        : plainInstruction(instruction, instruction.stackHeight),
    ),
  }));

export const status = (err) => (err === null ? { Ok: null } : { Err: err });

const metaView = (record, parse) => {
  const loaded = record.keys.filter((key) => key.source === 'lookupTable');
  return {
    err: record.err,
    status: status(record.err),
    fee: record.fee,
    preBalances: record.before.balances,
    postBalances: record.after.balances,
    innerInstructions: innerView(record.inner, record.keys, parse),
    logMessages: record.logs,
    preTokenBalances: record.before.tokens,
    postTokenBalances: record.after.tokens,
    rewards: [],
    ...(!parse && {
      loadedAddresses: {
        writable: loaded.filter((key) => key.writable).map((key) => key.address),
        readonly: loaded.filter((key) => !key.writable).map((key) => key.address),
      },
    }),
    ...(record.returnData && { returnData: record.returnData }),
    computeUnitsConsumed: record.units,
  };
};
