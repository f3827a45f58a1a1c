package io.ws402.protocol.receipt;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.json.StrictJson;
import io.ws402.protocol.receipt.ReceiptReading.Refused;
import io.ws402.protocol.receipt.ReceiptReading.Verified;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks a signed receipt: a JWT as a compact JWS (RFC 7515) by EdDSA over Ed25519 (RFC 8037). The algorithm is what this class
 * says, never what the receipt says, and the key is one of the given set, never one that the receipt brings. A receipt does not
 * expire: signed once, it is true for good. Thread-safe; does no I/O.
 */
public final class ReceiptVerifier {
    /** The one algorithm there is. */
    public static final String ALGORITHM = "EdDSA";

    /** How long a signed receipt may be; a gateway issues none that is longer. */
    public static final int MAX_LENGTH = 512 * 1024;

    private static final int MAX_HEADER = 1024;
    private static final Pattern COMPACT = Pattern.compile("([\\w-]+)\\.([\\w-]+)\\.([\\w-]+)");

    private ReceiptVerifier() {}

    /** What the receipt says, if a key of the set signed it; never throws. White space around it does not count. */
    public static ReceiptReading verify(String signed, ReceiptKeys keys) {
        String text = signed.strip();
        if (text.length() > MAX_LENGTH) {
            return new Refused("receipt_too_large", "It is longer than any receipt.");
        }
        var parts = COMPACT.matcher(text);
        if (!parts.matches()) {
            return malformed("it is no compact JWS");
        }
        try {
            JsonObject header = StrictJson.parse(decoded(parts.group(1)), MAX_HEADER);
            if (!ALGORITHM.equals(header.getValue("alg"))) {
                return new Refused("receipt_algorithm", "It is not signed by " + ALGORITHM + ".");
            }
            if (header.containsKey("crit")) {
                return malformed("it asks for extensions that receipts do not have");
            }
            Optional<PublicKey> key =
                    header.getValue("kid") instanceof String id ? keys.find(id) : Optional.<PublicKey>empty();
            if (key.isEmpty()) {
                return new Refused("receipt_unknown_key", "None of the given keys has signed it.");
            }
            String input = parts.group(1) + '.' + parts.group(2);
            return isSigned(input, decoded(parts.group(3)), key.get())
                    ? read(decoded(parts.group(2)), header.getString("kid"))
                    : new Refused("receipt_signature", "It was altered, or another key has signed it.");
        } catch (MalformedJson e) {
            return malformed(e.reason());
        } catch (IllegalArgumentException notBase64) {
            return malformed("it is no base64url");
        }
    }

    private static ReceiptReading read(byte[] claims, String keyId) {
        Receipt receipt = ReceiptJson.read(StrictJson.parse(claims, MAX_LENGTH));
        return receipt.addsUp()
                ? new Verified(receipt, keyId)
                : new Refused("receipt_unbalanced", "It is signed, but its sums do not add up.");
    }

    private static boolean isSigned(String input, byte[] signature, PublicKey key) {
        try {
            Signature check = Signature.getInstance(key.getAlgorithm());
            check.initVerify(key);
            check.update(input.getBytes(StandardCharsets.US_ASCII));
            return check.verify(signature);
        } catch (GeneralSecurityException unusable) {
            return false;
        }
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    private static Refused malformed(String why) {
        return new Refused("receipt_malformed", "It is no receipt: " + why + ".");
    }
}
