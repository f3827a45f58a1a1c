package io.ws402.gateway.refund;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import io.ws402.gateway.work.RepeatedPass;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans the payout of what is kept for payers, once all that one payer has is worth sending. The payout is a refund like
 * any other, of exactly those refunds that it takes up, each of which is taken up once. Any number of gateways may do it at
 * once; one that dies over it has changed nothing but when the credit is looked at again. Safe from any thread.
 */
public final class CreditPayouts {
    private static final Logger LOG = LoggerFactory.getLogger(CreditPayouts.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int ASKED_AT_ONCE = 32;

    private final CreditPayoutRepository credits;
    private final Function<String, Optional<RefundRail>> rails;
    private final RefundPolicy policy;
    private final Identifiers identifiers;
    private final Runnable whenPlanned;

    /**
     * @param rails the rail of a payment method's id; empty while it is not configured or not up
     * @param whenPlanned called when payouts were planned
     */
    public CreditPayouts(
            Database database,
            Function<String, Optional<RefundRail>> rails,
            RefundPolicy policy,
            Identifiers identifiers,
            Runnable whenPlanned) {
        this.credits = new CreditPayoutRepository(database.pool());
        this.rails = rails;
        this.policy = policy;
        this.identifiers = identifiers;
        this.whenPlanned = whenPlanned;
    }

    /** Runs it from now on, until it is stopped. */
    public RepeatedPass start(Vertx vertx) {
        RepeatedPass repeated = new RepeatedPass(vertx, "payouts of credit", PAUSE, this::pass);
        repeated.start();
        return repeated;
    }

    /** Looks at the credit of some payers that is due to be looked at; answers whether there may be more. */
    public Future<Boolean> pass() {
        return credits.look(policy.creditPause(), ASKED_AT_ONCE)
                .compose(due ->
                        Future.join(due.stream().map(this::look).toList()).map(!due.isEmpty()));
    }

    private Future<Void> look(PayerCredit credit) {
        RefundOrder payout =
                new RefundOrder(identifiers.next("ref"), credit.paymentId(), credit.payer(), credit.amount());
        return ask(credit.method(), payout)
                .compose(plan -> switch (plan) {
                    case RefundPlan.Send send -> plan(credit, payout);
                    case RefundPlan.RecipientRefuses refuses -> credits.rest(credit, policy.refusedPause());
                    case RefundPlan.Dust dust -> Future.succeededFuture();
                    case RefundPlan.Later later -> Future.succeededFuture();
                    case RefundPlan.Operator operator -> Future.succeededFuture();
                })
                .onFailure(fault -> LOG.warn(
                        "whether the credit of {} can be paid out by {} is not known; it is asked again later",
                        credit.payer(),
                        credit.method(),
                        fault))
                .otherwiseEmpty();
    }

    private Future<RefundPlan> ask(String method, RefundOrder payout) {
        return Future.succeededFuture()
                .compose(now -> rails.apply(method)
                        .map(rail -> rail.plan(payout))
                        .orElseGet(() -> Future.succeededFuture(new RefundPlan.Later("it is not up"))))
                .timeout(policy.railTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<Void> plan(PayerCredit credit, RefundOrder payout) {
        return credits.plan(credit, payout.refundId())
                .onSuccess(planned -> {
                    if (planned) {
                        LOG.info("{} of credit goes back to its payer as {}", payout.amount(), payout.refundId());
                        whenPlanned.run();
                    }
                })
                .mapEmpty();
    }
}
