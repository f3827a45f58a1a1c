// The WS402 payer: pays for a WebSocket by the second, streams it, and gets the rest back.

import type {
  Allowance, Asset, AutomaticTopUp, ConnectOptions, Data, JsonWebKeySet, Limits, Money, Offer, PayWith, Proof, Receipt, Schema,
  SignedReceipt, State, Terms, TopUp, Usage, Wallet, Worth,
} from './types.d.ts';

export type * from './types.d.ts';

/**
 * Pays for a resource and resolves with its running session: asks what it costs, chooses what this wallet can and the
 * budget may pay, has the wallet pay, shows the proof. `urls` is the resource's address, or several: the first names the
 * resource, the others are the same one, or only the addresses of servers, on which the session may start and go on.
 *
 * A connection that is lost is taken up again by itself, on the same server or another. Nothing is paid twice.
 *
 * @throws Ws402Error with a stable `code`, and with `money` saying where the money is
 */
export declare function connect(urls: string | URL | (string | URL)[], options: ConnectOptions): Promise<Session>;

/** What a resource costs, with terms to pay it on; costs nothing. @throws Ws402Error */
export declare function schema(url: string | URL, options: {
  seconds: number;
  method?: string;
  asset?: string;
  signal?: AbortSignal;
  limits?: Partial<Limits>;
}): Promise<Schema>;

/** The limits that hold where `limits` says nothing else. */
export declare const LIMITS: Readonly<Limits>;

/**
 * A metered stream. Iterating over it gives the resource's data, once and to one reader; leaving the loop early ends the
 * session. The iteration ends when the session does, with an error when that was not in order.
 */
export interface Session extends AsyncIterable<Data> {
  readonly id: string;
  readonly state: State;
  readonly asset: Asset;
  readonly offer: Offer;
  readonly schema: Schema;
  readonly usage: Usage;
  /** The address of the server that serves it now. */
  readonly server: string;
  /** Opens the session's HTTP resource, in `Authorization`; renewed by itself. Undefined with a 0.1 server. */
  readonly accessToken: string | undefined;
  /** Sends data to the resource. @throws Ws402Error not_connected, reserved_text, slow_writer */
  send(data: string | ArrayBuffer | ArrayBufferView | Blob): void;
  /** Stops meter and traffic, for at most so long. */
  pause(): Promise<{ pauseLeftMs: number } | undefined>;
  continue(): Promise<void>;
  /** Pays for more, with what the session was paid with unless something else is named. Resolves once it counts. */
  topUp(size: ({ seconds: number } | { amount: bigint }) & PayWith): Promise<TopUp>;
  /** Pays for more by itself from now on, by this rule instead of the one before; no more without one. */
  keepGoing(rule: AutomaticTopUp | undefined): void;
  /** Ends the session. Resolves with its receipt as it stands then; the refund may still be on its way. */
  end(): Promise<Receipt>;
  /** The receipt, once the refund is at rest or nothing more is heard of it. */
  receipt(): Promise<Receipt>;
  /**
   * The gateway's receipt, verified, and held against what was seen here: what is different stands in `differences`. Waits for
   * it to become final, for `waitMs` (`limits.refundMs`) at most; after that it is provisional.
   * @throws Ws402Error receipts_not_offered, or as `verifyReceipt` and the servers say, with the receipt itself in `signed`
   */
  signedReceipt(options?: { waitMs?: number }): Promise<SignedReceipt & { differences: string[] }>;
}

/** What a payer lets itself spend; may be shared by any number of sessions. */
export declare class Budget {
  constructor(allowances?: Allowance | Allowance[], options?: { clock?: () => number });
  /** Why this much may not be paid for this offer now; undefined when it may. */
  refusal(offer: Offer, amount: bigint, worth?: Worth): Ws402Error | undefined;
  /** Takes an amount, before it is paid. @throws Ws402Error not_allowed, price_too_high, over_budget, over_budget_per_minute */
  take(offer: Offer, amount: bigint, worth?: Worth): { release(): void; refunded(amount: bigint, worth?: bigint): void };
}

/** The one class of errors. */
export declare class Ws402Error extends Error {
  constructor(code: string, message: string, about?: { money?: Money; proof?: Proof; retryAfterMs?: number; cause?: unknown });
  /** Stable, snake_case; the server's own where it gave one (docs/PROTOCOL.md). */
  readonly code: string;
  readonly money: Money;
  /** What happens to the money now, in a sentence. */
  readonly consequence: string;
  /** What was paid, for the option `proof`. */
  readonly proof?: Proof;
  /** When the same may succeed. */
  readonly retryAfterMs?: number;
  /** The HTTP status, where it was one. */
  readonly status?: number;
  /** A receipt that is not verified. */
  readonly signed?: string;
}

