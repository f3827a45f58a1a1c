package io.ws402.bench.socket;

import io.ws402.protocol.payment.PricePlan;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;

/** What is done over WebSockets, by both sides alike; each is a resource of ours and a path of the raw server. */
enum Work {
    /** A usage update each second, and nothing else. */
    HELD(Duration.ofSeconds(1)),
    /** Frames come back as they went. */
    ECHO(Duration.ofSeconds(60)),
    /** Started, ended, closed. */
    CYCLE(Duration.ofSeconds(3));

    /** Charges for everything that can be charged for, so that everything is metered. */
    static final PricePlan PLAN =
            new PricePlan(BigInteger.valueOf(1_000), BigInteger.valueOf(1_000), BigInteger.ONE, 86_400);

    private final Duration updates;

    Work(Duration updates) {
        this.updates = updates;
    }

    /** How often payers hear what they have used. */
    Duration updates() {
        return updates;
    }

    /** The resource's name. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where its WebSocket is, on either side. */
    String path() {
        return "/ws402/" + id();
    }
}
