package io.ws402.gateway.app.session;

import io.vertx.core.Future;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.app.http.Problems;
import io.ws402.gateway.session.TokenRenewal;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.gateway.TokenAnswer;
import io.ws402.protocol.gateway.TokenRequest;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.TokenOutcome;

/** {@code POST /api/sessions/token}: access tokens for sessions that go on for longer than one lives. */
public final class TokenRoutes {
    private final TokenRenewal renewal;

    /** Over the core's service. */
    public TokenRoutes(TokenRenewal renewal) {
        this.renewal = renewal;
    }

    /** Names the endpoint. */
    public void mount(Endpoints endpoints) {
        endpoints.on("renewToken", this::renew);
    }

    private Future<Answer> renew(Exchange exchange) {
        TokenRequest request = TokenRequest.fromJson(exchange.body());
        return renewal.renew(exchange.caller(), request.paymentId(), request.leaseEpoch())
                .map(outcome -> switch (outcome) {
                    case TokenOutcome.Renewed(String token, long expiresInMs) ->
                        Answer.ok(new TokenAnswer(token, expiresInMs).toJson());
                    case TokenOutcome.Refused(String code, String reason) -> Answer.problem(refused(code, reason));
                    case TokenOutcome.Unavailable(String reason) ->
                        Answer.problem(Problems.unavailable("unavailable", reason));
                });
    }

    private static Problem refused(String code, String reason) {
        return switch (code) {
            case Codes.UNKNOWN_PAYMENT -> Problem.of(404, code, "Not found", reason);
            case Codes.SESSION_OVER -> Problem.of(410, code, "Gone", reason);
            default -> Problem.of(409, code, "Conflict", reason);
        };
    }
}
