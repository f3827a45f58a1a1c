package io.ws402.chaos.world;

import io.vertx.core.json.JsonObject;
import io.ws402.chaos.chain.ChainTransaction;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.SessionGrant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one payer buys: a quote, what was paid for it, and the right to a session. */
final class Purchase {
    private final String payer;
    private final String apiKeyId;
    private final String method;
    private final PricePlan plan;
    private final Quote quote;
    private final List<ChainTransaction> paid = new ArrayList<>();
    private final List<String> attempts = new ArrayList<>();
    private final @Nullable String toppedUp;
    private boolean withoutSession;
    private boolean added;
    private boolean givenUp;
    private @Nullable SessionGrant grant;

    /** @param toppedUp the payment whose session it adds to; null for a session of its own */
    Purchase(String payer, String apiKeyId, String method, PricePlan plan, Quote quote, @Nullable String toppedUp) {
        this.payer = payer;
        this.apiKeyId = apiKeyId;
        this.method = method;
        this.plan = plan;
        this.quote = quote;
        this.toppedUp = toppedUp;
    }

    @Nullable String toppedUp() {
        return toppedUp;
    }

    String payer() {
        return payer;
    }

    String apiKeyId() {
        return apiKeyId;
    }

    String method() {
        return method;
    }

    PricePlan plan() {
        return plan;
    }

    Quote quote() {
        return quote;
    }

    List<ChainTransaction> paid() {
        return paid;
    }

    /** The sessions ids under which the proof was presented. */
    List<String> attempts() {
        return attempts;
    }

    boolean isWithoutSession() {
        return withoutSession;
    }

    /** Its server speaks 0.1. */
    void holdWithoutSession() {
        withoutSession = true;
    }

    /** Whether the payer has got what it paid for, as far as it knows, or expects nothing any more. */
    boolean isServed() {
        return grant != null || withoutSession || added || givenUp;
    }

    /** It was added to the session that it tops up. */
    void added() {
        added = true;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    /** The payer has sent too little for it, and lets it be. */
    void giveUp() {
        givenUp = true;
    }

    @Nullable SessionGrant grant() {
        return grant;
    }

    /** The payer learns of a session, and of its newest resume token. */
    void granted(SessionGrant given) {
        grant = given;
    }

    PaymentProof proof(ChainTransaction transaction) {
        return new PaymentProof(new JsonObject()
                .put("type", method)
                .put("txHash", transaction.id())
                .put("reference", quote.reference())
                .put("claimSecret", quote.details().getString("claimSecret", "")));
    }
}
