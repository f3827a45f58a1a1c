package io.ws402.chaos.world;

import io.ws402.gateway.payment.QuotePolicy;
import io.ws402.gateway.refund.RefundPolicy;
import io.ws402.gateway.session.LeasePolicy;
import java.time.Duration;

/** Short deadlines, so that a history passes all of them. */
public final class Policies {
    /** Lease 6 s, window 20 s, grace 10 s, holds 30 s. */
    public static final LeasePolicy LEASES = new LeasePolicy(
            Duration.ofSeconds(6), Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(30));

    static final QuotePolicy QUOTES =
            new QuotePolicy(Duration.ofSeconds(60), Duration.ofSeconds(300), Duration.ofSeconds(600), 1_000, 1_000);

    /** How long money waits for its proof. */
    static final Duration CLAIMABLE = Duration.ofSeconds(90);

    // Its lease must be longer than a call to a rail is waited for, in real time.
    static final RefundPolicy REFUNDS = new RefundPolicy(
            8,
            Duration.ofSeconds(1),
            Duration.ofSeconds(31),
            Duration.ofSeconds(30),
            Duration.ofMillis(250),
            Duration.ofSeconds(8),
            Duration.ofSeconds(15),
            Duration.ofSeconds(40));

    private Policies() {}
}
