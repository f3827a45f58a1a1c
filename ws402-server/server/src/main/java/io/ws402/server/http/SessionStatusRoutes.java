package io.ws402.server.http;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.gateway.ReceiptAnswer;
import io.ws402.protocol.gateway.SessionAnswer;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.protocol.payment.ReceiptOutcome;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /ws402/sessions/{sessionId}} with the session's access token: its state, and its refund after the end; and {@code
 * GET /ws402/sessions/{sessionId}/receipt}: its receipt, signed by the gateway.
 */
final class SessionStatusRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(SessionStatusRoutes.class);

    private final PaymentProvider provider;
    private final AccessTokens tokens;

    SessionStatusRoutes(PaymentProvider provider, AccessTokens tokens) {
        this.provider = provider;
        this.tokens = tokens;
    }

    void mount(Router router) {
        router.get("/ws402/sessions/:sessionId").handler(context -> admit(context, this::status));
        router.get("/ws402/sessions/:sessionId/receipt").handler(context -> admit(context, this::receipt));
    }

    private void admit(RoutingContext context, BiConsumer<HttpServerResponse, String> answer) {
        HttpServerResponse response = context.response();
        String sessionId = context.pathParam("sessionId");
        String token = WebPolicy.bearer(context.request());
        if (token == null) {
            response.putHeader("WWW-Authenticate", "Bearer");
            Answers.problem(
                    response,
                    Problem.of(401, "token_missing", "No token", "Send the session's access token as a bearer token."));
            return;
        }
        tokens.checkForStatus(token)
                .onSuccess(access -> {
                    if (access.isEmpty()) {
                        response.putHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
                        Answers.problem(response, invalid());
                    } else if (!access.get().sessionId().equals(sessionId)) {
                        Answers.problem(response, foreign());
                    } else {
                        answer.accept(response, sessionId);
                    }
                })
                .onFailure(fault -> fail(response, fault));
    }

    private void status(HttpServerResponse response, String sessionId) {
        provider.session(sessionId)
                .onSuccess(found -> found.ifPresentOrElse(
                        status -> Answers.json(response, 200, new SessionAnswer(status).toJson()),
                        () -> Answers.problem(
                                response,
                                Problem.of(
                                        404, "unknown_session", "No such session", "The gateway does not know it."))))
                .onFailure(fault -> fail(response, fault));
    }

    private void receipt(HttpServerResponse response, String sessionId) {
        provider.receipt(sessionId)
                .onSuccess(outcome -> {
                    switch (outcome) {
                        case ReceiptOutcome.Issued(String signed) ->
                            Answers.json(response, 200, new ReceiptAnswer(signed).toJson());
                        case ReceiptOutcome.Refused(String code, String reason) ->
                            Answers.problem(
                                    response,
                                    Problem.of(
                                            code.equals(ReceiptOutcome.TOO_LARGE) ? 409 : 404,
                                            code,
                                            "No receipt",
                                            reason));
                    }
                })
                .onFailure(fault -> fail(response, fault));
    }

    private static Problem invalid() {
        return Problem.of(
                401,
                "token_invalid",
                "Bad token",
                "The token is altered, expired for more than a day, or no access token.");
    }

    private static Problem foreign() {
        return Problem.of(403, "token_of_another_session", "Wrong token", "The token opens another session.");
    }

    private static void fail(HttpServerResponse response, Throwable fault) {
        LOG.warn("The gateway did not tell about a session", fault);
        unavailable(response);
    }

    static void unavailable(HttpServerResponse response) {
        Answers.problem(
                response,
                Problem.of(503, "gateway_unavailable", "The gateway does not answer", "Try again soon.")
                        .retryAfterMs(5_000));
    }
}
