package io.ws402.gateway.app.http;

import io.ws402.gateway.app.storage.DatabaseFaults;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.json.MalformedJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever ends a request before its answer into a problem; a stack trace goes to the log and nowhere else. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private Faults() {}

    static Problem problem(Throwable failure, String operation, int cap, TraceParent trace) {
        return switch (failure) {
            case Refusal refusal -> refusal.problem();
            case MalformedJson malformed
            when malformed.code().equals(MalformedJson.TOO_LARGE) -> Problems.bodyTooLarge(cap);
            case MalformedJson malformed -> Problems.of(malformed);
            case Throwable passing
            when DatabaseFaults.isPassing(passing) -> {
                LOG.atWarn()
                        .addKeyValue("operation", operation)
                        .addKeyValue("traceId", trace.traceId())
                        .log("the database did not answer: {}", passing.toString());
                yield Problems.unavailable(
                        "database_unavailable", "the gateway's database does not answer; repeat the same call");
            }
            default -> {
                LOG.atError()
                        .addKeyValue("operation", operation)
                        .addKeyValue("traceId", trace.traceId())
                        .setCause(failure)
                        .log("a defect ended a request");
                yield Problems.defect(trace);
            }
        };
    }
}
