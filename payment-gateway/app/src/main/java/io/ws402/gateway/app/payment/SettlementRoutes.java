package io.ws402.gateway.app.payment;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.app.http.Problems;
import io.ws402.gateway.session.HoldRefund;
import io.ws402.gateway.session.SettlementService;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.gateway.RefundRequest;
import io.ws402.protocol.gateway.SettleAnswer;
import io.ws402.protocol.gateway.SettleRequest;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.SettleOutcome;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /api/payment/settle}, and {@code /refund}, which is how a 0.1 server settles. */
public final class SettlementRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(SettlementRoutes.class);
    private static final String REASON = "reason";
    private static final String NO_REASON = "ended";

    private final SettlementService settlements;
    private final RefundAnswers refundAnswers;

    /** @param clock wall time, for the record */
    public SettlementRoutes(SettlementService settlements, InstantSource clock) {
        this.settlements = settlements;
        this.refundAnswers = new RefundAnswers(clock);
    }

    /** Names the endpoints. */
    public void mount(Endpoints endpoints) {
        endpoints.on("settlePayment", this::settle).on("refundPayment", this::refund);
    }

    private Future<Answer> settle(Exchange exchange) {
        JsonObject body = exchange.body();
        if (body.getValue(REASON) == null) {
            body.put(REASON, NO_REASON);
        }
        SettleRequest request = SettleRequest.fromJson(body);
        return settlements
                .settle(exchange.caller(), request.report(), request.reason())
                .map(outcome -> {
                    exchange.log(LOG.atInfo(), request.report().paymentId()).log(
                            "settle ({}): {}", request.reason(), words(outcome));
                    return answer(outcome);
                });
    }

    private static Answer answer(SettleOutcome outcome) {
        return switch (outcome) {
            case SettleOutcome.Settled settled -> Answer.ok(new SettleAnswer(settled.settlement()).toJson());
            case SettleOutcome.Refused refused -> Answer.problem(notSettled(refused.code(), refused.reason()));
            case SettleOutcome.Unavailable unavailable ->
                Answer.problem(Problems.unavailable("unavailable", unavailable.reason()));
        };
    }

    private static String words(SettleOutcome outcome) {
        return switch (outcome) {
            case SettleOutcome.Settled settled ->
                settled.settlement().consumed() + " of " + settled.settlement().paid() + " consumed";
            case SettleOutcome.Refused refused -> refused.code();
            case SettleOutcome.Unavailable unavailable -> unavailable.reason();
        };
    }

    private Future<Answer> refund(Exchange exchange) {
        RefundRequest request = RefundRequest.fromJson(exchange.body());
        return settlements
                .refundWithoutSession(exchange.caller(), request.proof(), request.amount())
                .map(outcome -> switch (outcome) {
                    case HoldRefund.Refunded refunded -> {
                        exchange.log(LOG.atInfo(), refunded.settlement().paymentId()).log(
                                "refund of {} units (0.1)", request.amount());
                        yield Answer.ok(refundAnswers.answer(refunded.settlement()));
                    }
                    case HoldRefund.AlreadySettled settled ->
                        Answer.problem(notSettled(
                                        Codes.ALREADY_SETTLED,
                                        "the payment was settled before, giving another amount back; see first")
                                .with("first", refundAnswers.answer(settled.settlement())));
                    case HoldRefund.Refused refused -> Answer.problem(notSettled(refused.code(), refused.reason()));
                });
    }

    private static Problem notSettled(String code, String reason) {
        return code.equals(Codes.UNKNOWN_PAYMENT)
                ? Problem.of(404, code, "Not found", reason)
                : Problem.of(409, code, "Conflict", reason);
    }
}
