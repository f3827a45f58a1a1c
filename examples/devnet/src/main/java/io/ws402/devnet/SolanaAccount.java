package io.ws402.devnet;

/**
 * An account of a local Solana chain with its key. The key is in {@link #secretKey} only, not in {@link #toString}.
 *
 * @param address the public key in base58
 * @param secretKey 64 bytes in base58, the secret half first, as wallets export and import them
 */
public record SolanaAccount(String address, String secretKey) {
    @Override
    public String toString() {
        return address;
    }
}
