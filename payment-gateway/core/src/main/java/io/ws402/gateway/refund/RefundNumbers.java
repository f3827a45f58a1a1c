package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.ws402.gateway.method.Outbound;
import io.ws402.gateway.method.TransferRail;
import io.ws402.gateway.refund.SignerSequenceRepository.Count;
import io.ws402.gateway.storage.Database;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the count of each signer's sequence numbers true to its rail. Where the rail is ahead, the wallet has sent what this
 * database does not know of: it was restored from a backup, or somebody else signs with the same key. That is found on the
 * rail and entered before anything more is signed, and no refund is signed that it may have paid. Thread-safe.
 */
final class RefundNumbers {
    private static final Logger LOG = LoggerFactory.getLogger(RefundNumbers.class);

    private final Database database;
    private final SignerSequenceRepository sequences;
    private final OutboundRepository outbound;
    private final Duration railTimeout;
    private final Map<String, Future<Boolean>> catchingUp = new ConcurrentHashMap<>();

    RefundNumbers(Database database, OutboundRepository outbound, Duration railTimeout) {
        this.database = database;
        this.sequences = new SignerSequenceRepository(database.pool());
        this.outbound = outbound;
        this.railTimeout = railTimeout;
    }

    /** Whether a refund may be signed. */
    sealed interface Clearance {
        /** It may, under a number of this count, while nothing more is found. */
        record Clear(String sequencer, long expected, Count count) implements Clearance {}

        /** Something was found; look again. */
        record Again() implements Clearance {}

        /** It may not, for now. */
        record Wait(String reason) implements Clearance {}

        /** It was paid by a transaction that nobody here signed; the refund has it now. */
        record Paid(RefundState refund) implements Clearance {}

        /** Something went to its recipient that nobody can explain. */
        record Unclear(String reason) implements Clearance {}
    }

    /** Begins to count a signer's numbers from where its rail is, unless somebody has begun. */
    Future<Void> begin(String sequencer, TransferRail<?> rail) {
        return sequences
                .count(sequencer)
                .compose(count -> count.isPresent()
                        ? Future.succeededFuture()
                        : rail.nextSequence(sequencer).compose(next -> sequences.beginCounting(sequencer, next)));
    }

    /** Holds a refund against its signer's rail, before anything else is decided about it. */
    Future<Clearance> clear(Refund refund, String leaseToken, String sequencer, TransferRail<?> rail, Duration lease) {
        return begin(sequencer, rail)
                .compose(begun -> sequences.count(sequencer))
                .compose(count -> rail.nextSequence(sequencer)
                        .compose(expected -> expected > count.orElseThrow().next()
                                ? behind(sequencer, count.orElseThrow(), expected, rail)
                                : known(
                                        refund,
                                        leaseToken,
                                        lease,
                                        new Clearance.Clear(sequencer, expected, count.orElseThrow()))));
    }

    /** One of this process looks, for all refunds that wait for it. */
    private Future<Clearance> behind(String sequencer, Count count, long expected, TransferRail<?> rail) {
        Future<Boolean> looking = catchingUp.computeIfAbsent(
                sequencer,
                key -> rail.outbound(sequencer, count.next())
                        .timeout(railTimeout.toMillis(), TimeUnit.MILLISECONDS)
                        .compose(sent -> enter(sequencer, count, sent)));
        return looking.onComplete(done -> catchingUp.remove(sequencer, looking))
                .map(found -> found
                        ? new Clearance.Again()
                        : new Clearance.Wait("number " + count.next() + " of " + sequencer
                                + " is next here, and the rail expects " + expected
                                + "; what the wallet sent between is looked at once it is final"));
    }

    private Future<Boolean> enter(String sequencer, Count count, List<Outbound> sent) {
        if (sent.isEmpty()) {
            return Future.succeededFuture(false);
        }
        long from = count.next();
        return database.transaction(transaction -> outbound.pass(transaction, sequencer, from, from + sent.size())
                        .compose(passed -> passed
                                ? enterAll(transaction, sequencer, sent).map(true)
                                : Future.succeededFuture(false)))
                .onSuccess(passed -> {
                    if (passed) {
                        LOG.warn(
                                "{} sent {} transactions from number {} on that this database did not sign; their payments"
                                        + " are held against the refunds that wait",
                                sequencer,
                                sent.size(),
                                from);
                    }
                })
                .map(true);
    }

    private Future<Void> enterAll(SqlClient transaction, String sequencer, List<Outbound> sent) {
        Future<Void> entered = Future.succeededFuture();
        for (Outbound each : sent) {
            entered = entered.compose(before -> outbound.found(transaction, sequencer, each));
        }
        return entered;
    }

    private Future<Clearance> known(Refund refund, String leaseToken, Duration lease, Clearance.Clear clear) {
        return outbound.toTheSame(refund.id()).compose(found -> {
            if (!found.any()) {
                return Future.succeededFuture(clear);
            }
            return found.exact()
                    ? adopt(refund, leaseToken, lease)
                    : Future.succeededFuture(
                            new Clearance.Unclear("the wallet has paid this recipient by " + found.transactions()
                                    + ", which this database did not sign; if that was this refund, resolve it as paid"
                                    + " by that transaction"));
        });
    }

    private Future<Clearance> adopt(Refund refund, String leaseToken, Duration lease) {
        RefundState to = refund.state().on(new RefundEvent.FoundPaid()).orElseThrow();
        return outbound.adopt(refund, leaseToken, to, lease).map(paid -> {
            paid.ifPresent(
                    txId -> LOG.warn("refund {} was paid by {}, which this database did not sign", refund.id(), txId));
            return paid.isPresent() ? new Clearance.Paid(to) : new Clearance.Again();
        });
    }

    /** Gives a refund its number; whether it got one. */
    Future<Boolean> number(Refund refund, String leaseToken, Clearance.Clear clear, Duration lease) {
        return sequences
                .number(refund, leaseToken, clear.sequencer(), lease, clear.expected(), clear.count())
                .map(number -> number.isPresent());
    }
}
