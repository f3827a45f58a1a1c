package io.ws402.gateway.credits;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proof that an account's owner pays one quote: {@code {type:"credits", account, reference, mac}}. The MAC is good
 * for that reference and amount only, so a proof that leaks pays nothing else; the account's secret never travels.
 *
 * <p>{@code mac = hex(HMAC-SHA256(secret, "ws402-credits-v1\n" + reference + "\n" + amount))}, the amount in decimal
 * digits of the smallest unit.
 *
 * @param account the account that pays
 * @param reference the quote's reference
 * @param mac lower-case hex
 */
public record CreditsProof(String account, String reference, String mac) {
    /** The proof's {@code type}. */
    public static final String TYPE = "credits";

    private static final String DOMAIN = "ws402-credits-v1";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_HEX_DIGITS = 64;

    /**
     * What a paying client does with the figures of its quote.
     *
     * @param secret the account's secret as it was handed out, decoded to its bytes
     * @param amount the quote's exact {@code amount}
     */
    public static CreditsProof sign(String account, byte[] secret, String reference, BigInteger amount) {
        return new CreditsProof(account, reference, HexFormat.of().formatHex(mac(secret, reference, amount)));
    }

    /** Reads a proof; empty when a field is missing or ill-formed. */
    static Optional<CreditsProof> read(PaymentProof proof) {
        Optional<String> mac = proof.text("mac").filter(CreditsProof::isMac);
        return proof.text("account")
                .flatMap(account -> proof.reference()
                        .flatMap(reference -> mac.map(value -> new CreditsProof(account, reference, value))));
    }

    /** Whether the owner of this secret agreed to pay this amount. Takes the same time whatever the answer. */
    boolean isSignedBy(byte[] secret, BigInteger amount) {
        return MessageDigest.isEqual(
                mac(secret, reference, amount), HexFormat.of().parseHex(mac));
    }

    /** The proof as it goes over the wire. */
    public PaymentProof toPaymentProof() {
        return new PaymentProof(new JsonObject()
                .put("type", TYPE)
                .put("account", account)
                .put("reference", reference)
                .put("mac", mac));
    }

    private static boolean isMac(String text) {
        return text.length() == MAC_HEX_DIGITS
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static byte[] mac(byte[] secret, String reference, BigInteger amount) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal((DOMAIN + "\n" + reference + "\n" + amount).getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
