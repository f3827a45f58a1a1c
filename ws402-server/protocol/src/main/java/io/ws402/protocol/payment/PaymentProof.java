package io.ws402.protocol.payment;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What a payer shows as evidence of having paid. Its fields are the method's own; only {@code reference},
 * {@code claimSecret} and {@code timestamp} mean the same everywhere. It can hold bearer money, so it is never logged.
 *
 * @param json the proof as it came, strictly parsed
 */
public record PaymentProof(JsonObject json) {
    /** The quote's reference, when the proof carries one as a string. */
    public Optional<String> reference() {
        return text("reference");
    }

    /** The quote's claim secret, by which a payer takes up a session whose server was lost. */
    public Optional<String> claimSecret() {
        return text("claimSecret");
    }

    /** The field's value when it is a string that is not blank. */
    public Optional<String> text(String field) {
        return json.getValue(field) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    @Override
    public String toString() {
        return "PaymentProof[fields=" + json.fieldNames() + "]";
    }
}
