package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.work.RepeatedPass;
import java.time.Duration;

/**
 * Marks quotes whose time is over, forgets reserved amounts after their quarantine, and forgets quotes that were never
 * paid after their retention. Nothing depends on its being punctual: every statement looks at the times themselves.
 */
public final class QuoteExpiry {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int BATCH = 1_000;

    private final QuoteRepository quotes;
    private final QuotePolicy policy;

    /** For quotes made under this policy. */
    public QuoteExpiry(Database database, QuotePolicy policy) {
        this.quotes = new QuoteRepository(database.pool());
        this.policy = policy;
    }

    /** Runs it from now on, until it is stopped. */
    public RepeatedPass start(Vertx vertx) {
        RepeatedPass repeated = new RepeatedPass(vertx, "expiry of quotes", PAUSE, this::pass);
        repeated.start();
        return repeated;
    }

    /** One batch of each; answers whether there may be more. */
    public Future<Boolean> pass() {
        long keptForMs = policy.quarantine().plus(policy.retention()).toMillis();
        return quotes.expire(BATCH)
                .compose(expired -> quotes.forgetAmounts(BATCH)
                        .compose(amounts -> quotes.forgetUnpaid(BATCH, keptForMs)
                                .map(unpaid -> expired == BATCH || amounts == BATCH || unpaid == BATCH)));
    }
}