/** A wallet or node as EIP-1193 has it. */
export interface Eip1193Provider {
  request(call: { method: string; params?: unknown[] }): Promise<any>;
}

/** Pays coins and ERC-20 tokens by an EIP-1193 provider; `chains` are the chains to pay on, all by default. */
export declare function evmWallet(provider: Eip1193Provider, options?: { chains?: number[]; account?: string }): Wallet;

/** A node that signs for accounts it holds, as a provider; for development. */
export declare function rpcProvider(url: string): Eip1193Provider;

/** Finds a quote's payment on its chain by the exact amount; for `qrWallet`. */
export declare function evmFinder(provider: Eip1193Provider):
  (terms: Terms, tools: { signal: AbortSignal }) => Promise<Proof | undefined>;

/** A node of Solana: its URL, or whatever speaks its JSON-RPC. */
export type SolanaRpc = string | URL | Eip1193Provider;

/** An account of a wallet, as the Wallet Standard has it. */
export interface StandardAccount {
  readonly address: string;
  readonly publicKey: Uint8Array;
  readonly chains: readonly string[];
  readonly features: readonly string[];
}

/** A wallet as the Wallet Standard has it (github.com/wallet-standard); `features` by their names, such as `standard:connect`. */
export interface StandardWallet {
  readonly version: string;
  readonly name: string;
  readonly icon: string;
  readonly chains: readonly string[];
  readonly features: Readonly<Record<string, any>>;
  readonly accounts: readonly StandardAccount[];
}

/** The wallets of this browser that know a chain of Solana, those that come later too, of which `onChange` hears. */
export declare function solanaWallets(onChange?: () => void): { all(): StandardWallet[]; stop(): void };

/**
 * Pays SOL and SPL tokens by a wallet of the Wallet Standard, which sends (`solana:signAndSendTransaction`) or only signs
 * (`solana:signTransaction`). `rpc` is a node of the chain; `account` pays, else the wallet's first one.
 *
 * A recipient without an account for the token is not paid (`no_token_account`, nothing was paid): making one costs the payer
 * about 0.002 SOL, which no budget counts and nobody gives back. With `createsAccounts` it is made.
 */
export declare function solanaWallet(
  wallet: StandardWallet, options: { rpc: SolanaRpc; account?: string; createsAccounts?: boolean },
): Wallet;

/** Finds a quote's payment on its chain by the reference; for `qrWallet`. */
export declare function solanaFinder(rpc: SolanaRpc):
  (terms: Terms, tools: { signal: AbortSignal }) => Promise<Proof | undefined>;

/** A key (64 bytes, base58) as a wallet of the Wallet Standard, on `solana:localnet` alone; sends too with `rpc`. For development. */
export declare function developmentWallet(secretKey: string, options?: { rpc?: SolanaRpc; name?: string }): StandardWallet;

/** Pays from an account of credits at the gateway; the secret is hexadecimal and shown to nobody. */
export declare function creditsWallet(account: { account: string; secret: string }): Wallet;

/**
 * A wallet on another device: `show` shows `terms.paymentUri` or the picture at `terms.qrUrl` and may resolve with what the
 * payer enters (a transaction's hash, a signature, a proof); `find` may resolve with a proof. The first counts.
 */
export declare function qrWallet(ways: {
  show(terms: Terms, tools: { signal: AbortSignal }): Promise<string | Proof | undefined | void>;
  find?(terms: Terms, tools: { signal: AbortSignal }): Promise<string | Proof | undefined | void>;
}): Wallet;

/** Smallest units as people write them: 1500000n of 6 decimals is "1.5". */
export declare function formatUnits(units: bigint, decimals: number): string;

/** The other way. @throws RangeError when it is no amount, or finer than a unit */
export declare function parseUnits(human: string, decimals: number): bigint;

/**
 * What a receipt says that a gateway has signed; needs no network. `jwks` are the gateway's keys,
 * `GET /.well-known/ws402-receipts/jwks.json` at any of its servers; whoever does not trust the server has them from elsewhere.
 *
 * @throws Ws402Error receipt_malformed, receipt_too_large, receipt_algorithm, receipt_unknown_key, receipt_signature,
 *   receipt_unbalanced; receipt_unsupported where this browser can not check it: then it is not verified
 */
export declare function verifyReceipt(signed: string, jwks: JsonWebKeySet): Promise<SignedReceipt>;

/** JSON for machines: amounts are decimal strings of smallest units. */
export declare function toJson(value: unknown, space?: number): string;
