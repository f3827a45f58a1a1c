// Transactions as they come over the wire, and the accounts they name.
import {
  getBase58Decoder,
  getBase58Encoder,
  getAddressDecoder,
  getCompiledTransactionMessageDecoder,
  getTransactionDecoder,
} from '@solana/kit';
import { RpcError } from './errors.mjs';

const MAX_BYTES = 1232;
const MAX_TEXT = { base58: 1683, base64: 1644 };
const LOOKUP_TABLE_HEADER = 56;
const ADDRESS_BYTES = 32;

/** Decodes the text of a parameter. */
export const bytesOf = (text, encoding) => {
  if (!Object.hasOwn(MAX_TEXT, encoding)) {
    throw RpcError.invalid(`unsupported encoding: ${encoding}. Supported encodings: base58, base64`);
  }
  if (typeof text !== 'string' || text.length > MAX_TEXT[encoding]) {
    throw RpcError.invalid(
      `${encoding} encoded transaction too large: ${String(text).length} bytes (max: encoded/raw ${MAX_TEXT[encoding]}/${MAX_BYTES})`,
    );
  }
  return encoding === 'base64' ? base64(text) : base58(text);
};

export const base64 = (text) => {
  if (typeof text !== 'string' || !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) {
    throw RpcError.invalid('invalid base64 encoding');
  }
  return new Uint8Array(Buffer.from(text, 'base64'));
};

const base58 = (text) => {
  try {
    return getBase58Encoder().encode(text);
  } catch {
    throw RpcError.invalid('invalid base58 encoding');
  }
};

/** A signed transaction: its bytes, signatures in base58, message, and itself as litesvm takes it. */
export const decodeTransaction = (bytes) => {
  if (bytes.length > MAX_BYTES) {
    throw RpcError.invalid(`decoded transaction too large: ${bytes.length} bytes (max: ${MAX_BYTES} bytes)`);
  }
  const transaction = decoded(() => getTransactionDecoder().decode(bytes), 'VersionedTransaction');
  const signatures = Object.values(transaction.signatures).map((signature) =>
    getBase58Decoder().decode(signature ?? new Uint8Array(64)),
  );
  return {
    bytes,
    transaction,
    message: decodeMessage(transaction.messageBytes),
    signatures,
    signature: signatures[0],
    complete: Object.values(transaction.signatures).every((signature) => signature !== null),
  };
};

export const decodeMessage = (bytes) => {
  const message = decoded(() => getCompiledTransactionMessageDecoder().decode(bytes), 'VersionedMessage');
  if (message.version !== 'legacy' && message.version !== 0) {
    throw RpcError.invalid(`Transaction version (${message.version}) is not supported`);
  }
  return message;
};

const decoded = (decode, what) => {
  try {
    return decode();
  } catch (error) {
    throw RpcError.invalid(`failed to deserialize solana_sdk::transaction::versioned::${what}: ${error.message.split('\n')[0]}`);
  }
};

/**
 * All accounts of a message in the order in which instructions count them: its own, then the writable and the read-only
 * ones of its lookup tables. A table that is not there yields none; the virtual machine then says what is wrong.
 */
export const accountKeys = (message, account) => {
  const { numSignerAccounts, numReadonlySignerAccounts, numReadonlyNonSignerAccounts } = message.header;
  const own = message.staticAccounts.map((address, index) => ({
    address,
    signer: index < numSignerAccounts,
    writable:
      index < numSignerAccounts - numReadonlySignerAccounts
      || (index >= numSignerAccounts && index < message.staticAccounts.length - numReadonlyNonSignerAccounts),
    source: 'transaction',
  }));
  const tables = message.addressTableLookups ?? [];
  const loaded = (indexes, writable) =>
    tables
      .flatMap((table) => lookup(account(table.lookupTableAddress), table[indexes]))
      .map((address) => ({ address, signer: false, writable, source: 'lookupTable' }));
  return [...own, ...loaded('writableIndexes', true), ...loaded('readonlyIndexes', false)];
};

const lookup = (table, indexes) => {
  const count = table ? Math.floor((table.data.length - LOOKUP_TABLE_HEADER) / ADDRESS_BYTES) : 0;
  return indexes
    .filter((index) => index < count)
    .map((index) => getAddressDecoder().decode(table.data, LOOKUP_TABLE_HEADER + index * ADDRESS_BYTES));
};
