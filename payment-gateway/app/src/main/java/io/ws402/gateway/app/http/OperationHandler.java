package io.ws402.gateway.app.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.app.contract.Operation;
import io.ws402.gateway.app.contract.Violation;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.protocol.json.StrictJson;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes one operation's requests from the wire to its endpoint, the cheap refusals first: key, role, rate, parameters, size,
 * strict JSON, contract, idempotency key.
 */
final class OperationHandler implements Handler<RoutingContext> {
    private static final Pattern JSON = Pattern.compile("(?i)application/json\\s*(;.*)?");
    private static final String BODY_IS_READ = "ws402.body-is-read";

    private final Vertx vertx;
    private final Operation operation;
    private final Endpoint endpoint;
    private final ApiServices services;
    private final boolean takesIdempotencyKey;

    OperationHandler(Vertx vertx, Operation operation, Endpoint endpoint, ApiServices services) {
        this.vertx = vertx;
        this.operation = operation;
        this.endpoint = endpoint;
        this.services = services;
        this.takesIdempotencyKey = operation.takesHeader(GatewayApi.IDEMPOTENCY_KEY);
    }

    @Override
    public void handle(RoutingContext context) {
        long startedNanos = System.nanoTime();
        HttpServerRequest request = context.request();
        TraceParent trace = TraceParent.of(request);
        request.pause();
        caller(request)
                .compose(caller -> answer(context, caller.orElse(null), trace))
                .otherwise(failure ->
                        Answer.problem(Faults.problem(failure, operation.id(), operation.maxBodyBytes(), trace)))
                .onSuccess(answer -> {
                    write(request, answer);
                    if (context.get(BODY_IS_READ) == null) {
                        BodyReader.discard(vertx, request, operation.maxBodyBytes(), services.bodyDeadline());
                    }
                    services.requests().answered(operation.id(), answer, System.nanoTime() - startedNanos);
                });
    }

    private Future<Optional<Caller>> caller(HttpServerRequest request) {
        if (!operation.needsKey()) {
            return Future.succeededFuture(Optional.empty());
        }
        return services.authentication().identify(request).map(caller -> {
            operation.role().ifPresent(role -> {
                if (!caller.role().wireName().equals(role)) {
                    throw new Refusal(Problems.forbidden(role));
                }
            });
            long waitMs = services.rates().take(operation, caller);
            if (waitMs > 0) {
                throw new Refusal(Problems.rateLimited(waitMs));
            }
            return Optional.of(caller);
        });
    }

    private Future<Answer> answer(RoutingContext context, @Nullable Caller caller, TraceParent trace) {
        HttpServerRequest request = context.request();
        refuse(operation.parameterViolation(parameter -> switch (parameter.place()) {
            case PATH -> context.pathParam(parameter.name());
            case QUERY -> request.getParam(parameter.name());
            case HEADER -> request.getHeader(parameter.name());
        }));
        if (operation.body() == null) {
            return endpoint.handle(new Exchange(request, context.pathParams(), caller, new JsonObject(), trace));
        }
        requireJson(request);
        context.put(BODY_IS_READ, true);
        return BodyReader.read(vertx, request, operation.maxBodyBytes(), services.bodyDeadline())
                .compose(bytes -> {
                    JsonObject body = StrictJson.parse(bytes, operation.maxBodyBytes());
                    refuse(operation.bodyViolation(body));
                    Exchange exchange = new Exchange(request, context.pathParams(), caller, body, trace);
                    return admitted(request, caller, bytes).compose(admitted -> endpoint.handle(exchange));
                });
    }

    private static void refuse(@Nullable Violation violation) {
        if (violation != null) {
            throw new Refusal(Problems.of(violation));
        }
    }

    private static void requireJson(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && !JSON.matcher(type).matches()) {
            throw new Refusal(Problems.unsupportedMediaType());
        }
    }

    private Future<Void> admitted(HttpServerRequest request, @Nullable Caller caller, Buffer body) {
        String key = takesIdempotencyKey ? request.getHeader(GatewayApi.IDEMPOTENCY_KEY) : null;
        if (key == null || caller == null) {
            return Future.succeededFuture();
        }
        return services.idempotencyKeys()
                .admits(caller, key, request.path(), body)
                .map(same -> {
                    if (!same) {
                        throw new Refusal(Problems.idempotencyKeyReused());
                    }
                    return null;
                });
    }

    private void write(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (answer.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        Long retryAfterMs = answer.retryAfterMs();
        if (retryAfterMs != null) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString((retryAfterMs + 999) / 1000));
        }
        response.end(answer.body());
    }
}
