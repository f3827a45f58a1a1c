package io.ws402.gateway.methods.signing;

import io.vertx.core.Future;

/**
 * A secp256k1 key that signs and is never shown. Local keys and remote ones (a KMS, Web3Signer, PKCS#11) look alike:
 * digests go in, signatures come out. Implementations are thread-safe; their {@code toString} names the address alone.
 */
public interface Signer {
    /** The Ethereum address of the key, EIP-55 checksummed. Constant. */
    String address();

    /**
     * Signs a 32-byte digest. The same digest gets a valid signature each time, not necessarily the same one. Fails with
     * {@link SigningException} when the key can not be reached.
     */
    Future<RecoverableSignature> sign(byte[] digest);
}
