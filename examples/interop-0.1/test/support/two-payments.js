// One transaction that pays two quotes in a token, as a batching wallet does: a contract whose constructor makes the calls.

import { concat, dataLength, getCreateAddress, toBeHex, zeroPadValue } from 'ethers';
import { usdc } from './demo.js';

const CALL_CODE_BYTES = 39;

/** Pays both quotes out of the wallet's tokens and returns the transaction's hash. */
export async function payBoth(wallet, quotes) {
  const nonce = await wallet.getNonce();
  const batch = getCreateAddress({ from: wallet.address, nonce: nonce + 1 });
  const total = quotes.reduce((sum, quote) => sum + BigInt(quote.amount), 0n);
  await (await usdc.connect(wallet).approve(batch, total, { nonce })).wait();
  const token = await usdc.getAddress();
  const calls = quotes.map((quote) => transferFrom(wallet.address, quote.recipient, BigInt(quote.amount)));
  // Named, because an estimate would be content with calls that run out of gas.
  const transaction = await wallet.sendTransaction({ data: constructorOf(token, calls), nonce: nonce + 1, gasLimit: 500_000 });
  await transaction.wait();
  return transaction.hash;
}

function transferFrom(from, to, amount) {
  const words = [from, to, toBeHex(amount)].map((value) => zeroPadValue(value, 32));
  return concat(['0x23b872dd', ...words]);
}

/** EVM code: for each call, copies its data from behind the code to memory and calls the contract with it. */
function constructorOf(contract, calls) {
  let offset = calls.length * CALL_CODE_BYTES + 1;
  const code = calls.map((data) => {
    const length = toBeHex(dataLength(data), 2);
    const copy = concat(['0x61', length, '0x61', toBeHex(offset, 2), '0x5f39']); // PUSH length, PUSH offset, PUSH0, CODECOPY
    // PUSH0 ×2, PUSH length, PUSH0 ×2, PUSH contract, GAS, CALL, POP
    const call = concat(['0x5f5f61', length, '0x5f5f73', contract, '0x5af150']);
    offset += dataLength(data);
    return concat([copy, call]);
  });
  return concat([...code, '0x00', ...calls]);
}
