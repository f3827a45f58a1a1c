package io.ws402.gateway.app.http;

import io.ws402.gateway.app.storage.DatabaseFault;
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
            default -> ofServer(failure, operation, trace);
        };
    }

    private static Problem ofServer(Throwable failure, String operation, TraceParent trace) {
        DatabaseFault fault = DatabaseFault.of(failure);
        if (fault == DatabaseFault.NONE) {
            LOG.atError()
                    .addKeyValue("operation", operation)
                    .addKeyValue("traceId", trace.traceId())
                    .setCause(failure)
                    .log("a defect ended a request");
            return Problems.defect(trace);
        }
        LOG.atWarn()
                .addKeyValue("operation", operation)
                .addKeyValue("traceId", trace.traceId())
                .log("the database did not answer: {}", failure.toString());
        return fault == DatabaseFault.WITHOUT_EFFECT
                ? Problems.unavailable(
                        "database_unavailable", "the gateway's database does not answer; repeat the same call")
                : Problems.undecided(
                        "the gateway's database did not say what came of it; repeat the same call to learn");
    }
}
