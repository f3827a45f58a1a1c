// The types of what is exported by index.js. Amounts are bigint in the asset's smallest unit, durations are numbers.

/** An asset; `id` is its CAIP-19 id. */
export interface Asset {
  id: string;
  symbol: string;
  decimals: number;
}

export interface Prices {
  pricePerSecond: bigint;
  /** Of 2^20 bytes, both directions; 0n where traffic is free. */
  pricePerMegabyte: bigint;
  /** Of a message, both directions; 0n where traffic is free. */
  pricePerMessage: bigint;
}

/** Something a resource can be paid with, and what it costs in it. */
export interface Offer extends Prices {
  /** The short id of the payment method at the gateway. */
  method: string;
  network: string;
  asset: Asset;
  default: boolean;
}

/** What to pay, exactly, and to whom. Holds a secret of the payer: not for logs. */
export interface Terms {
  offer: Offer;
  amount: bigint;
  /** Undefined on rails that know it from the reference. */
  recipient?: string;
  reference: string;
  /** The EVM chain, where it is one. */
  chainId?: number;
  /** The ERC-20 contract, where it is one. */
  tokenAddress?: string;
  claimSecret?: string;
  /** How long the terms stood when they were given. */
  expiresInMs?: number;
  /** What wallets read from a link: EIP-681, Solana Pay. */
  paymentUri?: string;
  /** The same as a picture, SVG. */
  qrUrl?: string;
  /** The gateway's own words, `paymentDetails`. */
  details: Record<string, unknown>;
}

/** What a resource costs, with terms for `quoted`, which is one of `accepts`. */
export interface Schema {
  resourceId: string;
  websocketEndpoint: string;
  /** In seconds; 0 where a 0.1 server does not say. */
  maxSessionDuration: number;
  /** The resource's words about itself; `url` where it is handed out over HTTP. */
  resourceInfo?: { url?: string; [word: string]: unknown };
  pricing: Prices & { currency: string; totalPrice: bigint; estimatedDuration: number };
  accepts: Offer[];
  quoted: Offer;
  terms: Terms;
}

/** What is shown as evidence of a payment; the fields are the method's own. Plain JSON. */
export interface Proof {
  [field: string]: unknown;
}

/** What one pays with. Written by anybody: these two methods are all. */
export interface Wallet {
  /** Whether it can pay with that asset by that method. Says nothing about its balance. */
  accepts(offer: Offer): boolean | Promise<boolean>;
  /**
   * Pays what the terms ask, to the last unit, once. Resolves with the proof when the payment has left the wallet, which
   * need not be when the chain has it. Rejects with a `Ws402Error` whose `money` says whether anything left; any other
   * error counts as `unknown`. The signal says that nobody waits any more.
   */
  pay(terms: Terms, tools: { signal?: AbortSignal }): Promise<Proof>;
}

/**
 * Where the money is: nothing left the wallet; nobody knows whether it did; paid and not claimed by a session; held by the
 * session, the unused part comes back; on its way back; waiting for the gateway's operator.
 */
export type Money = 'not_paid' | 'unknown' | 'unclaimed' | 'in_session' | 'returning' | 'with_operator';

/** A part of a budget. Whatever is not given is not limited. */
export interface Allowance {
  /** A CAIP-19 id, or a symbol as the server says it: an id where a server might call another asset so. All by default. */
  asset?: string;
  method?: string;
  /**
   * At most so much in all, less what came back. That it did is the servers' word, which nobody checks on the chain; of no
   * payment more is believed to have come back than was taken for it. What must never be exceeded is for `perMinute`, or
   * for a wallet that holds no more.
   */
  total?: bigint;
  /** At most so much paid within any minute. */
  perMinute?: bigint;
  /** The highest price. When it is given, prices of traffic have to be allowed too. */
  pricePerSecond?: bigint;
  pricePerMegabyte?: bigint;
  pricePerMessage?: bigint;
}

export interface Limits {
  /** For a connection. */
  connectMs: number;
  /** For an HTTP answer, and for anything at all after a proof was shown. */
  answerMs: number;
  /** From the payment to the start of the session, the chain's finality included. */
  openMs: number;
  /** For a sign of life of the server inside a session; 3 intervals of usage updates where those are longer. */
  silenceMs: number;
  /** For taking up a session whose connection was lost; 0 does not try. */
  resumeMs: number;
  /** From asking for the end to the server's last word. */
  endMs: number;
  /** From the end to the last step of the refund. */
  refundMs: number;
  /** How much may wait to be read, and to be sent. */
  bufferBytes: number;
}

/** How far the meter has come. */
export interface Usage {
  elapsedMs: number;
  bytes: number;
  messages: number;
  consumed: bigint;
  remaining: bigint;
  /** Everything that was paid in. */
  balance: bigint;
  pricePerSecond: bigint;
  /** How long the rest lasts at the rate so far; Infinity where nothing is charged. */
  secondsLeft: number;
}

/** With what to pay for more: an asset (id or symbol), a method, another wallet. */
export interface PayWith {
  asset?: string;
  method?: string;
  wallet?: Wallet;
}

/** Buys so many seconds more whenever `below` (10) or fewer are left, within the budget, for at most `total` of what is paid. */
export interface AutomaticTopUp extends PayWith {
  seconds: number;
  below?: number;
  total?: bigint;
  /** Hears why nothing more is bought by this rule, instead of `onProblem`. */
  onStop?(problem: import('./index.js').Ws402Error): void;
}

/** What a payment in another asset counts for in its session's. */
export interface Worth {
  offer: Offer;
  amount: bigint;
}

