// Test tokens: mints of both token programs, whose authority is the chain's purse.
import { getAddressEncoder } from '@solana/kit';
import { getCreateAccountInstruction } from '@solana-program/system';
import {
  findAssociatedTokenPda,
  getCreateAssociatedTokenIdempotentInstructionAsync,
  getFreezeAccountInstruction,
  getInitializeMint2Instruction,
  getMintToInstruction,
  getThawAccountInstruction,
} from '@solana-program/token';
import { RpcError } from './errors.mjs';
import { execute, newSigner } from './signing.mjs';
import { mintOf, TOKEN_2022_PROGRAM_ADDRESS, TOKEN_PROGRAM_ADDRESS, tokenOf } from './token.mjs';

const MINT_BYTES = 82;
// In Token-2022 a mint with extensions is padded to a token account's length, then comes a byte that says what it is.
const EXTENSIONS_FROM = 166;
const EXTENSION_HEADER = 4;

// Of each extension the length of its state in the mint, and the data of the instruction that sets it up (spl-token-2022,
// instruction.rs): before the mint itself is set up.
const EXTENSIONS = {
  transferFee: {
    length: 108,
    setUp: ({ transferFeeBasisPoints, maximumFee }, own) => [
      26,
      0,
      1,
      ...own,
      1,
      ...own,
      ...le(transferFeeBasisPoints, 2),
      ...le(maximumFee, 8),
    ],
  },
  transferHook: { length: 64, setUp: (options, own) => [36, 0, ...own, ...own] },
  permanentDelegate: { length: 32, setUp: (options, own) => [35, ...own] },
  nonTransferable: { length: 0, setUp: () => [32] },
  frozenByDefault: { length: 1, setUp: () => [28, 0, 2] },
};

const le = (value, length) => Array.from({ length }, (_, index) => Number((BigInt(value) >> BigInt(8 * index)) & 0xffn));

export class Mints {
  #bank;
  #authority;

  constructor(bank, authority) {
    this.#bank = bank;
    this.#authority = authority;
  }

  /** Makes a mint; of Token-2022 when it has an extension. Returns its address. */
  async create({ decimals, extensions, ...options }) {
    const unknown = extensions.find((name) => !Object.hasOwn(EXTENSIONS, name));
    if (unknown !== undefined) {
      throw RpcError.invalid(`unknown extension: ${unknown}. Known ones: ${Object.keys(EXTENSIONS).join(', ')}`);
    }
    const programAddress = options.token2022 || extensions.length > 0 ? TOKEN_2022_PROGRAM_ADDRESS : TOKEN_PROGRAM_ADDRESS;
    const mint = await newSigner();
    const space = extensions.reduce(
      (bytes, name) => bytes + EXTENSION_HEADER + EXTENSIONS[name].length,
      extensions.length > 0 ? EXTENSIONS_FROM : MINT_BYTES,
    );
    const own = getAddressEncoder().encode(this.#authority.address);
    await this.#execute([
      getCreateAccountInstruction({
        payer: this.#authority,
        newAccount: mint,
        lamports: this.#bank.svm.minimumBalanceForRentExemption(BigInt(space)),
        space,
        programAddress,
      }),
      ...extensions.map((name) => ({
        programAddress,
        accounts: [{ address: mint.address, role: 1 }],
        data: Uint8Array.from(EXTENSIONS[name].setUp(options, own)),
      })),
      getInitializeMint2Instruction(
        { mint: mint.address, decimals, mintAuthority: this.#authority.address, freezeAuthority: this.#authority.address },
        { programAddress },
      ),
    ]);
    return { mint: mint.address, programId: programAddress, decimals };
  }

  /** Makes tokens out of nothing, for the associated account of an owner, which is made too. Returns that account. */
  async mint(mint, owner, amount) {
    const tokenProgram = this.#programOf(mint, mintOf, 'mint');
    const [token] = await findAssociatedTokenPda({ owner, mint, tokenProgram });
    await this.#execute([
      await getCreateAssociatedTokenIdempotentInstructionAsync({ payer: this.#authority, owner, mint, tokenProgram }),
      ...(amount > 0n
        ? [getMintToInstruction({ mint, token, mintAuthority: this.#authority, amount }, { programAddress: tokenProgram })]
        : []),
    ]);
    return token;
  }

  freeze(account) {
    return this.#ofAccount(account, getFreezeAccountInstruction);
  }

  thaw(account) {
    return this.#ofAccount(account, getThawAccountInstruction);
  }

  #ofAccount(account, instruction) {
    const programAddress = this.#programOf(account, tokenOf, 'token account');
    const { mint } = tokenOf(this.#bank.accounts.newest(account));
    return this.#execute([instruction({ account, mint, owner: this.#authority }, { programAddress })]);
  }

  #programOf(address, read, what) {
    const account = this.#bank.accounts.newest(address);
    if (!read(account)) {
      throw RpcError.invalid(`${address} is no ${what}`);
    }
    return account.programAddress;
  }

  #execute(instructions) {
    return execute(this.#bank, this.#authority, instructions);
  }
}
