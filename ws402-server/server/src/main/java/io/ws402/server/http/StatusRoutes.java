package io.ws402.server.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.ws402.protocol.json.Amounts;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import io.ws402.server.session.SessionLoop;
import java.util.List;

/** What operators and probes ask: {@code /status, /gateway-health, /livez, /readyz, /metrics}. */
final class StatusRoutes {
    private final ServerParts parts;
    private final GatewayHealth gateway;

    StatusRoutes(ServerParts parts, GatewayHealth gateway) {
        this.parts = parts;
        this.gateway = gateway;
    }

    void mount(Router router) {
        router.get("/status").handler(this::status);
        router.get("/gateway-health").handler(this::gatewayHealth);
        router.get("/livez").handler(context -> Answers.json(context.response(), 200, state("ok")));
        router.get("/readyz").handler(this::ready);
        router.get("/metrics")
                .handler(context -> Answers.send(
                        context.response(),
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        parts.prometheus().get()));
    }

    private void status(RoutingContext context) {
        JsonObject status = new JsonObject()
                .put("provider", parts.provider().name())
                .put("gatewayUrl", parts.gatewayUrl())
                .put("activeSessions", parts.metrics().activeSessions())
                .put("unpaidSockets", parts.metrics().unpaidSockets())
                .put("draining", parts.draining().get());
        if (!parts.policy().isOperator(context.request())) {
            Answers.json(context.response(), 200, status);
            return;
        }
        List<SessionLoop> loops = parts.engine().loops();
        Future.all(loops.stream().map(SessionLoop::usage).toList()).onSuccess(all -> {
            JsonArray sessions = new JsonArray();
            all.<List<UsageUpdate>>list().forEach(usages -> usages.forEach(usage -> sessions.add(session(usage))));
            Answers.json(context.response(), 200, status.put("sessions", sessions));
        });
    }

    private static JsonObject session(UsageUpdate usage) {
        JsonObject json = new JsonObject()
                .put("sessionId", usage.sessionId())
                .put("elapsedMs", usage.reading().elapsedMs())
                .put("bytesTransferred", usage.reading().bytes())
                .put("messageCount", usage.reading().messages());
        Amounts.write(json, "consumedAmount", usage.consumedAmount());
        return Amounts.write(json, "remainingBalance", usage.remainingBalance());
    }

    private void gatewayHealth(RoutingContext context) {
        gateway.check()
                .onSuccess(health -> Answers.json(
                        context.response(),
                        200,
                        state(health.getString("status", "ok")).put("gatewayUrl", parts.gatewayUrl())))
                .onFailure(fault -> Answers.json(
                        context.response(), 503, state("unavailable").put("gatewayUrl", parts.gatewayUrl())));
    }

    private void ready(RoutingContext context) {
        if (parts.draining().get()) {
            Answers.json(context.response(), 503, state("draining"));
            return;
        }
        if (!parts.engine().takesSessions()) {
            Answers.json(context.response(), 503, state("journal_full"));
            return;
        }
        gateway.check()
                .onSuccess(health -> Answers.json(context.response(), 200, state("ready")))
                .onFailure(fault -> Answers.json(context.response(), 503, state("gateway_unavailable")));
    }

    private static JsonObject state(String status) {
        return new JsonObject().put("status", status);
    }
}
