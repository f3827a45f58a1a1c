// What index.d.ts declares is what the modules are, and it can be used as the README says. Checked, never run.

import type * as declared from '../../src/index.d.ts';
import { Budget } from '../../src/budget.js';
import { connect, LIMITS, schema } from '../../src/connect.js';
import { Ws402Error } from '../../src/errors.js';
import { formatUnits, parseUnits } from '../../src/json.js';
import { toJson } from '../../src/receipt.js';
import type { Session } from '../../src/session.js';
import { verifyReceipt } from '../../src/verify.js';
import { creditsWallet } from '../../src/wallets/credits.js';
import { evmFinder, evmWallet, rpcProvider } from '../../src/wallets/evm.js';
import { qrWallet } from '../../src/wallets/qr.js';
import { developmentWallet } from '../../src/wallets/solana-development.js';
import { solanaFinder, solanaWallet } from '../../src/wallets/solana.js';
import { solanaWallets } from '../../src/wallets/wallet-standard.js';

// Made of the modules, since index.js has the declarations' name.
const modules = {
  Budget, LIMITS, Ws402Error, connect, creditsWallet, developmentWallet, evmFinder, evmWallet, formatUnits, parseUnits,
  qrWallet, rpcProvider, schema, solanaFinder, solanaWallet, solanaWallets, toJson,
  verifyReceipt,
};
export const functions: Pick<typeof declared,
  'LIMITS' | 'connect' | 'schema' | 'creditsWallet' | 'developmentWallet' | 'evmFinder' | 'evmWallet' | 'formatUnits'
  | 'parseUnits' | 'qrWallet' | 'rpcProvider' | 'solanaFinder' | 'solanaWallet' | 'solanaWallets' | 'toJson'
  | 'verifyReceipt'> = modules;
export const names: Record<keyof typeof declared, unknown> = modules;
export const session = (running: Session): declared.Session => running;
export const error = (fault: Ws402Error): declared.Ws402Error => fault as declared.Ws402Error;
export const budget = (given: InstanceType<typeof Budget>): Pick<declared.Budget, 'take'> => given;

export async function use(wallet: declared.Wallet): Promise<string> {
  const running: declared.Session = await functions.connect('https://api.example/ws402/ticker', {
    wallet,
    seconds: 30,
    budget: [{ asset: 'USDC', total: 500_000n, perMinute: 100_000n, pricePerSecond: 1_000n }],
    topUp: { seconds: 30 },
    onUsage: ({ consumed, secondsLeft }) => `${consumed} ${secondsLeft.toFixed(0)}`,
  });
  for await (const data of running) {
    if (typeof data === 'string') {
      break;
    }
  }
  const { refunded } = await running.receipt();
  // @ts-expect-error amounts are bigint
  const wrong: number = refunded;
  return functions.toJson({ refunded, wrong });
}
