// Accounts and tokens, as the block at the commitment asked for left them.
import { RpcError } from '../errors.mjs';
import { address, config, list, readSlot, withContext } from '../parameters.mjs';
import { mintOf, programName, tokenOf, uiAmount } from '../token.mjs';
import { accountView } from '../views/account.mjs';

const MAX_ACCOUNTS = 100;

export const accounts = ({ accounts: stored, chain }) => {
  const at = (slot) => (each) => stored.at(each, slot);

  const filtered = (filter, slot) => {
    if (filter.mint !== undefined) {
      const mint = stored.at(address(filter.mint), slot);
      if (!mintOf(mint)) {
        throw RpcError.invalid('Invalid param: could not find mint');
      }
      return { program: mint.programAddress, matches: (token) => token.mint === filter.mint };
    }
    if (!programName(address(filter.programId))) {
      throw RpcError.invalid('Invalid param: unrecognized Token program id');
    }
    return { program: filter.programId, matches: () => true };
  };

  return {
    getBalance: ([key, options]) => {
      const slot = readSlot(chain, config(options));
      return withContext(slot, stored.at(address(key), slot)?.lamports ?? 0);
    },

    getAccountInfo: ([key, options]) => {
      const slot = readSlot(chain, config(options));
      return withContext(slot, accountView(stored.at(address(key), slot), config(options), at(slot)));
    },

    getMultipleAccounts: ([keys, options]) => {
      const slot = readSlot(chain, config(options));
      const wanted = { encoding: 'base64', ...config(options) };
      return withContext(
        slot,
        list(keys, (key) => address(key), MAX_ACCOUNTS, 'accounts').map((key) =>
          accountView(stored.at(key, slot), wanted, at(slot)),
        ),
      );
    },

    getTokenAccountBalance: ([key, options]) => {
      const slot = readSlot(chain, config(options));
      const account = stored.at(address(key), slot);
      const token = tokenOf(account);
      const mint = token && mintOf(stored.at(token.mint, slot));
      if (!mint) {
        throw RpcError.invalid(account ? 'Invalid param: not a Token account' : 'Invalid param: could not find account');
      }
      return withContext(slot, uiAmount(token.amount, mint.decimals));
    },

    getTokenSupply: ([key, options]) => {
      const slot = readSlot(chain, config(options));
      const account = stored.at(address(key), slot);
      const mint = mintOf(account);
      if (!mint) {
        throw RpcError.invalid(account ? 'Invalid param: not a Token mint' : 'Invalid param: could not find account');
      }
      return withContext(slot, uiAmount(mint.supply, mint.decimals));
    },

    getTokenAccountsByOwner: ([owner, filter, options]) => {
      const slot = readSlot(chain, config(options));
      address(owner);
      const { program, matches } = filtered(config(filter), slot);
      const found = stored.ofProgram(program, slot).filter((account) => {
        const token = tokenOf(account);
        return token && token.owner === owner && matches(token);
      });
      return withContext(
        slot,
        found.map((account) => ({ pubkey: account.address, account: accountView(account, config(options), at(slot)) })),
      );
    },
  };
};
