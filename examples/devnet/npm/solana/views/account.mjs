// An account as clients ask to see it.
import { getBase58Decoder } from '@solana/kit';
import { RpcError } from '../errors.mjs';
import { count } from '../parameters.mjs';
import { parsed, programName } from '../token.mjs';

const RENT_EPOCH = 18446744073709551615n;
const MAX_BYTES = 10 * 1024 * 1024;
const MAX_BASE58_BYTES = 128;
const TEXTS = {
  binary: (data) => base58(data),
  base58: (data) => [base58(data), 'base58'],
  base64: (data) => [Buffer.from(data).toString('base64'), 'base64'],
};

/**
 * @param account or undefined, which is shown as null
 * @param config encoding and dataSlice of the request
 * @param accountOf finds the mint of a token account
 */
export const accountView = (account, { encoding = 'binary', dataSlice }, accountOf) => {
  if (encoding !== 'jsonParsed' && !Object.hasOwn(TEXTS, encoding)) {
    throw RpcError.invalid(`unsupported encoding: ${encoding}. Supported encodings: base58, base64, jsonParsed`);
  }
  const offset = dataSlice && count(dataSlice.offset, 'offset', MAX_BYTES);
  const length = dataSlice && count(dataSlice.length, 'length', MAX_BYTES);
  if (!account) {
    return null;
  }
  const token = encoding === 'jsonParsed' && programName(account.programAddress) ? parsed(account, accountOf) : undefined;
  const bytes = dataSlice ? account.data.slice(offset, offset + length) : account.data;
  return {
    data: token
      ? { program: programName(account.programAddress), parsed: token, space: account.data.length }
      : (TEXTS[encoding] ?? TEXTS.base64)(bytes),
    executable: account.executable,
    lamports: account.lamports,
    owner: account.programAddress,
    rentEpoch: RENT_EPOCH,
    space: account.data.length,
  };
};

const base58 = (data) => {
  if (data.length > MAX_BASE58_BYTES) {
    throw new RpcError(
      -32600,
      `Encoded binary (base 58) data should be less than ${MAX_BASE58_BYTES} bytes, please use Base64 encoding.`,
    );
  }
  return getBase58Decoder().decode(data);
};
