package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;

/** The one allocator of each signer's sequence numbers, for all gateways. A number that is given is never given back. */
final class SignerSequenceRepository {
    // The refund's row is locked and looked at first: only if it is still ours is a number taken, and then it gets it.
    // And
    // only while the rail expects no later number, and nothing was found meanwhile that somebody else has sent: it may
    // have
    // paid this very refund.
    private static final String NUMBER = """
            WITH mine AS (
                SELECT id FROM refunds
                WHERE id = $1 AND leased_by = $2 AND state = $3 AND sequence IS NULL FOR UPDATE
            ), taken AS (
                UPDATE signer_sequences SET next_sequence = next_sequence + 1
                WHERE sequencer = $4 AND next_sequence >= $6 AND found = $7 AND EXISTS (SELECT FROM mine)
                RETURNING next_sequence - 1 AS sequence
            )
            UPDATE refunds r SET
                state = 'planned', sequencer = $4, sequence = taken.sequence, attempts = 0,
                leased_until = now() + $5::bigint * interval '1 millisecond'
            FROM taken WHERE r.id = $1
            RETURNING r.sequence""";

    private static final String COUNT = "SELECT next_sequence, found FROM signer_sequences WHERE sequencer = $1";

    private static final String BEGIN = """
            INSERT INTO signer_sequences (sequencer, next_sequence) VALUES ($1, $2) ON CONFLICT (sequencer) DO NOTHING""";

    private final Pool pool;

    SignerSequenceRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * How far a signer's numbers are given.
     *
     * @param next the next one
     * @param found how many transactions of the signer were found that were not signed here
     */
    record Count(long next, long found) {}

    /**
     * Gives a refund the signer's next sequence number, in one statement.
     *
     * @param expected the number that the rail expects next
     * @param known the count before the refund was held against what was found
     * @return empty when it is not ours, the rail is ahead of the count, or something was found since
     */
    Future<Optional<Long>> number(
            Refund refund, String leaseToken, String sequencer, Duration lease, long expected, Count known) {
        Tuple parameters = Tuple.of(
                refund.id(),
                leaseToken,
                refund.state().sqlName(),
                sequencer,
                lease.toMillis(),
                expected,
                known.found());
        return pool.preparedQuery(NUMBER)
                .execute(parameters)
                .map(rows -> rows.stream().findFirst().map(row -> row.getLong("sequence")));
    }

    /** The count of a signer; empty before it began. */
    Future<Optional<Count>> count(String sequencer) {
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(sequencer))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Count(row.getLong("next_sequence"), row.getLong("found"))));
    }

    /** Begins to count from the number that the rail expects next; without effect where somebody has begun. */
    Future<Void> beginCounting(String sequencer, long next) {
        return pool.preparedQuery(BEGIN).execute(Tuple.of(sequencer, next)).mapEmpty();
    }
}
