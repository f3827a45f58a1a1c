// Two ways to pay what a schema asks for. Each gives the proof that opens the session.

const TRANSFER = 'a9059cbb'; // transfer(address,uint256)

export async function payWithCredits(details, account, secretHex) {
  const secret = Uint8Array.from(secretHex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const text = `ws402-credits-v1\n${details.reference}\n${amount(details)}`;
  const mac = hex(new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text))));
  return { type: 'credits', account, reference: details.reference, mac };
}

export async function payWithWallet(details) {
  const wallet = window.ethereum;
  if (!wallet) {
    throw new Error('this browser has no wallet (EIP-1193)');
  }
  const [senderAddress] = await wallet.request({ method: 'eth_requestAccounts' });
  await wallet.request({
    method: 'wallet_switchEthereumChain',
    params: [{ chainId: `0x${Number(details.chainId).toString(16)}` }],
  });
  const txHash = await wallet.request({ method: 'eth_sendTransaction', params: [transaction(details, senderAddress)] });
  return { type: details.type, txHash, reference: details.reference, senderAddress };
}

function transaction(details, from) {
  const units = BigInt(amount(details)).toString(16);
  if (!details.tokenAddress) {
    return { from, to: details.recipient, value: `0x${units}` };
  }
  const recipient = details.recipient.slice(2).toLowerCase().padStart(64, '0');
  return { from, to: details.tokenAddress, data: `0x${TRANSFER}${recipient}${units.padStart(64, '0')}` };
}

// The decimal string: a number of JavaScript can not hold every amount.
function amount(details) {
  return details.amountAtomic;
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
