package io.ws402.gateway.credits;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A transfer that is wanted.
 *
 * @param memo names it: a quote's reference or a refund's id
 * @param source who gives
 * @param target who gets it
 * @param amount smallest units, more than 0
 */
record TransferOrder(String memo, String source, String target, BigInteger amount) {
    private static final int ID_BYTES = 16;

    /** The id that the transfer will have. */
    String transferId() {
        return transferId(memo);
    }

    static String transferId(String memo) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(memo.getBytes(UTF_8));
            return "crt_" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The order as bytes; the same order has the same bytes. */
    Buffer encode() {
        return new JsonObject()
                .put("memo", memo)
                .put("source", source)
                .put("target", target)
                .put("amount", amount.toString())
                .toBuffer();
    }

    static TransferOrder decode(Buffer bytes) {
        JsonObject json = bytes.toJsonObject();
        return new TransferOrder(
                json.getString("memo"),
                json.getString("source"),
                json.getString("target"),
                new BigInteger(json.getString("amount")));
    }
}
