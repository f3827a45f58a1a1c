package io.ws402.gateway.voucher;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A payer's signed word that so much may be taken, once, until it lapses; on the fake rail of {@link VoucherChain}.
 *
 * @param id what the rail lets be taken of once
 * @param lapsesAt by the rail's clock, in milliseconds
 * @param mac the signature
 */
record Voucher(
        String id, String payer, String recipient, String reference, BigInteger most, long lapsesAt, String mac) {
    static final String TYPE = "voucher";

    static Voucher signed(
            String id,
            String payer,
            String recipient,
            String reference,
            BigInteger most,
            long lapsesAt,
            String secret) {
        return new Voucher(
                id,
                payer,
                recipient,
                reference,
                most,
                lapsesAt,
                mac(secret, id, payer, recipient, reference, most, lapsesAt));
    }

    boolean isSignedWith(String secret) {
        return mac.equals(mac(secret, id, payer, recipient, reference, most, lapsesAt));
    }

    private static String mac(String secret, Object... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            for (Object part : parts) {
                mac.update((part + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonObject json() {
        return new JsonObject()
                .put("type", TYPE)
                .put("id", id)
                .put("payer", payer)
                .put("recipient", recipient)
                .put("reference", reference)
                .put("most", most.toString())
                .put("lapsesAt", lapsesAt)
                .put("mac", mac);
    }

    PaymentProof proof() {
        return new PaymentProof(json());
    }

    /** Whether every field of one is there. */
    static boolean isOne(JsonObject json) {
        for (String field : new String[] {"id", "payer", "recipient", "reference", "mac"}) {
            if (!(json.getValue(field) instanceof String text) || text.isEmpty()) {
                return false;
            }
        }
        return json.getValue("most") instanceof String most
                && most.matches("[0-9]{1,30}")
                && (json.getValue("lapsesAt") instanceof Long || json.getValue("lapsesAt") instanceof Integer);
    }

    static Voucher of(JsonObject json) {
        return new Voucher(
                json.getString("id"),
                json.getString("payer"),
                json.getString("recipient"),
                json.getString("reference"),
                new BigInteger(json.getString("most")),
                json.getLong("lapsesAt"),
                json.getString("mac"));
    }
}
