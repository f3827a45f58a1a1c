package io.ws402.protocol.message;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.message.ClientMessage.QuoteTopUp;
import io.ws402.protocol.payment.PaymentProof;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The JSON form of each {@link ClientMessage}. */
final class ClientMessageJson {
    private ClientMessageJson() {}

    /** The message, or null when the type is not known. */
    static @Nullable ClientMessage read(Fields fields) {
        return switch (fields.text("type")) {
            case "payment_proof" -> new ClientMessage.Proof(proof(fields));
            case "ws402.resume" -> new ClientMessage.Resume(fields.text("token"));
            case "ws402.end" -> new ClientMessage.End();
            case "ws402.pause" -> new ClientMessage.Pause();
            case "ws402.continue" -> new ClientMessage.Continue();
            case "ws402.quote_top_up" ->
                new QuoteTopUp(size(fields), fields.textOrNull("method"), fields.textOrNull("asset"));
            case "ws402.top_up" -> new ClientMessage.TopUp(proof(fields));
            default -> null;
        };
    }

    static JsonObject write(ClientMessage message) {
        JsonObject json = new JsonObject().put("type", message.type());
        return switch (message) {
            case ClientMessage.Proof(PaymentProof proof) -> json.put("proof", proof.json());
            case ClientMessage.Resume(String token) -> json.put("token", token);
            case ClientMessage.TopUp(PaymentProof proof) -> json.put("proof", proof.json());
            case QuoteTopUp quote -> quoteTopUp(json, quote);
            case ClientMessage.End() -> json;
            case ClientMessage.Pause() -> json;
            case ClientMessage.Continue() -> json;
        };
    }

    private static PaymentProof proof(Fields fields) {
        return new PaymentProof(fields.object("proof").json());
    }

    private static QuoteTopUp.Size size(Fields fields) {
        BigInteger amount = fields.amountOrNull("amount");
        Long seconds = fields.wholeOrNull("seconds");
        if (amount != null && seconds == null) {
            return new QuoteTopUp.Amount(amount);
        }
        if (amount == null && seconds != null) {
            return new QuoteTopUp.Seconds(seconds);
        }
        throw fields.invalid("amount", "or seconds must be there, and not both");
    }

    private static JsonObject quoteTopUp(JsonObject json, QuoteTopUp quote) {
        switch (quote.size()) {
            case QuoteTopUp.Amount(BigInteger units) -> json.put("amount", units.toString());
            case QuoteTopUp.Seconds(long seconds) -> json.put("seconds", seconds);
        }
        if (quote.method() != null) {
            json.put("method", quote.method());
        }
        if (quote.asset() != null) {
            json.put("asset", quote.asset());
        }
        return json;
    }
}
