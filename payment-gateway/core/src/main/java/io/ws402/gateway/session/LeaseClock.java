package io.ws402.gateway.session;

import io.vertx.sqlclient.Tuple;

/**
 * The policy's deadlines in SQL, by the database's clock, on a session {@code s} of a payment {@code p}. A statement that
 * uses them has lease, resume window and hold grace, in milliseconds, as its first three parameters.
 */
public final class LeaseClock {
    /** When a lease that begins now runs out. */
    public static final String LEASE_FROM_NOW = "now() + $1::bigint * interval '1 millisecond'";

    /** Whether renewals have been possible for lease and window. Never true before a gateway's first heartbeat. */
    static final String RENEWALS_WERE_POSSIBLE = """
            coalesce(
                (SELECT available_since FROM gateway_heartbeat)
                    + ($1::bigint + $2::bigint) * interval '1 millisecond' <= now(),
                false)""";

    /** When a session with a lease can no longer be taken up; null without a lease. */
    static final String WINDOW_OVER = "s.lease_until + $2::bigint * interval '1 millisecond'";

    /**
     * When a hold without a lease waits no longer. The maximum duration is bounded, or a senseless one would overflow the
     * interval and fail the statement for every session.
     */
    static final String HOLD_OVER = """
            s.started_at + least(p.max_duration_seconds, 315360000) * interval '1 second'
                + $3::bigint * interval '1 millisecond'""";

    /** Whether the first authorisation that the session draws on is about to lapse: no outage puts that off. */
    static final String AUTHORISATION_OVER = "coalesce(s.ends_by <= now(), false)";

    /**
     * Whether the session is to be ended without its server, which could have renewed, or refunded the hold, in time; or
     * because what it draws on would lapse.
     */
    public static final String REAPABLE = "((coalesce(" + WINDOW_OVER + ", " + HOLD_OVER + ") <= now() AND "
            + RENEWALS_WERE_POSSIBLE + ") OR " + AUTHORISATION_OVER + ")";

    /**
     * Whether the session can be taken up no more: its lease is long over, or it began longer ago than its maximum duration
     * and a day. Pauses and outages are not metered, and servers cap only their own: without this one payer's session could
     * be handed on for ever.
     */
    public static final String NOT_RESUMABLE = "(" + REAPABLE + """
             OR s.started_at + least(p.max_duration_seconds, 315360000) * interval '1 second' + interval '1 day' <= now())""";

    private LeaseClock() {}

    /** The parameters $1 to $3. */
    public static Tuple parameters(LeasePolicy policy) {
        return Tuple.of(
                policy.lease().toMillis(),
                policy.resumeWindow().toMillis(),
                policy.holdGrace().toMillis());
    }
}
