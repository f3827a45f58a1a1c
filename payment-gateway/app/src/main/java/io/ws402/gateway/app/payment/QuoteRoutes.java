package io.ws402.gateway.app.payment;

import io.vertx.core.Future;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.app.http.Problems;
import io.ws402.gateway.payment.PaymentService;
import io.ws402.protocol.gateway.GenerateRequest;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import java.math.BigInteger;

/** {@code POST /api/payment/generate}. */
public final class QuoteRoutes {
    private static final String TOO_MANY_OPEN = "too_many_open_quotes";

    private final PaymentService payments;

    /** Over the core's service. */
    public QuoteRoutes(PaymentService payments) {
        this.payments = payments;
    }

    /** Names the endpoints. */
    public void mount(Endpoints endpoints) {
        endpoints.on("generatePayment", this::generate);
    }

    private Future<Answer> generate(Exchange exchange) {
        GenerateRequest request = GenerateRequest.fromJson(exchange.body());
        String merchant = request.merchantId();
        if (merchant != null && !merchant.equals(exchange.caller().merchantId())) {
            return Future.succeededFuture(Answer.problem(Problem.of(
                    403, "wrong_merchant", "Forbidden", "the API key belongs to another merchant than merchantId")));
        }
        TopUp topUp = request.topUp();
        Future<QuoteOutcome> quoted = topUp == null
                ? payments.quote(exchange.caller(), quoteRequest(request))
                : payments.quoteTopUp(exchange.caller(), topUp, quoteRequest(request));
        return quoted.map(QuoteRoutes::answer);
    }

    private static QuoteRequest quoteRequest(GenerateRequest request) {
        PricePlan plan = request.plan();
        return new QuoteRequest(
                request.resourceId(),
                request.amount(),
                request.estimatedDuration(),
                plan == null ? planOf01(request) : plan,
                request.method(),
                request.asset(),
                request.payerAddress());
    }

    /**
     * A 0.1 server meters by itself and names no plan. What is paid lasts for the duration it was asked for and no longer,
     * so that is how long the hold can be used.
     */
    private static PricePlan planOf01(GenerateRequest request) {
        BigInteger seconds = BigInteger.valueOf(request.estimatedDuration());
        return PricePlan.perSecond(request.amount().divide(seconds), request.estimatedDuration());
    }

    private static Answer answer(QuoteOutcome outcome) {
        return switch (outcome) {
            case QuoteOutcome.Quoted quoted -> Answer.ok(quoted.quote().details());
            case QuoteOutcome.Refused refused
            when refused.code().equals(TOO_MANY_OPEN) ->
                Answer.problem(Problem.of(429, refused.code(), "Too many requests", refused.reason()));
            case QuoteOutcome.Refused refused
            when refused.code().equals(Codes.ASSET_SUSPENDED) ->
                Answer.problem(Problem.of(409, refused.code(), "Not for now", refused.reason()));
            case QuoteOutcome.Refused(String code, String reason)
            when TopUpRoutes.CONFLICTS.contains(code) -> Answer.problem(TopUpRoutes.refused(code, reason));
            case QuoteOutcome.Refused refused ->
                Answer.problem(Problems.badRequest(refused.code(), "", refused.reason()));
            case QuoteOutcome.Unavailable unavailable ->
                Answer.problem(Problems.unavailable("method_unavailable", unavailable.reason()));
        };
    }
}
