// What changes the chain, or would.
import { RpcError, sentence } from '../errors.mjs';
import { address, amount, commitment, config, list, readSlot, withContext } from '../parameters.mjs';
import { accountView } from '../views/account.mjs';
import { innerView } from '../views/transaction.mjs';
import { bytesOf, decodeTransaction } from '../wire.mjs';

const MAX_ACCOUNTS = 64;

export const submission = ({ bank, faucet }) => {
  const { chain, accounts } = bank;

  const decode = (text, options) => decodeTransaction(bytesOf(text, options.encoding ?? 'base58'));

  // The state is the newest one at every commitment; whether the block hash is known there is not.
  const simulated = (sent, level, checkSignatures) => {
    const refusal = bank.refusal(sent, level);
    if (checkSignatures && !sent.complete) {
      throw new RpcError(-32003, 'Transaction signature verification failure');
    }
    const outcome = refusal
      ? { err: refusal, logs: [], units: 0, returnData: null, inner: [], accounts: [] }
      : bank.simulate(sent, checkSignatures);
    if (outcome.err === 'SignatureFailure') {
      throw new RpcError(-32003, 'Transaction signature verification failure');
    }
    return outcome;
  };

  const preflight = (sent, level) => {
    const { err, logs, returnData, units } = simulated(sent, level, true);
    if (err !== null) {
      throw new RpcError(-32002, `Transaction simulation failed: ${sentence(err)}`, {
        accounts: null,
        err,
        innerInstructions: null,
        logs,
        returnData,
        unitsConsumed: units,
      });
    }
  };

  return {
    sendTransaction: ([text, settings]) => {
      const options = config(settings);
      const sent = decode(text, options);
      readSlot(chain, { commitment: options.preflightCommitment, minContextSlot: options.minContextSlot });
      if (options.skipPreflight !== true) {
        preflight(sent, commitment({ commitment: options.preflightCommitment }));
      }
      bank.submit(sent);
      return sent.signature;
    },

    simulateTransaction: ([text, settings]) => {
      const options = config(settings);
      const level = commitment(options);
      const slot = readSlot(chain, options);
      if (options.sigVerify === true && options.replaceRecentBlockhash === true) {
        throw RpcError.invalid('sigVerify may not be used with replaceRecentBlockhash');
      }
      const sent = decode(text, options);
      const replaced = options.replaceRecentBlockhash === true ? chain.latestBlockhash(level) : undefined;
      const outcome = replaced ? bank.simulate(sent, false) : simulated(sent, level, options.sigVerify === true);
      return withContext(slot, {
        err: outcome.err,
        logs: outcome.logs,
        accounts: options.accounts ? postAccounts(outcome, config(options.accounts)) : null,
        unitsConsumed: outcome.units,
        returnData: outcome.returnData,
        innerInstructions: options.innerInstructions === true ? innerView(outcome.inner, bank.keysOf(sent.message), true) : null,
        ...(replaced && { replacementBlockhash: replaced }),
      });
    },

    requestAirdrop: async ([key, lamports, options]) => {
      commitment(config(options));
      return faucet.give(address(key), amount(lamports, 'lamports'));
    },
  };

  function postAccounts(outcome, { addresses, encoding = 'base64' }) {
    const after = new Map(outcome.accounts.map((account) => [account.address, account]));
    const accountOf = (key) => after.get(key) ?? accounts.newest(key);
    return list(addresses, (key) => address(key), MAX_ACCOUNTS, 'addresses').map((key) =>
      outcome.err === null ? accountView(accountOf(key), { encoding }, accountOf) : null,
    );
  }
};
