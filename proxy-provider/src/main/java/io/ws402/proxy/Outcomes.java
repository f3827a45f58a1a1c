package io.ws402.proxy;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.gateway.GenerateAnswer;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.gateway.ReceiptAnswer;
import io.ws402.protocol.gateway.SessionsRecorded;
import io.ws402.protocol.gateway.SettleAnswer;
import io.ws402.protocol.gateway.TokenAnswer;
import io.ws402.protocol.gateway.TopUpAnswer;
import io.ws402.protocol.gateway.VerifyAnswer;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.ReceiptOutcome;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.TokenOutcome;
import io.ws402.protocol.payment.TopUpOutcome;
import io.ws402.protocol.payment.Verification;
import io.ws402.proxy.GatewayReply.Answered;
import io.ws402.proxy.GatewayReply.Missed;
import io.ws402.proxy.GatewayReply.Refused;
import org.jspecify.annotations.Nullable;

/** Turns the gateway's replies into the outcomes of the contract. What does not fit is a {@link GatewayException}. */
final class Outcomes {
    private static final long PENDING_RETRY_MS = 2_000;
    private static final long LEASE_RETRY_MS = 1_000;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;

    /** What {@link Problem} makes of a 404 that carries no code. */
    private static final String NOTHING_THERE = "http_404";

    private Outcomes() {}

    static QuoteOutcome quote(GatewayReply reply) {
        return switch (reply) {
            case Answered(JsonObject body) ->
                new QuoteOutcome.Quoted(GenerateAnswer.fromJson(body).toQuote());
            case Refused(Problem problem)
            when saysNo(problem) -> new QuoteOutcome.Refused(problem.code(), problem.detail());
            case Refused(Problem problem) -> new QuoteOutcome.Unavailable(problem.detail());
            // Past a cap on open quotes: the caller is told which, since only paying or waiting helps.
            case Missed(String reason, boolean unsent, Problem problem, boolean again)
            when problem != null && problem.status() == TOO_MANY ->
                new QuoteOutcome.Refused(problem.code(), problem.detail());
            case Missed missed -> new QuoteOutcome.Unavailable(missed.reason());
        };
    }

    /** The outcome of a verify that named a session; a {@link VerifyAnswer.Bare} yes is not for here. */
    static Verification verification(VerifyAnswer answer) {
        return switch (answer) {
            case VerifyAnswer.Granted granted -> new Verification.Accepted(granted.grant());
            case VerifyAnswer.Refused refused -> refused(refused.code(), refused.reason(), refused.retryAfterMs());
            case VerifyAnswer.Held held ->
                throw new GatewayException("the gateway held " + held.paymentId() + " but gave no lease");
            case VerifyAnswer.Bare bare -> throw new GatewayException("the gateway accepted a payment but named none");
        };
    }

    static Verification notVerified(GatewayReply reply) {
        return switch (reply) {
            case Refused(Problem problem)
            when saysNo(problem) -> refused(problem.code(), problem.detail(), problem.retryAfterMs());
            case Refused(Problem problem) -> new Verification.Unavailable(problem.detail());
            case Missed missed -> new Verification.Unavailable(missed.reason());
            case Answered answered -> throw new IllegalStateException("an answer is not a failure");
        };
    }

    static Verification resumed(GatewayReply reply) {
        return switch (reply) {
            case Answered(JsonObject body) -> verification(VerifyAnswer.fromJson(body));
            // A 0.1 gateway has no such call: no token can be its.
            case Refused(Problem problem)
            when problem.code().equals(NOTHING_THERE) ->
                new Verification.Rejected(Codes.TOKEN_INVALID, "the gateway knows no resume tokens");
            default -> notVerified(reply);
        };
    }

    static CheckpointOutcome checkpoint(GatewayReply reply) {
        return switch (reply) {
            case Answered(JsonObject body) -> recorded(SessionsRecorded.fromJson(body));
            case Refused(Problem problem)
            when saysNo(problem) -> throw new GatewayException("the gateway refused a checkpoint: " + problem.detail());
            case Refused(Problem problem) -> new CheckpointOutcome.Unavailable(problem.detail());
            case Missed missed -> new CheckpointOutcome.Unavailable(missed.reason());
        };
    }

    private static CheckpointOutcome recorded(SessionsRecorded answer) {
        return new CheckpointOutcome.Recorded(answer.over(), answer.toppedUp());
    }

