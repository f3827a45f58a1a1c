package io.ws402.gateway.payment;

import java.time.Duration;

/**
 * How long quotes stand and how many may be open.
 *
 * @param lifetime how long a payer has to pay
 * @param quarantine how long after that the amount is given to nobody else, and a proof is still looked at
 * @param retention how long after its quarantine a quote that was never paid is kept
 * @param openPerAddress how many unpaid quotes the requests of one network address may have open
 * @param openPerKey how many unpaid quotes an API key may have open. Both caps may be passed by as many as there are
 *     database connections, when requests race
 */
public record QuotePolicy(
        Duration lifetime, Duration quarantine, Duration retention, int openPerAddress, int openPerKey) {
    /** A quarter of an hour; a day; a week; 100; 10,000. */
    public static final QuotePolicy DEFAULT =
            new QuotePolicy(Duration.ofMinutes(15), Duration.ofHours(24), Duration.ofDays(7), 100, 10_000);

    /** @throws IllegalArgumentException when a duration is not positive or a cap is below 1 */
    public QuotePolicy {
        if (!lifetime.isPositive() || !quarantine.isPositive() || !retention.isPositive()) {
            throw new IllegalArgumentException("lifetime, quarantine and retention of quotes must be longer than zero");
        }
        if (openPerAddress < 1 || openPerKey < 1) {
            throw new IllegalArgumentException("at least one quote must be allowed to be open");
        }
    }

    /** The same with other caps. */
    public QuotePolicy withCaps(int perAddress, int perKey) {
        return new QuotePolicy(lifetime, quarantine, retention, perAddress, perKey);
    }
}
