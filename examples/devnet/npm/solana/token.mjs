// What the Token program and Token-2022 keep in their accounts.
import { getAddressDecoder } from '@solana/kit';
import { getMintDecoder, getTokenDecoder, AccountState, TOKEN_PROGRAM_ADDRESS } from '@solana-program/token';
import { extensionsOf } from './extensions.mjs';

export { TOKEN_PROGRAM_ADDRESS };
export const TOKEN_2022_PROGRAM_ADDRESS = 'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb';
export const NATIVE_MINTS = ['So11111111111111111111111111111111111111112', '9pan9bMn5HatX4EJdBwg9VgCa7Uz5HL8N1m5D3NdXej9'];

const NAMES = { [TOKEN_PROGRAM_ADDRESS]: 'spl-token', [TOKEN_2022_PROGRAM_ADDRESS]: 'spl-token-2022' };
const MINT_BYTES = 82;
const TOKEN_ACCOUNT_BYTES = 165;
const MULTISIG_BYTES = 355;
// Token-2022 says behind the common part what an account is; a mint is padded to the length of a token account.
const KINDS = { 1: 'mint', 2: 'account' };

/** The name that Agave has for a token program; undefined for another program. */
export const programName = (program) => NAMES[program];

/** Whether an account is a "mint" or a token "account"; undefined for everything else. */
export const kindOf = (account) => {
  const length = account.data.length;
  if (!NAMES[account.programAddress] || length === MULTISIG_BYTES) {
    return undefined;
  }
  if (length === MINT_BYTES) {
    return account.data[45] === 1 ? 'mint' : undefined;
  }
  const kind =
    length === TOKEN_ACCOUNT_BYTES
      ? 'account'
      : account.programAddress === TOKEN_2022_PROGRAM_ADDRESS
        ? KINDS[account.data[TOKEN_ACCOUNT_BYTES]]
        : undefined;
  return kind === 'account' && account.data[108] === AccountState.Uninitialized ? undefined : kind;
};

export const mintOf = (account) => (account && kindOf(account) === 'mint' ? getMintDecoder().decode(account.data) : undefined);

export const tokenOf = (account) =>
  account && kindOf(account) === 'account' ? getTokenDecoder().decode(account.data) : undefined;

/** An amount as Agave shows it: exact in two forms, and once as a double. */
export const uiAmount = (amount, decimals) => {
  const digits = amount.toString().padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`.replace(/\.?0+$/, '');
  return { amount: amount.toString(), decimals, uiAmount: Number(text), uiAmountString: text };
};

/** An entry of pre- and postTokenBalances; undefined for what is no token account. */
export const tokenBalance = (account, accountOf) => {
  const token = tokenOf(account);
  const mint = token && mintOf(accountOf(token.mint));
  return (
    mint && {
      mint: token.mint,
      owner: token.owner,
      programId: account.programAddress,
      uiTokenAmount: uiAmount(token.amount, mint.decimals),
    }
  );
};

/** The value of "parsed" of a token account or a mint; undefined for everything else. */
export const parsed = (account, accountOf) => {
  const extensions = account.programAddress === TOKEN_2022_PROGRAM_ADDRESS ? extensionsOf(account.data) : [];
  const more = extensions.length === 0 ? {} : { extensions };
  const mint = mintOf(account);
  if (mint) {
    return {
      type: 'mint',
      info: {
        mintAuthority: option(mint.mintAuthority),
        supply: mint.supply.toString(),
        decimals: mint.decimals,
        isInitialized: mint.isInitialized,
        freezeAuthority: option(mint.freezeAuthority),
        ...more,
      },
    };
  }
  const token = tokenOf(account);
  const decimals = token && mintOf(accountOf(token.mint))?.decimals;
  if (decimals === undefined) {
    return undefined;
  }
  const delegate = option(token.delegate);
  return {
    type: 'account',
    info: {
      mint: token.mint,
      owner: token.owner,
      tokenAmount: uiAmount(token.amount, decimals),
      ...(delegate && { delegate, delegatedAmount: uiAmount(token.delegatedAmount, decimals) }),
      state: token.state === AccountState.Frozen ? 'frozen' : 'initialized',
      isNative: token.isNative.__option === 'Some',
      ...(token.isNative.__option === 'Some' && { rentExemptReserve: uiAmount(token.isNative.value, decimals) }),
      ...(option(token.closeAuthority) && { closeAuthority: option(token.closeAuthority) }),
      ...more,
    },
  };
};

const option = (value) => (value.__option === 'Some' ? value.value : null);
