package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;

/** The one allocator of each signer's sequence numbers, for all gateways. A number that is given is never given back. */
final class SignerSequenceRepository {
    // The refund's row is locked and looked at first: only if it is still ours is a number taken, and then it gets it.
    private static final String NUMBER = """
            WITH mine AS (
                SELECT id FROM refunds
                WHERE id = $1 AND leased_by = $2 AND state = $3 AND sequence IS NULL FOR UPDATE
            ), taken AS (
                UPDATE signer_sequences SET next_sequence = next_sequence + 1
                WHERE sequencer = $4 AND EXISTS (SELECT FROM mine)
                RETURNING next_sequence - 1 AS sequence
            )
            UPDATE refunds r SET
                state = 'planned', sequencer = $4, sequence = taken.sequence, attempts = 0,
                leased_until = now() + $5::bigint * interval '1 millisecond'
            FROM taken WHERE r.id = $1
            RETURNING r.sequence""";

    private static final String KNOWN = "SELECT 1 FROM signer_sequences WHERE sequencer = $1";

    private static final String BEGIN = """
            INSERT INTO signer_sequences (sequencer, next_sequence) VALUES ($1, $2) ON CONFLICT (sequencer) DO NOTHING""";

    private final Pool pool;

    SignerSequenceRepository(Pool pool) {
        this.pool = pool;
    }

    /** Gives a refund the signer's next sequence number, in one statement; empty when it is not ours or there is no count. */
    Future<Optional<Long>> number(Refund refund, String leaseToken, String sequencer, Duration lease) {
        Tuple parameters = Tuple.of(refund.id(), leaseToken, refund.state().sqlName(), sequencer, lease.toMillis());
        return pool.preparedQuery(NUMBER)
                .execute(parameters)
                .map(rows -> rows.stream().findFirst().map(row -> row.getLong("sequence")));
    }

    /** Whether the sequence numbers of a signer are being counted. */
    Future<Boolean> countsFor(String sequencer) {
        return pool.preparedQuery(KNOWN).execute(Tuple.of(sequencer)).map(rows -> rows.size() > 0);
    }

    /** Begins to count from the number that the rail expects next; without effect where somebody has begun. */
    Future<Void> beginCounting(String sequencer, long next) {
        return pool.preparedQuery(BEGIN).execute(Tuple.of(sequencer, next)).mapEmpty();
    }
}
