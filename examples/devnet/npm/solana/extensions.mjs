// The extensions of Token-2022: behind the byte that says what the account is, each with its type, length and value
// (spl-token-2022, extension/mod.rs). Those about fees and hooks are shown whole, of the others the name.
import { getAddressDecoder } from '@solana/kit';

const START = 166;
const NAMES = [
  'uninitialized',
  'transferFeeConfig',
  'transferFeeAmount',
  'mintCloseAuthority',
  'confidentialTransferMint',
  'confidentialTransferAccount',
  'defaultAccountState',
  'immutableOwner',
  'memoTransfer',
  'nonTransferable',
  'interestBearingConfig',
  'cpiGuard',
  'permanentDelegate',
  'nonTransferableAccount',
  'transferHook',
  'transferHookAccount',
  'confidentialTransferFeeConfig',
  'confidentialTransferFeeAmount',
  'metadataPointer',
  'tokenMetadata',
  'groupPointer',
  'tokenGroup',
  'groupMemberPointer',
  'tokenGroupMember',
  'confidentialMintBurn',
  'scaledUiAmountConfig',
  'pausableConfig',
  'pausableAccount',
];

/** Those of a mint or token account: [{ extension, state? }]. */
export const extensionsOf = (data) => {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const found = [];
  for (let at = START; at + 4 <= data.length;) {
    const type = view.getUint16(at, true);
    const length = view.getUint16(at + 2, true);
    if (type === 0 || at + 4 + length > data.length) {
      break;
    }
    const extension = NAMES[type] ?? 'unparseableExtension';
    const state = STATES[extension]?.(new DataView(data.buffer, data.byteOffset + at + 4, length));
    found.push(state ? { extension, state } : { extension });
    at += 4 + length;
  }
  return found;
};

const optionalAddress = (view, at) => {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, 32);
  return bytes.every((byte) => byte === 0) ? null : getAddressDecoder().decode(bytes);
};

const transferFee = (view, at) => ({
  epoch: view.getBigUint64(at, true),
  maximumFee: view.getBigUint64(at + 8, true),
  transferFeeBasisPoints: view.getUint16(at + 16, true),
});

const STATES = {
  transferFeeConfig: (view) => ({
    transferFeeConfigAuthority: optionalAddress(view, 0),
    withdrawWithheldAuthority: optionalAddress(view, 32),
    withheldAmount: view.getBigUint64(64, true),
    olderTransferFee: transferFee(view, 72),
    newerTransferFee: transferFee(view, 90),
  }),
  transferFeeAmount: (view) => ({ withheldAmount: view.getBigUint64(0, true) }),
  mintCloseAuthority: (view) => ({ closeAuthority: optionalAddress(view, 0) }),
  permanentDelegate: (view) => ({ delegate: optionalAddress(view, 0) }),
  defaultAccountState: (view) => ({ accountState: ['uninitialized', 'initialized', 'frozen'][view.getUint8(0)] }),
  transferHook: (view) => ({ authority: optionalAddress(view, 0), programId: optionalAddress(view, 32) }),
  memoTransfer: (view) => ({ requireIncomingTransferMemos: view.getUint8(0) !== 0 }),
};
