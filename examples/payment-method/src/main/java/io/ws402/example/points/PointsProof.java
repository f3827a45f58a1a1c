package io.ws402.example.points;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.PaymentProof;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a payer shows: {@code {"type": "points", "transfer": …, "reference": …, "account"?: …}}. Nothing of it is believed;
 * it only says where to look.
 *
 * @param transfer the transfer's id at the bank
 * @param reference of the quote that it pays
 * @param account who the payer says has paid, if they say it
 */
record PointsProof(
        String transfer, String reference, @Nullable String account) {
    static final String TYPE = "points";

    // It becomes part of a URL, so nothing else may be in it.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    static boolean isMeantForPoints(PaymentProof proof) {
        return TYPE.equals(proof.json().getValue("type"));
    }

    /** Reads it; empty when a field is missing or not what it should be. */
    static Optional<PointsProof> read(PaymentProof proof) {
        JsonObject json = proof.json();
        boolean wellFormed = isMeantForPoints(proof)
                && isName(json.getValue("transfer"))
                && json.getValue("reference") instanceof String
                && (json.getValue("account") == null || isName(json.getValue("account")));
        return wellFormed
                ? Optional.of(new PointsProof(
                        json.getString("transfer"), json.getString("reference"), json.getString("account")))
                : Optional.empty();
    }

    static boolean isName(@Nullable Object value) {
        return value instanceof String text && NAME.matcher(text).matches();
    }
}
