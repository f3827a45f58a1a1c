package io.ws402.gateway.app.payment;

import io.vertx.core.Future;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.app.http.Problems;
import io.ws402.gateway.payment.PaymentService;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.gateway.TopUpAnswer;
import io.ws402.protocol.gateway.TopUpRequest;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.TopUpOutcome;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /api/payment/topup}. */
public final class TopUpRoutes {
    /** The refusals that concern the session, not the request. */
    static final Set<String> CONFLICTS =
            Set.of(Codes.UNKNOWN_PAYMENT, Codes.LEASE_LOST, Codes.SESSION_OVER, Codes.PAYMENT_REVERSED);

    private static final Logger LOG = LoggerFactory.getLogger(TopUpRoutes.class);

    private final PaymentService payments;

    /** Over the core's service. */
    public TopUpRoutes(PaymentService payments) {
        this.payments = payments;
    }

    /** Names the endpoint. */
    public void mount(Endpoints endpoints) {
        endpoints.on("topUpPayment", this::topUp);
    }

    private Future<Answer> topUp(Exchange exchange) {
        TopUpRequest request = TopUpRequest.fromJson(exchange.body());
        TopUp topUp = new TopUp(request.paymentId(), request.leaseEpoch());
        return payments.topUp(exchange.caller(), topUp, request.proof()).map(outcome -> {
            exchange.log(LOG.atInfo(), request.paymentId()).log("top-up: {}", words(outcome));
            return answer(request, outcome);
        });
    }

    private static Answer answer(TopUpRequest request, TopUpOutcome outcome) {
        return switch (outcome) {
            case TopUpOutcome.Added added ->
                Answer.ok(
                        new TopUpAnswer(request.paymentId(), added.arrived(), added.worth(), added.balance()).toJson());
            case TopUpOutcome.Rejected(String code, String reason) -> Answer.problem(refused(code, reason));
            case TopUpOutcome.Pending(String code, String reason, long retryAfterMs) ->
                Answer.problem(refused(code, reason).retryAfterMs(retryAfterMs));
            case TopUpOutcome.Unavailable(String reason) ->
                Answer.problem(Problems.unavailable("rail_unavailable", reason));
        };
    }

    private static String words(TopUpOutcome outcome) {
        return switch (outcome) {
            case TopUpOutcome.Added added ->
                added.arrived() + " added, worth " + added.worth() + ", " + added.balance() + " in all";
            case TopUpOutcome.Rejected rejected -> rejected.code();
            case TopUpOutcome.Pending pending -> pending.code();
            case TopUpOutcome.Unavailable unavailable -> unavailable.reason();
        };
    }

    static Problem refused(String code, String reason) {
        return switch (code) {
            case Codes.UNKNOWN_PAYMENT -> Problem.of(404, code, "Not found", reason);
            case Codes.SESSION_OVER -> Problem.of(410, code, "Gone", reason);
            default -> Problem.of(409, code, "Conflict", reason);
        };
    }
}
