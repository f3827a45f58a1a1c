// The transactions of the payer in JavaScript (examples/browser-client), byte for byte against @solana/web3.js.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  createAssociatedTokenAccountIdempotentInstruction, createTransferCheckedInstruction, getAssociatedTokenAddressSync,
  TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID,
} from '@solana/spl-token';
import { PublicKey, SystemProgram, TransactionInstruction, TransactionMessage } from '@solana/web3.js';
import { associatedAccount, isOnCurve, MEMO, programAddress, SYSTEM } from '../../../browser-client/src/solana/addresses.js';
import { decode, encode } from '../../../browser-client/src/solana/base58.js';
import { createAccount, memo, transfer, transferChecked, unsigned } from '../../../browser-client/src/solana/transaction.js';

/** Bytes that are the same in each run, and look like none in particular (xorshift). */
function bytes(seed) {
  let state = seed * 2_654_435_761 + 1;
  return Uint8Array.from({ length: 32 }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  });
}

const keys = Array.from({ length: 300 }, (_, i) => new PublicKey(bytes(i + 1)));
const [payer, recipient, mint, reference, another, blockhash] = keys;
const text = (key) => key.toBase58();
const named = (instruction, ...references) => {
  references.forEach((pubkey) => instruction.keys.push({ pubkey, isSigner: false, isWritable: false }));
  return instruction;
};
const theirs = (...instructions) => {
  const message = new TransactionMessage({ payerKey: payer, recentBlockhash: text(blockhash), instructions }).compileToLegacyMessage();
  return [1, ...new Array(64).fill(0), ...message.serialize()];
};
const ours = (...instructions) => [...unsigned(text(payer), text(blockhash), instructions)];

describe('the payer in JavaScript, as @solana/web3.js', () => {
  test('writes and reads base58', () => {
    for (const key of [...keys, PublicKey.default, new PublicKey(new Uint8Array(32).fill(255))]) {
      assert.equal(encode(key.toBytes()), text(key));
      assert.deepEqual(decode(text(key), 32), key.toBytes());
    }
  });

  test('tells keys from addresses that nobody has the key of', () => {
    const onCurve = keys.map((key) => PublicKey.isOnCurve(key.toBytes()));
    assert.ok(onCurve.includes(true) && onCurve.includes(false));
    assert.deepEqual(keys.map((key) => isOnCurve(key.toBytes())), onCurve);
  });

  test('derives addresses of programs', async () => {
    for (const key of keys.slice(0, 40)) {
      const [expected] = PublicKey.findProgramAddressSync([Buffer.from('seed'), key.toBytes()], new PublicKey(MEMO));
      assert.equal(await programAddress([new TextEncoder().encode('seed'), key.toBytes()], MEMO), text(expected));
    }
    for (const program of [TOKEN_PROGRAM_ID, TOKEN_2022_PROGRAM_ID]) {
      const expected = getAssociatedTokenAddressSync(mint, recipient, true, program);
      assert.equal(await associatedAccount(text(recipient), text(mint), text(program)), text(expected));
    }
  });

  test('pays SOL', () => {
    for (const lamports of [1n, 12_345_678_901n, 2n ** 53n + 1n, 2n ** 64n - 1n]) {
      assert.deepEqual(
        ours(memo('pay_grün'), transfer(text(payer), text(recipient), lamports, [text(reference), text(another)])),
        theirs(
          new TransactionInstruction({ programId: new PublicKey(MEMO), keys: [], data: Buffer.from('pay_grün') }),
          named(SystemProgram.transfer({ fromPubkey: payer, toPubkey: recipient, lamports }), reference, another),
        ),
      );
    }
  });

  test('pays itself, a key being named once', () => {
    assert.deepEqual(
      ours(transfer(text(payer), text(payer), 1n, [text(payer), SYSTEM])),
      theirs(named(SystemProgram.transfer({ fromPubkey: payer, toPubkey: payer, lamports: 1n }), payer, PublicKey.default)),
    );
  });

  for (const program of [TOKEN_PROGRAM_ID, TOKEN_2022_PROGRAM_ID]) {
    test(`pays a token of ${program}, and makes the account that it goes to`, async () => {
      const [source, destination] = [payer, recipient].map((owner) => getAssociatedTokenAddressSync(mint, owner, true, program));
      const amount = 9_007_199_254_740_993n;

      assert.deepEqual(
        ours(
          createAccount({
            payer: text(payer), account: text(destination), owner: text(recipient), mint: text(mint), program: text(program),
          }),
          transferChecked({
            program: text(program), source: text(source), mint: text(mint), destination: text(destination), owner: text(payer),
            amount, decimals: 6, references: [text(reference)],
          }),
        ),
        theirs(
          createAssociatedTokenAccountIdempotentInstruction(payer, destination, recipient, mint, program),
          named(createTransferCheckedInstruction(source, mint, destination, payer, amount, 6, [], program), reference),
        ),
      );
    });
  }

  test('writes long notes, whose length takes two bytes', () => {
    const note = 'x'.repeat(300);

    assert.deepEqual(
      ours(memo(note)),
      theirs(new TransactionInstruction({ programId: new PublicKey(MEMO), keys: [], data: Buffer.from(note) })),
    );
  });
});
