package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.protocol.payment.PaymentProof;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a rail what arrived, bounded in time: a rail that fails or hangs says nothing about money. */
final class RailObserver {
    private static final Logger LOG = LoggerFactory.getLogger(RailObserver.class);
    private static final Duration METHOD_WAIT = Duration.ofSeconds(10);

    /** Asks once, or, with patience, until the answer is more than "pending" or the patience is over. */
    Future<Observation> observe(PaymentMethod method, StoredPayment payment, PaymentProof proof, Duration patience) {
        return observeUntil(method, payment, proof, System.nanoTime() + patience.toNanos());
    }

    private Future<Observation> observeUntil(
            PaymentMethod method, StoredPayment payment, PaymentProof proof, long deadline) {
        return once(method, payment, proof).compose(observation -> {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (leftMs < 1 || !(observation instanceof Observation.Pending pending)) {
                return Future.succeededFuture(observation);
            }
            return method.news(pending)
                    .timeout(leftMs, TimeUnit.MILLISECONDS)
                    .otherwiseEmpty()
                    .compose(news -> observeUntil(method, payment, proof, deadline));
        });
    }

    private static Future<Observation> once(PaymentMethod method, StoredPayment payment, PaymentProof proof) {
        return Future.succeededFuture()
                .compose(now -> method.observe(payment.quoted(), proof))
                .compose(seen -> checked(method, seen))
                .timeout(METHOD_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(failure -> {
                    LOG.warn("method {} could not look for payment {}", payment.method(), payment.id(), failure);
                    return new Observation.Unavailable("Payment method '" + payment.method() + "' does not answer.");
                });
    }

    /** What is authorised is collected, and what has arrived is refunded: a method must not take one for the other. */
    private static Future<Observation> checked(PaymentMethod method, Observation seen) {
        MoneyKind money = method.describe().capabilities().money();
        return seen instanceof Observation.Paid(ObservedDeposit deposit) && deposit.money() != money
                ? Future.failedFuture("it is of " + money + " money and shows a deposit that is " + deposit.money())
                : Future.succeededFuture(seen);
    }
}
