package io.ws402.gateway.payment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.ws402.gateway.method.Finality;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.payment.DepositRepository.NotFinal;
import io.ws402.gateway.session.SettlementService;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.work.RepeatedPass;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches deposits until the rail can no longer undo them. A deposit that was undone while it was held ends its session,
 * and reverses its payment unless there is another deposit to settle from; one that was undone later, before it was final, voids its refund, which was not yet sent,
 * and takes back what the merchant earned of it. Any number of gateways may watch at once: what they write is the same.
 */
public final class DepositWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(DepositWatcher.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration METHOD_WAIT = Duration.ofSeconds(10);
    private static final int ASKED_AT_ONCE = 32;

    private final Database database;
    private final DepositRepository deposits;
    private final SettlementService settlements;
    private final MethodRegistry methods;
    private final Counter reversed;
    private final Counter lost;
    private String position = "";

    /** Counts {@code ws402_gateway_deposits_reversed_total} and {@code ws402_gateway_deposits_lost_total}. */
    public DepositWatcher(
            Database database, SettlementService settlements, MethodRegistry methods, MeterRegistry meters) {
        this.database = database;
        this.settlements = settlements;
        this.deposits = new DepositRepository(database.pool());
        this.methods = methods;
        this.reversed = meters.counter("ws402.gateway.deposits.reversed");
        this.lost = meters.counter("ws402.gateway.deposits.lost");
    }

    /** Runs it from now on, until it is stopped. */
    public RepeatedPass start(Vertx vertx) {
        RepeatedPass repeated = new RepeatedPass(vertx, "watch of deposits", PAUSE, this::pass);
        repeated.start();
        return repeated;
    }

    /** Asks about the next few deposits, going round; answers whether there are more before it begins anew. */
    public Future<Boolean> pass() {
        return deposits.notFinal(position, ASKED_AT_ONCE).compose(batch -> {
            boolean more = batch.size() == ASKED_AT_ONCE;
            position = more ? batch.getLast().id() : "";
            List<Future<Void>> asked = batch.stream().map(this::ask).toList();
            return Future.join(asked).map(more);
        });
    }

    private Future<Void> ask(NotFinal deposit) {
        Optional<PaymentMethod> method = methods.byId(deposit.method());
        if (method.isEmpty() || !methods.isUp(deposit.method())) {
            return Future.succeededFuture();
        }
        return Future.succeededFuture()
                .compose(now -> method.get().finality(deposit.observed()))
                .timeout(METHOD_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(failure -> {
                    LOG.warn(
                            "method {} could not tell whether deposit {} is final",
                            deposit.method(),
                            deposit.id(),
                            failure);
                    return new Finality.NotYet();
                })
                .compose(finality -> switch (finality) {
                    case Finality.Final ended ->
                        deposits.markFinal(deposit.id()).mapEmpty();
                    case Finality.NotYet notYet -> Future.succeededFuture();
                    case Finality.Gone(String reason) -> gone(deposit, reason);
                });
    }

    private Future<Boolean> reverseHeld(SqlConnection transaction, NotFinal deposit, String reason) {
        return deposits.reverseHeld(transaction, deposit.id(), reason)
                .compose(held -> held
                        ? settlements
                                .endReversed(transaction, deposit.paymentId())
                                .map(true)
                        : Future.succeededFuture(false));
    }

    private Future<Void> gone(NotFinal deposit, String reason) {
        return database.transaction(transaction -> reverseHeld(transaction, deposit, reason))
                .compose(held -> {
                    if (held) {
                        reversed.increment();
                        LOG.warn("deposit {} of payment {} was undone: {}", deposit.id(), deposit.paymentId(), reason);
                        return Future.succeededFuture();
                    }
                    return deposits.reverseSettled(deposit.id(), reason).map(settled -> {
                        if (settled) {
                            lost.increment();
                            LOG.error(
                                    "deposit {} of payment {} was undone after its session had ended; its refund is void, and what"
                                            + " the merchant earned of {} is taken back: {}",
                                    deposit.id(),
                                    deposit.paymentId(),
                                    deposit.observed().amount(),
                                    reason);
                        }
                        return null;
                    });
                });
    }
}
