package io.ws402.gateway.app.session;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.access.SessionTokens;
import io.ws402.gateway.access.TokenReading;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.app.http.Problems;
import io.ws402.gateway.session.LeaseService;
import io.ws402.gateway.session.SessionQueries;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.gateway.ResumeRequest;
import io.ws402.protocol.gateway.SessionAnswer;
import io.ws402.protocol.gateway.VerifyAnswer;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.SessionStatus;
import io.ws402.protocol.payment.Verification;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /api/sessions/resume} and {@code GET /api/sessions/{id}}. */
public final class SessionRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(SessionRoutes.class);
    private static final String RESOURCE = "resourceId";

    private final LeaseService leases;
    private final SessionQueries sessions;
    private final SessionTokens tokens;

    /** Over the core's services. */
    public SessionRoutes(LeaseService leases, SessionQueries sessions, SessionTokens tokens) {
        this.leases = leases;
        this.sessions = sessions;
        this.tokens = tokens;
    }

    /** Names the endpoints. */
    public void mount(Endpoints endpoints) {
        endpoints.on("resumeSession", this::resume).on("getSession", this::session);
    }

    private Future<Answer> resume(Exchange exchange) {
        return withResource(exchange)
                .map(ResumeRequest::fromJson)
                .compose(request -> leases.resume(exchange.caller(), request.resumeToken(), request.session()))
                .map(outcome -> answer(exchange, outcome));
    }

    /** A caller that does not say what it serves gets what the session was paid for. */
    private Future<JsonObject> withResource(Exchange exchange) {
        JsonObject body = exchange.body();
        if (body.getValue(RESOURCE) != null) {
            return Future.succeededFuture(body);
        }
        return tokens.read(body.getString("resumeToken"))
                .compose(reading -> reading instanceof TokenReading.Resume token
                        ? sessions.status(exchange.caller(), token.sessionId())
                                .map(found -> found.map(SessionStatus::resourceId))
                        : Future.succeededFuture(Optional.<String>empty()))
                // For a token that leads nowhere any name will do: it is refused for itself.
                .map(resource -> body.put(RESOURCE, resource.orElse("unknown")));
    }

    private static Answer answer(Exchange exchange, Verification outcome) {
        return switch (outcome) {
            case Verification.Accepted accepted -> {
                exchange.log(LOG.atInfo(), accepted.grant().paymentId())
                        .addKeyValue("sessionId", accepted.grant().sessionId())
                        .log("resumed under epoch {}", accepted.grant().leaseEpoch());
                yield Answer.ok(new VerifyAnswer.Granted(accepted.grant()).toJson());
            }
            case Verification.Rejected rejected -> Answer.problem(notResumed(rejected.code(), rejected.reason()));
            case Verification.Pending pending ->
                Answer.problem(notResumed(pending.code(), pending.reason()).retryAfterMs(pending.retryAfterMs()));
            case Verification.Unavailable unavailable ->
                Answer.problem(Problems.unavailable("unavailable", unavailable.reason()));
        };
    }

    private static Problem notResumed(String code, String reason) {
        return switch (code) {
            case Codes.TOKEN_INVALID -> Problem.of(401, code, "Unauthorized", reason);
            case Codes.SESSION_OVER -> Problem.of(410, code, "Gone", reason);
            default -> Problem.of(409, code, "Conflict", reason);
        };
    }

    private Future<Answer> session(Exchange exchange) {
        return sessions.status(exchange.caller(), exchange.path("sessionId"))
                .map(found -> found.map(status -> Answer.ok(new SessionAnswer(status).toJson()))
                        .orElseGet(() -> Answer.problem(Problem.of(
                                404,
                                "unknown_session",
                                "Not found",
                                "there is no such session of this key's merchant"))));
    }
}
