package io.ws402.gateway.app.http;

import io.ws402.gateway.app.contract.Violation;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.json.MalformedJson;

/** The problems that any call can have. Those of one feature stand with it. */
public final class Problems {
    static final long RETRY_SOON_MS = 1000;

    private Problems() {}

    static Problem unauthenticated() {
        return Problem.of(
                401,
                "unauthenticated",
                "Unauthorized",
                "an API key is missing or not known; send it as Authorization: Bearer <api key>");
    }

    static Problem tooManyFailures(long retryAfterMs) {
        return Problem.of(
                        429,
                        "too_many_failures",
                        "Too many requests",
                        "too many unknown API keys came from this address; correct the key and wait")
                .retryAfterMs(retryAfterMs);
    }

    static Problem rateLimited(long retryAfterMs) {
        return Problem.of(
                        429,
                        "rate_limited",
                        "Too many requests",
                        "this API key calls more often than limits.rates allows; repeat the same call later")
                .retryAfterMs(retryAfterMs);
    }

    static Problem forbidden(String role) {
        return Problem.of(403, "forbidden", "Forbidden", "this call needs an API key of role " + role);
    }

    /** The path leads nowhere. */
    public static Problem notFound() {
        return Problem.of(
                404, "not_found", "Not found", "there is nothing here; GET /openapi.json lists what there is");
    }

    static Problem methodNotAllowed() {
        return Problem.of(
                405, "method_not_allowed", "Method not allowed", "the path is there, but not with this method");
    }

    static Problem bodyTooSlow() {
        return Problem.of(408, "body_too_slow", "Request timeout", "the body did not arrive in time");
    }

    static Problem bodyTooLarge(int cap) {
        return Problem.of(
                413,
                MalformedJson.TOO_LARGE,
                "Body too large",
                "the body is longer than the " + cap + " bytes accepted");
    }

    static Problem unsupportedMediaType() {
        return Problem.of(
                415,
                "unsupported_media_type",
                "Unsupported media type",
                "the body must be JSON; send it with Content-Type: application/json");
    }

    static Problem idempotencyKeyReused() {
        return Problem.of(
                409,
                "idempotency_key_reused",
                "Conflict",
                "this Idempotency-Key came before with another call or body; use a new one");
    }

    static Problem of(MalformedJson refusal) {
        return badRequest(refusal.code(), refusal.field(), refusal.reason());
    }

    static Problem of(Violation violation) {
        return badRequest(violation.code(), violation.field(), violation.sentence());
    }

    /** A field is refused, for a rule that the contract can not express. */
    public static Problem badRequest(String code, String field, String detail) {
        Problem problem = Problem.of(400, code, "Bad request", detail);
        return field.isEmpty() ? problem : problem.with("field", field);
    }

    /** Something that the gateway needs does not answer; nothing was decided, and the same call may be repeated. */
    public static Problem unavailable(String code, String detail) {
        return Problem.of(503, code, "Unavailable", detail).retryAfterMs(RETRY_SOON_MS);
    }

    /** It may have been done, or not; the same call repeated will tell. */
    static Problem undecided(String detail) {
        return Problem.of(504, "outcome_unknown", "Outcome unknown", detail).retryAfterMs(RETRY_SOON_MS);
    }

    static Problem defect(TraceParent trace) {
        return Problem.of(
                        500,
                        "internal_error",
                        "Internal error",
                        "a defect; it is in the gateway's log under trace " + trace.traceId())
                .with("traceId", trace.traceId());
    }
}
