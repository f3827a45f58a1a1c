// Instructions of the programs that payments consist of, in words; of every other program the accounts and the data.
import { getBase58Decoder } from '@solana/kit';
import { parseSystemInstruction, SystemInstruction, SYSTEM_PROGRAM_ADDRESS } from '@solana-program/system';
import {
  AssociatedTokenInstruction,
  ASSOCIATED_TOKEN_PROGRAM_ADDRESS,
  parseAssociatedTokenInstruction,
  parseTokenInstruction,
  TokenInstruction,
  TOKEN_PROGRAM_ADDRESS,
} from '@solana-program/token';
import { TOKEN_2022_PROGRAM_ADDRESS, uiAmount } from '../token.mjs';

const MEMO_PROGRAMS = ['MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr', 'Memo1UhkVRHw41pkYFhVnCrEFyUpcvmMDYZhkaM4vYJ'];

/** The text of a memo instruction; undefined for other instructions. */
export const memoOf = (instruction, keys) =>
  MEMO_PROGRAMS.includes(keys[instruction.programAddressIndex]?.address)
    ? Buffer.from(instruction.data ?? []).toString('utf8')
    : undefined;

export const parsedInstruction = (instruction, keys, stackHeight) => {
  const programId = keys[instruction.programAddressIndex].address;
  const memo = memoOf(instruction, keys);
  if (memo !== undefined) {
    return { program: 'spl-memo', programId, parsed: memo, stackHeight };
  }
  const accounts = (instruction.accountIndices ?? []).map((index) => keys[index].address);
  const [program, parse] = PARSERS[programId] ?? [];
  const parsed = parse && attempt(() => parse(asKit(instruction, keys, programId), accounts));
  return parsed
    ? { program, programId, parsed, stackHeight }
    : { programId, accounts, data: getBase58Decoder().decode(instruction.data ?? new Uint8Array()), stackHeight };
};

// A program is free to get data that it does not understand, and clients to see it.
const attempt = (parse) => {
  try {
    return parse();
  } catch {
    return undefined;
  }
};

const asKit = (instruction, keys, programAddress) => ({
  programAddress,
  data: instruction.data ?? new Uint8Array(),
  // Roles of kit: 0 read-only, 1 writable, 2 and 3 the same for a signer.
  accounts: (instruction.accountIndices ?? []).map((index) => ({
    address: keys[index].address,
    role: (keys[index].signer ? 2 : 0) + (keys[index].writable ? 1 : 0),
  })),
});

const system = (instruction) => {
  const { instructionType, accounts, data } = parseSystemInstruction(instruction);
  switch (instructionType) {
    case SystemInstruction.TransferSol:
      return {
        type: 'transfer',
        info: { source: accounts.source.address, destination: accounts.destination.address, lamports: data.amount },
      };
    case SystemInstruction.CreateAccount:
      return {
        type: 'createAccount',
        info: {
          source: accounts.payer.address,
          newAccount: accounts.newAccount.address,
          lamports: data.lamports,
          space: data.space,
          owner: data.programAddress,
        },
      };
    case SystemInstruction.Allocate:
      return { type: 'allocate', info: { account: accounts.newAccount.address, space: data.space } };
    case SystemInstruction.Assign:
      return { type: 'assign', info: { account: accounts.account.address, owner: data.programAddress } };
    default:
      return undefined;
  }
};

// Whoever may move tokens signs, or several do for a multisig.
const authority = (name, accounts, owner, signersFrom) =>
  accounts.length > signersFrom
    ? { [`multisig${name[0].toUpperCase()}${name.slice(1)}`]: owner, signers: accounts.slice(signersFrom) }
    : { [name]: owner };

const token = (instruction, all) => {
  const { instructionType, accounts, data } = parseTokenInstruction(instruction);
  switch (instructionType) {
    case TokenInstruction.Transfer:
      return {
        type: 'transfer',
        info: { source: all[0], destination: all[1], amount: data.amount.toString(), ...authority('authority', all, all[2], 3) },
      };
    case TokenInstruction.TransferChecked:
      return {
        type: 'transferChecked',
        info: {
          source: all[0],
          mint: all[1],
          destination: all[2],
          tokenAmount: uiAmount(data.amount, data.decimals),
          ...authority('authority', all, all[3], 4),
        },
      };
    case TokenInstruction.MintTo:
      return {
        type: 'mintTo',
        info: { mint: all[0], account: all[1], amount: data.amount.toString(), ...authority('mintAuthority', all, all[2], 3) },
      };
    case TokenInstruction.Burn:
      return {
        type: 'burn',
        info: { account: all[0], mint: all[1], amount: data.amount.toString(), ...authority('authority', all, all[2], 3) },
      };
    case TokenInstruction.Approve:
      return {
        type: 'approve',
        info: { source: all[0], delegate: all[1], amount: data.amount.toString(), ...authority('owner', all, all[2], 3) },
      };
    case TokenInstruction.CloseAccount:
      return { type: 'closeAccount', info: { account: all[0], destination: all[1], ...authority('owner', all, all[2], 3) } };
    case TokenInstruction.InitializeAccount3:
      return { type: 'initializeAccount3', info: { account: all[0], mint: all[1], owner: data.owner } };
    case TokenInstruction.InitializeImmutableOwner:
      return { type: 'initializeImmutableOwner', info: { account: accounts.account.address } };
    case TokenInstruction.GetAccountDataSize:
      return { type: 'getAccountDataSize', info: { mint: accounts.mint.address } };
    case TokenInstruction.SyncNative:
      return { type: 'syncNative', info: { account: accounts.account.address } };
    default:
      return undefined;
  }
};

// TransferCheckedWithFee of Token-2022: 26, 1, amount, decimals, fee.
const token2022 = (instruction, all) => {
  const { data } = instruction;
  if (data[0] !== 26 || data[1] !== 1 || data.length !== 19) {
    return token(instruction, all);
  }
  const view = new DataView(Uint8Array.from(data).buffer);
  const decimals = data[10];
  return {
    type: 'transferCheckedWithFee',
    info: {
      source: all[0],
      mint: all[1],
      destination: all[2],
      tokenAmount: uiAmount(view.getBigUint64(2, true), decimals),
      feeAmount: uiAmount(view.getBigUint64(11, true), decimals),
      ...authority('authority', all, all[3], 4),
    },
  };
};

const associatedToken = (instruction) => {
  const { instructionType, accounts } = parseAssociatedTokenInstruction(instruction);
  const type = {
    [AssociatedTokenInstruction.CreateAssociatedToken]: 'create',
    [AssociatedTokenInstruction.CreateAssociatedTokenIdempotent]: 'createIdempotent',
  }[instructionType];
  return (
    type && {
      type,
      info: {
        source: accounts.payer.address,
        account: accounts.ata.address,
        wallet: accounts.owner.address,
        mint: accounts.mint.address,
        systemProgram: accounts.systemProgram.address,
        tokenProgram: accounts.tokenProgram.address,
      },
    }
  );
};

const PARSERS = {
  [SYSTEM_PROGRAM_ADDRESS]: ['system', system],
  [TOKEN_PROGRAM_ADDRESS]: ['spl-token', token],
  [TOKEN_2022_PROGRAM_ADDRESS]: ['spl-token', token2022],
  [ASSOCIATED_TOKEN_PROGRAM_ADDRESS]: ['spl-associated-token-account', associatedToken],
};
