// What goes wrong, in the shape in which Agave's RPC service says it.
import internal from 'litesvm/dist/internal.js';
import { INSTRUCTION_ERRORS, TRANSACTION_ERRORS } from './error-names.mjs';

/** A JSON-RPC error. Codes above -32100 and below -32000 are Agave's own. */
export class RpcError extends Error {
  constructor(code, message, data) {
    super(message);
    this.code = code;
    this.data = data;
  }

  static invalid(message) {
    return new RpcError(-32602, message);
  }
}

const instructionError = (error) => {
  if (typeof error === 'number') {
    return INSTRUCTION_ERRORS[error];
  }
  return error instanceof internal.InstructionErrorCustom ? { Custom: error.code } : { BorshIoError: error.msg };
};

/** The JSON form of litesvm's error of a transaction, such as {"InstructionError":[0,{"Custom":1}]}. */
export const transactionError = (error) => {
  if (typeof error === 'number') {
    return TRANSACTION_ERRORS[error];
  }
  if (error instanceof internal.TransactionErrorInstructionError) {
    return { InstructionError: [error.index, instructionError(error.err())] };
  }
  if (error instanceof internal.TransactionErrorInsufficientFundsForRent) {
    return { InsufficientFundsForRent: { account_index: error.accountIndex } };
  }
  return error instanceof internal.TransactionErrorDuplicateInstruction
    ? { DuplicateInstruction: error.index }
    : { ProgramExecutionTemporarilyRestricted: { account_index: error.accountIndex } };
};

const SENTENCES = {
  AccountNotFound: 'Attempt to debit an account but found no record of a prior credit.',
  ProgramAccountNotFound: 'Attempt to load a program that does not exist',
  InsufficientFundsForFee: 'Insufficient funds for fee',
  InvalidAccountForFee: 'This account may not be used to pay transaction fees',
  AlreadyProcessed: 'This transaction has already been processed',
  BlockhashNotFound: 'Blockhash not found',
  SignatureFailure: 'Transaction did not pass signature verification',
  SanitizeFailure: 'Transaction failed to sanitize accounts offsets correctly',
  AddressLookupTableNotFound: "Transaction loads an address table account that doesn't exist",
  InvalidAddressLookupTableOwner: 'Transaction loads an address table account with an invalid owner',
  InvalidAddressLookupTableData: 'Transaction loads an address table account with invalid data',
  InvalidAddressLookupTableIndex: 'Transaction address table lookup uses an invalid index',
};

const words = (name) => name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** The sentence that Agave makes of the JSON form of a transaction's error. */
export const sentence = (error) => {
  if (typeof error === 'string') {
    return SENTENCES[error] ?? words(error);
  }
  if (error.InstructionError) {
    const [index, cause] = error.InstructionError;
    const said =
      cause.Custom === undefined
        ? words(typeof cause === 'string' ? cause : 'BorshIoError')
        : `custom program error: 0x${cause.Custom.toString(16)}`;
    return `Error processing Instruction ${index}: ${said}`;
  }
  const account = error.InsufficientFundsForRent?.account_index;
  return account === undefined
    ? JSON.stringify(error)
    : `Transaction results in an account (${account}) with insufficient funds for rent`;
};
