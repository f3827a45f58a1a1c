package io.ws402.gateway.receipt;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.ws402.gateway.access.KeyFile;
import io.ws402.protocol.receipt.Receipt;
import io.ws402.protocol.receipt.ReceiptJson;
import io.ws402.protocol.receipt.ReceiptKeys;
import io.ws402.protocol.receipt.ReceiptVerifier;

/**
 * Signs receipts with the private key of a key file, and publishes all public keys in it: those of before a rotation too, by
 * which older receipts are checked. Ed25519 is deterministic: the same receipt and key make the same text. Thread-safe.
 */
public final class ReceiptSigner {
    private final JWTAuth jwt;
    private final JsonObject jwks;

    /** With these keys. */
    public ReceiptSigner(Vertx vertx, KeyFile keys) {
        PubSecKeyOptions signing = new PubSecKeyOptions()
                .setAlgorithm(ReceiptVerifier.ALGORITHM)
                .setId(ReceiptKeys.thumbprint(keys.publicKeys().getFirst()))
                .setBuffer(keys.privatePem());
        this.jwt = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(signing));
        this.jwks = ReceiptKeys.jwks(keys.publicKeys());
    }

    /** The receipt as a compact JWS. */
    public String sign(Receipt receipt) {
        return jwt.generateToken(
                ReceiptJson.write(receipt),
                new JWTOptions().setAlgorithm(ReceiptVerifier.ALGORITHM).setNoTimestamp(true));
    }

    /** The public keys, as a JWK set. */
    public JsonObject jwks() {
        return jwks.copy();
    }
}
