package io.ws402.gateway.app.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.access.Caller;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/** A request that has passed key, size, strict parsing and contract. */
public final class Exchange {
    private final HttpServerRequest request;
    private final Map<String, String> pathParameters;
    private final @Nullable Caller caller;
    private final JsonObject body;
    private final TraceParent trace;

    Exchange(
            HttpServerRequest request,
            Map<String, String> pathParameters,
            @Nullable Caller caller,
            JsonObject body,
            TraceParent trace) {
        this.request = request;
        this.pathParameters = pathParameters;
        this.caller = caller;
        this.body = body;
        this.trace = trace;
    }

    /** Who calls; @throws IllegalStateException for an operation that needs no key. */
    public Caller caller() {
        if (caller == null) {
            throw new IllegalStateException("the operation needs no key, so it has no caller");
        }
        return caller;
    }

    /** The body, strictly parsed; empty for an operation that takes none. */
    public JsonObject body() {
        return body;
    }

    /** A parameter of the path. */
    public String path(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalStateException("the path has no parameter " + name);
        }
        return value;
    }

    /** A parameter of the query. */
    public Optional<String> query(String name) {
        return Optional.ofNullable(request.getParam(name));
    }

    /** The trace it belongs to. */
    public TraceParent trace() {
        return trace;
    }

    /** Gives a line of the log the names by which this request is found again; none of them is a secret. */
    public LoggingEventBuilder log(LoggingEventBuilder line, @Nullable String paymentId) {
        LoggingEventBuilder named = paymentId == null ? line : line.addKeyValue("paymentId", paymentId);
        return named.addKeyValue("traceId", trace.traceId());
    }
}
