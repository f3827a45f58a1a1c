package io.ws402.gateway.app.payment;

import io.vertx.core.Future;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.app.http.Problems;
import io.ws402.gateway.payment.PaymentQueries;
import io.ws402.gateway.payment.PaymentService;
import io.ws402.protocol.gateway.VerifyAnswer;
import io.ws402.protocol.gateway.VerifyRequest;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.Verification;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /api/payment/verify}, for our servers with a session, for those of 0.1 without. */
public final class VerifyRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(VerifyRoutes.class);
    private static final String PENDING = "pending";

    private final PaymentService payments;
    private final PaymentQueries queries;

    /** Over the core's services. */
    public VerifyRoutes(PaymentService payments, PaymentQueries queries) {
        this.payments = payments;
        this.queries = queries;
    }

    /** Names the endpoints. */
    public void mount(Endpoints endpoints) {
        endpoints.on("verifyPayment", this::verify);
    }

    private Future<Answer> verify(Exchange exchange) {
        VerifyRequest request = VerifyRequest.fromJson(exchange.body());
        SessionClaim session = request.session();
        Future<Verification> verification = session == null
                ? payments.verifyWithoutSession(exchange.caller(), request.proof(), request.timestamp())
                : payments.verify(exchange.caller(), request.proof(), session);
        return verification.compose(outcome -> answer(exchange, request, outcome));
    }

    private Future<Answer> answer(Exchange exchange, VerifyRequest request, Verification outcome) {
        return switch (outcome) {
            case Verification.Accepted(SessionGrant grant) -> {
                log(exchange, request, grant.paymentId(), "held " + grant.balance());
                yield Future.succeededFuture(Answer.ok(accepted(request, grant).toJson()));
            }
            case Verification.Rejected rejected -> refused(exchange, request, rejected.code(), rejected.reason(), null);
            case Verification.Pending pending ->
                refused(exchange, request, pending.code(), pending.reason(), pending.retryAfterMs());
            case Verification.Unavailable unavailable ->
                Future.succeededFuture(Answer.problem(Problems.unavailable("rail_unavailable", unavailable.reason())));
        };
    }

    private static VerifyAnswer accepted(VerifyRequest request, SessionGrant grant) {
        return request.session() == null
                ? new VerifyAnswer.Held(grant.paymentId(), grant.payer(), grant.balance())
                : new VerifyAnswer.Granted(grant);
    }

    /** Says which payment it was about, where the proof's reference is known to the key. */
    private Future<Answer> refused(
            Exchange exchange, VerifyRequest request, String code, String reason, @Nullable Long retryAfterMs) {
        return request.proof()
                .reference()
                .map(reference -> queries.byReference(exchange.caller(), reference))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .map(payment -> {
                    String paymentId =
                            payment.map(PaymentQueries.Known::paymentId).orElse(null);
                    String state = retryAfterMs != null
                            ? PENDING
                            : payment.map(PaymentQueries.Known::state).orElse(null);
                    log(exchange, request, paymentId, code);
                    return Answer.ok(new VerifyAnswer.Refused(code, reason, state, paymentId, retryAfterMs).toJson());
                });
    }

    private static void log(Exchange exchange, VerifyRequest request, @Nullable String paymentId, String outcome) {
        SessionClaim session = request.session();
        exchange.log(LOG.atInfo(), paymentId)
                .addKeyValue("sessionId", session == null ? "" : session.sessionId())
                .log("verify: {}", outcome);
    }
}