export interface TopUp {
  /** By how much the balance grew, in the session's asset. */
  amount: bigint;
  /** What left the wallet, and of what. */
  paid: bigint;
  asset: Asset;
  balance: bigint;
  remaining: bigint;
  secondsLeft: number;
}

/** A payment of a session. */
export interface Deposit {
  /** Its transaction, or else the quote's reference. */
  payment: string;
  method: string;
  asset: Asset;
  amount: bigint;
  /** What it counts for, in the session's asset. */
  worth: bigint;
  /** Whether the session has said that it counts; what came too late for that comes back by itself. */
  counted: boolean;
}

export interface Refund {
  id: string;
  amount: bigint;
  /** Of what, and what of it counts for the session, where that was paid in another asset than the session's. */
  asset?: Asset;
  worth?: bigint;
  /** `planned`, `signed`, `broadcast`, `confirmed`, `credited`, `awaiting_operator`, `void`. */
  state: string;
  txHash?: string;
}

/** What a session came to, in its asset: paid = consumed + all refunds by their worth, once it is `final`. */
export interface Receipt {
  sessionId: string;
  paymentId?: string;
  resource: string;
  method: string;
  asset: Asset;
  /** Why it ended, snake_case. */
  reason: string;
  paid: bigint;
  consumed: bigint;
  /** What has arrived back. */
  refunded: bigint;
  refunds: Refund[];
  elapsedMs: number;
  bytes: number;
  messages: number;
  /** The payments by their transaction, or else by the quote's reference. */
  payments: string[];
  /** The same, with what was paid. */
  deposits: Deposit[];
  /** How often the session went on after a lost connection. */
  interruptions: number;
  /** Who says so: the gateway, the server at the end, or only the last usage update. */
  source: 'gateway' | 'server' | 'usage';
  /** Whether nothing of it moves any more. */
  final: boolean;
}

/** Public keys (RFC 7517). */
export interface JsonWebKeySet {
  keys: { kty: string; crv?: string; x?: string; kid?: string; [member: string]: unknown }[];
}

/** What a gateway has signed about a session. Sums are in the session's asset. */
export interface SignedReceipt {
  /** The receipt itself, a compact JWS: this is what to keep. */
  signed: string;
  /** The thumbprint (RFC 7638) of the key that signed it. */
  keyId: string;
  sessionId: string;
  paymentId: string;
  resourceId: string;
  merchantId: string;
  /** `held`, `settled`, `reversed`. */
  state: string;
  /** Whether nothing of it moves any more; a final receipt always says the same. */
  final: boolean;
  /** Seconds since 1970. */
  issuedAt: number;
  /** Milliseconds since 1970. */
  startedAt: number;
  endedAt?: number;
  reason?: string;
  asset: Asset;
  plan: Prices & { maxSessionDuration: number };
  elapsedMs: number;
  bytes: number;
  messages: number;
  paid: bigint;
  /** How much of `paid` was credit from earlier payments. */
  credit: bigint;
  /** How much of `paid` the chain undid. */
  undone: bigint;
  consumed: bigint;
  /** How much of `consumed` nothing pays for, because the chain undid it. */
  lost: bigint;
  /** What was not used and goes back. */
  refunded: bigint;
  /** What the platform took, in each asset. */
  fees: { asset: Asset; amount: bigint }[];
  deposits: SignedDeposit[];
}

/** One payment into a session. */
export interface SignedDeposit {
  id: string;
  method: string;
  /** CAIP-10. */
  payer: string;
  asset: Asset;
  amount: bigint;
  /** What it counts for, in the session's asset. */
  worth: bigint;
  captured: bigint;
  used: bigint;
  state: string;
  final: boolean;
  fromCredit: boolean;
  txHash?: string;
  refund?: Refund & { recipient: string };
}

export type State = 'quoting' | 'paying' | 'proving' | 'streaming' | 'paused' | 'resuming' | 'ending' | 'ended';

/** What a new state comes with: `terms` (paying), `reason` (proving, resuming, ended), `server` (streaming), `error` (ended). */
export interface StateInfo {
  terms?: Terms;
  reason?: string;
  sessionId?: string;
  server?: string;
  pauseLeftMs?: number;
  error?: Error;
}

export type Data = string | ArrayBuffer;

export interface ConnectOptions {
  wallet: Wallet;
  /** How long to pay for at first. */
  seconds: number;
  /** What may be spent; without it the wallet alone decides. */
  budget?: Allowance | Allowance[] | import('./index.js').Budget;
  /** Pay with this method or asset only. */
  method?: string;
  asset?: string;
  /** Asked before the wallet is: whether to pay these terms. */
  approve?(terms: Terms, schema: Schema): boolean | Promise<boolean>;
  topUp?: AutomaticTopUp;
  /** The `proof` of an error: shows what was paid before instead of paying. */
  proof?: Proof;
  /** Before the session starts: stops. After that: ends it, and the rest comes back. */
  signal?: AbortSignal;
  /** The WebSocket to use, such as that of the package `ws`; needed by Node.js before 22. */
  WebSocket?: new (url: string, protocols?: string[]) => unknown;
  /** Subprotocols of the resource to offer. */
  protocols?: string[];
  limits?: Partial<Limits>;
  /** The gateway's keys for receipts, where they are known; else the server is asked for them. */
  receiptKeys?: JsonWebKeySet;
  onState?(state: State, info: StateInfo): void;
  onUsage?(usage: Usage): void;
  /** Hears the data. Without it they wait, bounded, until the session is iterated over. */
  onData?(data: Data): void;
  onTopUp?(topUp: TopUp): void;
  /** Something failed that does not end the session. */
  onProblem?(problem: import('./index.js').Ws402Error): void;
  /** Each step of the receipt; the last one is `final`. */
  onReceipt?(receipt: Receipt): void;
}
