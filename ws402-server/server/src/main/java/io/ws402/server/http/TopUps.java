package io.ws402.server.http;

import io.vertx.core.AsyncResult;
import io.ws402.protocol.message.ClientMessage.QuoteTopUp;
import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.server.session.PayerLink;
import io.ws402.server.session.Session;
import java.math.BigInteger;

/**
 * Has a running session topped up: one set of terms and one proof at a time. The session goes on meanwhile, and may end.
 * Confined to its event loop.
 */
final class TopUps {
    private final PaymentProvider provider;
    private final Loop loop;
    private final Session session;
    private final PayerLink payer;
    private final String payerAddress;
    private final TopUpExchange exchange;
    private boolean quoting;

    TopUps(
            PaymentProvider provider,
            Loop loop,
            Session session,
            PayerLink payer,
            String payerAddress,
            SocketLimits limits) {
        this.provider = provider;
        this.loop = loop;
        this.session = session;
        this.payer = payer;
        this.payerAddress = payerAddress;
        this.exchange = new TopUpExchange(provider, loop, session, payer, limits.verify());
    }

    /** Asks the gateway for terms; sends them, or why there are none. */
    void quote(QuoteTopUp asked) {
        if (quoting) {
            refuse(Codes.TOP_UP_IN_PROGRESS, "Terms for a top-up are on their way already.");
            return;
        }
        SessionGrant grant = session.grant();
        PricePlan plan = grant.plan();
        BigInteger amount = switch (asked.size()) {
            case QuoteTopUp.Amount(BigInteger units) -> units;
            case QuoteTopUp.Seconds(long seconds) -> plan.priceOf(seconds);
        };
        long unpaid = session.secondsUnpaid();
        if (isTooLong(asked.size(), plan, unpaid)) {
            refuse(
                    Codes.BEYOND_MAX_DURATION,
                    "This session can last for at most " + unpaid + " seconds more than is paid for.");
            return;
        }
        quoting = true;
        QuoteRequest request = new QuoteRequest(
                grant.resourceId(), amount, seconds(amount, plan), plan, asked.method(), asked.asset(), payerAddress);
        loop.when(provider.quoteTopUp(grant.paymentId(), grant.leaseEpoch(), request), this::quoted);
    }

    /** Where traffic costs too, no amount is too much: only what is asked for as time can be. */
    private static boolean isTooLong(QuoteTopUp.Size size, PricePlan plan, long unpaid) {
        boolean soldByTime = plan.pricePerSecond().signum() > 0;
        boolean trafficPriced =
                plan.pricePerMegabyte().signum() > 0 || plan.pricePerMessage().signum() > 0;
        return soldByTime
                && switch (size) {
                    case QuoteTopUp.Seconds(long seconds) -> seconds > unpaid;
                    case QuoteTopUp.Amount(BigInteger units) ->
                        !trafficPriced && units.compareTo(plan.priceOf(unpaid)) > 0;
                };
    }

    private static long seconds(BigInteger amount, PricePlan plan) {
        if (plan.pricePerSecond().signum() == 0) {
            return plan.maxDurationSeconds();
        }
        BigInteger seconds = amount.divide(plan.pricePerSecond());
        return seconds.min(BigInteger.valueOf(plan.maxDurationSeconds()))
                .max(BigInteger.ONE)
                .longValueExact();
    }

    private void quoted(AsyncResult<QuoteOutcome> answer) {
        quoting = false;
        if (!session.state().isOpen()) {
            return;
        }
        QuoteOutcome outcome =
                answer.succeeded() ? answer.result() : new QuoteOutcome.Unavailable(String.valueOf(answer.cause()));
        switch (outcome) {
            case QuoteOutcome.Quoted(Quote quote) -> payer.send(new ServerMessage.TopUpQuote(quote.details()));
            case QuoteOutcome.Refused(String code, String reason) -> refuse(code, reason);
            case QuoteOutcome.Unavailable _ ->
                refuse(Codes.GATEWAY_UNAVAILABLE, "Terms for a top-up can not be had now. Ask again soon.");
        }
    }

    /** Presents a proof until the gateway has decided. */
    void topUp(PaymentProof proof) {
        exchange.present(proof);
    }

    private void refuse(String code, String reason) {
        payer.send(new ServerMessage.ControlError(code, reason));
    }
}
