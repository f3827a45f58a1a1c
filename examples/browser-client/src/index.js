// The WS402 payer: pays for a WebSocket by the second, streams it, and gets the rest back.

export { Budget } from './budget.js';
export { connect, LIMITS, schema } from './connect.js';
export { Ws402Error } from './errors.js';
export { formatUnits, parseUnits } from './json.js';
export { toJson } from './receipt.js';
export { creditsWallet } from './wallets/credits.js';
export { evmFinder, evmWallet, rpcProvider } from './wallets/evm.js';
export { qrWallet } from './wallets/qr.js';
export { solanaFinder, solanaWallet } from './wallets/solana.js';
export { developmentWallet } from './wallets/solana-development.js';
export { solanaWallets } from './wallets/wallet-standard.js';
export { verifyReceipt } from './verify.js';