    static TopUpOutcome toppedUp(GatewayReply reply) {
        return switch (reply) {
            case Answered(JsonObject body) -> {
                TopUpAnswer answer = TopUpAnswer.fromJson(body);
                yield new TopUpOutcome.Added(answer.arrived(), answer.worth(), answer.balance());
            }
            // An older gateway of ours has no such call yet.
            case Refused(Problem problem)
            when problem.code().equals(NOTHING_THERE) ->
                new TopUpOutcome.Rejected(Codes.NOT_SUPPORTED, "the gateway tops up no sessions");
            default ->
                switch (notVerified(reply)) {
                    case Verification.Rejected(String code, String reason) -> new TopUpOutcome.Rejected(code, reason);
                    case Verification.Pending(String code, String reason, long retryAfterMs) ->
                        new TopUpOutcome.Pending(code, reason, retryAfterMs);
                    case Verification.Unavailable(String reason) -> new TopUpOutcome.Unavailable(reason);
                    case Verification.Accepted accepted -> throw new IllegalStateException("a refusal is no grant");
                };
        };
    }

    static SettleOutcome settlement(GatewayReply reply) {
        return switch (reply) {
            case Answered(JsonObject body) ->
                new SettleOutcome.Settled(SettleAnswer.fromJson(body).settlement());
            case Refused(Problem problem)
            when saysNo(problem) -> new SettleOutcome.Refused(problem.code(), problem.detail());
            case Refused(Problem problem) -> new SettleOutcome.Unavailable(problem.detail());
            case Missed missed -> new SettleOutcome.Unavailable(missed.reason());
        };
    }

    static TokenOutcome token(GatewayReply reply) {
        return switch (reply) {
            case Answered(JsonObject body) -> {
                TokenAnswer answer = TokenAnswer.fromJson(body);
                yield new TokenOutcome.Renewed(answer.accessToken(), answer.accessTokenExpiresInMs());
            }
            // An older gateway of ours has no such call yet.
            case Refused(Problem problem)
            when problem.code().equals(NOTHING_THERE) ->
                new TokenOutcome.Refused(Codes.NOT_SUPPORTED, "the gateway renews no tokens");
            case Refused(Problem problem)
            when saysNo(problem) -> new TokenOutcome.Refused(problem.code(), problem.detail());
            case Refused(Problem problem) -> new TokenOutcome.Unavailable(problem.detail());
            case Missed missed -> new TokenOutcome.Unavailable(missed.reason());
        };
    }

    static ReceiptOutcome receipt(GatewayReply reply) {
        return switch (reply) {
            case Answered(JsonObject body) ->
                new ReceiptOutcome.Issued(ReceiptAnswer.fromJson(body).receipt());
            // A 0.1 gateway, or an older one of ours, has no such call.
            case Refused(Problem problem)
            when problem.code().equals(NOTHING_THERE) ->
                new ReceiptOutcome.Refused(ReceiptOutcome.NOT_OFFERED, "the gateway signs no receipts");
            case Refused(Problem problem)
            when problem.status() == NOT_FOUND || problem.status() == CONFLICT ->
                new ReceiptOutcome.Refused(problem.code(), problem.detail());
            case Refused(Problem problem) -> throw new GatewayException("no receipt: " + problem.detail());
            case Missed missed -> throw new GatewayException(missed.reason());
        };
    }

    /** Whether it is a no to what was asked. A path that nobody serves is a wrong URL, and no payer's fault. */
    private static boolean saysNo(Problem problem) {
        if (problem.code().equals(NOTHING_THERE)) {
            throw new GatewayException("nothing answers there (HTTP 404); check that gatewayUrl is the gateway's");
        }
        return problem.status() < 500;
    }

    private static Verification refused(String code, String reason, @Nullable Long retryAfterMs) {
        if (code.equals(Codes.GATEWAY_UNAVAILABLE)) {
            return new Verification.Unavailable(reason);
        }
        if (!Codes.isRetryable(code)) {
            return new Verification.Rejected(code, reason);
        }
        long otherwise = code.equals(Codes.LEASE_HELD) ? LEASE_RETRY_MS : PENDING_RETRY_MS;
        return new Verification.Pending(code, reason, retryAfterMs == null ? otherwise : retryAfterMs);
    }
}
