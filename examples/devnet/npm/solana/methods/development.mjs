// What no chain offers: calls for tests and play, under a prefix of their own.
import { RpcError } from '../errors.mjs';
import { address, amount, config, count } from '../parameters.mjs';
import { base58, newSecretKey } from '../signing.mjs';
import { base64 } from '../wire.mjs';

const MAX_SLOTS = 100_000;
const MAX_DECIMALS = 18;
const MAX_BASIS_POINTS = 10_000;
const U64_MAX = '18446744073709551615';

export const development = ({ bank, faucet, mints }) => ({
  // Lets empty slots pass.
  ws402_advanceSlots: ([slots]) => {
    bank.chain.advance(count(slots, 'slots', MAX_SLOTS, 1));
    return bank.chain.slot;
  },

  // Lets so many slots pass that everything until now is finalized.
  ws402_finalize: () => {
    bank.chain.advance(bank.chain.options.finalizedAfter);
    return bank.chain.slot;
  },

  ws402_expireBlockhashes: () => {
    bank.chain.expireBlockhashes();
    return bank.chain.slot;
  },

  ws402_dropNextTransactions: ([number]) => {
    bank.drop(count(number, 'the number', 1_000, 1));
    return null;
  },

  ws402_holdTransactions: () => {
    bank.hold();
    return null;
  },

  ws402_releaseTransactions: () => bank.release(),

  // A new account with its secret key of 64 bytes in base58. The chain does not keep the key.
  ws402_createAccount: async ([lamports]) => {
    const secretKey = newSecretKey();
    const created = base58(secretKey.subarray(32));
    await faucet.give(created, amount(lamports, 'lamports'));
    return { address: created, secretKey: base58(secretKey) };
  },

  ws402_createMint: ([options]) => {
    const { decimals, extensions = [], token2022 = false, transferFeeBasisPoints, maximumFee = U64_MAX } = config(options);
    if (!Array.isArray(extensions)) {
      throw RpcError.invalid('Invalid params: extensions must be a list');
    }
    return mints.create({
      decimals: count(decimals, 'decimals', MAX_DECIMALS, 6),
      extensions,
      token2022: token2022 === true,
      transferFeeBasisPoints: count(transferFeeBasisPoints, 'transferFeeBasisPoints', MAX_BASIS_POINTS, 0),
      maximumFee: amount(maximumFee, 'maximumFee'),
    });
  },

  ws402_mintTokens: ([mint, owner, units]) => mints.mint(address(mint), address(owner), amount(units, 'the amount')),
  ws402_freezeAccount: ([account]) => mints.freeze(address(account)),
  ws402_thawAccount: ([account]) => mints.thaw(address(account)),

  // Replaces an account whole. No transaction could: the virtual machine is not asked.
  ws402_setAccount: ([key, options]) => {
    const { lamports, owner, data = '', executable = false } = config(options);
    const bytes = base64(data);
    bank.accounts.set({
      address: address(key),
      lamports: amount(lamports, 'lamports'),
      data: bytes,
      programAddress: address(owner),
      executable: executable === true,
      space: BigInt(bytes.length),
    });
    return null;
  },
});
