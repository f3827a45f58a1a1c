package io.ws402.gateway.payment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.InboundFeed;
import io.ws402.gateway.method.InboundTransfer;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.gateway.work.RepeatedPass;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through everything that reaches the wallets, so that money whose proof nobody presents is not lost: what pays a
 * quote makes its payment {@code paid}, for its payer to claim or to get back; what pays one too late, or a second time,
 * goes back at once; what no quote explains is listed for an operator. Any number of gateways may watch at once: each
 * transfer is entered under its settlement key, which is unique.
 */
public final class InboundWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(InboundWatcher.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration FEED_WAIT = Duration.ofSeconds(60);

    private final InboundRepository inbound;
    private final Arrivals arrivals;
    private final MethodRegistry methods;
    private final Identifiers identifiers;
    private final Counter paid;
    private final Counter unattributed;

    /** Counts {@code ws402_gateway_inbound_paid_total} and {@code ws402_gateway_inbound_unattributed_total}. */
    public InboundWatcher(Database database, MethodRegistry methods, Identifiers identifiers, MeterRegistry meters) {
        this.inbound = new InboundRepository(database.pool());
        this.arrivals = new Arrivals(database, methods, new RailObserver(), identifiers);
        this.methods = methods;
        this.identifiers = identifiers;
        this.paid = meters.counter("ws402.gateway.inbound.paid");
        this.unattributed = meters.counter("ws402.gateway.inbound.unattributed");
    }

    /** Runs it from now on, until it is stopped. */
    public RepeatedPass start(Vertx vertx) {
        RepeatedPass repeated = new RepeatedPass(vertx, "watch of the wallets", PAUSE, this::pass);
        repeated.start();
        return repeated;
    }

    /** Looks through the next stretch of every method; answers whether one of them has more. */
    public Future<Boolean> pass() {
        List<Future<Boolean>> looks = methods.all().stream()
                .filter(method -> methods.isUp(method.describe().id()))
                .map(this::look)
                .toList();
        return Future.join(looks).map(all -> looks.stream().anyMatch(Future::result));
    }

    private Future<Boolean> look(PaymentMethod method) {
        String id = method.describe().id();
        return method.inbound()
                .map(feed -> Future.succeededFuture()
                        .compose(now -> look(id, feed))
                        .recover(failure -> {
                            LOG.warn("what reached the wallet of {} could not be looked through", id, failure);
                            return Future.succeededFuture(false);
                        }))
                .orElseGet(() -> Future.succeededFuture(false));
    }

    private Future<Boolean> look(String method, InboundFeed feed) {
        return inbound.position(method)
                .compose(from -> from.isPresent()
                        ? lookFrom(method, feed, from.get())
                        : bounded(feed.head())
                                .compose(head -> inbound.begin(method, head))
                                .map(false));
    }

    private Future<Boolean> lookFrom(String method, InboundFeed feed, JsonObject from) {
        return bounded(feed.after(from))
                .compose(stretch -> enterAll(method, feed, stretch.transfers())
                        .compose(done -> inbound.advance(method, from, stretch.end()))
                        .map(stretch.more()));
    }

    private Future<Void> enterAll(String method, InboundFeed feed, List<InboundTransfer> transfers) {
        if (transfers.isEmpty()) {
            return Future.succeededFuture();
        }
        return inbound.known(transfers).compose(known -> {
            Future<Void> entered = Future.succeededFuture();
            for (InboundTransfer transfer : transfers) {
                if (!known.contains(transfer.deposit().settlementKey())) {
                    entered = entered.compose(done -> enter(method, feed, transfer));
                }
            }
            return entered;
        });
    }

    private Future<Void> enter(String method, InboundFeed feed, InboundTransfer transfer) {
        return inbound.candidate(method, transfer)
                .compose(payment -> payment.isPresent()
                        ? bounded(feed.observe(payment.get().quoted(), transfer.deposit()))
                                .compose(seen -> decide(payment.get(), transfer.deposit(), seen))
                        : list(method, transfer.deposit(), "no quote asks for this amount"));
    }

    private Future<Void> decide(StoredPayment payment, ObservedDeposit arrived, Observation seen) {
        return switch (seen) {
            case Observation.Paid(ObservedDeposit deposit)
            when deposit.settlementKey().equals(arrived.settlementKey()) -> enter(payment, arrived);
            // The transaction pays the quote by another of its transfers.
            case Observation.Paid paidByAnother -> giveBack(payment, arrived, "paid_twice");
            // Of several transfers of a transaction the rail tells of one; what is to go back is the one that was seen.
            case Observation.Refused(String code, String reason, var deposit)
            when deposit != null -> giveBack(payment, arrived, code);
            case Observation.Refused refused -> list(payment.method(), arrived, refused.reason());
            // Then the stretch is asked for again, and nothing behind it is looked at before.
            case Observation.Pending(String code, String reason, long retryAfterMs) -> Future.failedFuture(reason);
            case Observation.Unavailable(String reason) -> Future.failedFuture(reason);
        };
    }

    private Future<Void> enter(StoredPayment payment, ObservedDeposit arrived) {
        return switch (payment.state()) {
            case PaymentState.Quoted quoted -> enterUnclaimed(payment, arrived);
            case PaymentState.Expired expired -> enterUnclaimed(payment, arrived);
            // It has its money; this is a second transfer of the same amount.
            case PaymentState.Paid before -> giveBack(payment, arrived, "paid_twice");
            case PaymentState.Held held -> giveBack(payment, arrived, "paid_twice");
            case PaymentState.Added added -> giveBack(payment, arrived, "paid_twice");
            case PaymentState.Settled settled -> giveBack(payment, arrived, "paid_twice");
            case PaymentState.Reversed reversed -> giveBack(payment, arrived, "payment_reversed");
        };
    }

    private Future<Void> enterUnclaimed(StoredPayment payment, ObservedDeposit arrived) {
        return inbound.enter(payment, arrived, identifiers.next("dep")).compose(entered -> {
            if (entered) {
                paid.increment();
                LOG.info("payment {}: {} arrived, and waits for its proof", payment.id(), arrived.amount());
                return Future.succeededFuture();
            }
            // Claimed a moment ago, with this transfer or with another: looking again tells which.
            return inbound.known(List.of(new InboundTransfer(arrived, null)))
                    .compose(known ->
                            known.isEmpty() ? giveBack(payment, arrived, "paid_twice") : Future.succeededFuture());
        });
    }

    private Future<Void> giveBack(StoredPayment payment, ObservedDeposit arrived, String reason) {
        return arrivals.giveBack(payment, arrived, reason)
                .compose(done -> done
                        ? Future.succeededFuture()
                        // Somebody has entered it, which listing leaves alone, or the quote has just been forgotten.
                        : list(
                                payment.method(),
                                arrived,
                                reason + ", but its quote is gone or another one asks for as much"));
    }

    private Future<Void> list(String method, ObservedDeposit arrived, String why) {
        return inbound.listUnattributed(method, arrived, why)
                .onSuccess(listed -> {
                    if (listed) {
                        unattributed.increment();
                        LOG.warn(
                                "{} from {} reached the wallet {} by {}, and waits for an operator: {}",
                                arrived.amount(),
                                arrived.payer(),
                                arrived.recipient(),
                                arrived.txId(),
                                why);
                    }
                })
                .mapEmpty();
    }

    private static <T> Future<T> bounded(Future<T> answer) {
        return answer.timeout(FEED_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
