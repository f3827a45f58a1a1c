package io.ws402.gateway.methods.signing;

import io.vertx.core.Future;

/**
 * An Ed25519 key that signs and is never shown, as {@link Signer} is for secp256k1. Implementations are thread-safe; their
 * {@code toString} names the public key alone.
 */
public interface Ed25519Signer {
    /** The public key, 32 bytes; a copy. */
    byte[] publicKey();

    /**
     * Signs a message; 64 bytes, always the same for the same message (RFC 8032). Fails with {@link SigningException} when
     * the key can not be reached.
     */
    Future<byte[]> sign(byte[] message);
}
