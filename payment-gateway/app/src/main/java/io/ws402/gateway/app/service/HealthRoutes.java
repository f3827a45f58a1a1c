package io.ws402.gateway.app.service;

import io.vertx.core.Future;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.app.http.Problems;
import io.ws402.gateway.method.MethodHealth;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.refund.SuspendedAssets;
import io.ws402.gateway.refund.SuspendedAssets.Suspended;
import io.ws402.protocol.gateway.HealthAnswer;
import io.ws402.protocol.money.Asset;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Whether it works, for people ({@code /api/health}) and for whoever starts and balances it ({@code /livez, /readyz}). */
public final class HealthRoutes {
    private static final String PLAIN = "text/plain";
    private static final String OK = "ok";

    private final Readiness readiness;
    private final MethodRegistry methods;
    private final SuspendedAssets suspended;
    private final InstantSource clock;

    /**
     * @param suspended what can not be sent now
     * @param clock wall time, for the record
     */
    public HealthRoutes(Readiness readiness, MethodRegistry methods, SuspendedAssets suspended, InstantSource clock) {
        this.readiness = readiness;
        this.methods = methods;
        this.suspended = suspended;
        this.clock = clock;
    }

    /** Names the endpoints. */
    public void mount(Endpoints endpoints) {
        endpoints
                .on("getHealth", this::health)
                .on("getLiveness", exchange -> Future.succeededFuture(Answer.text(PLAIN, OK)))
                .on("getReadiness", this::ready);
    }

    private Future<Answer> health(Exchange exchange) {
        return readiness
                .missing()
                .compose(missing -> suspended
                        .list()
                        .otherwise(List.of())
                        .compose(all -> methods.health().map(health -> health(missing, withSuspended(health, all)))));
    }

    private Map<String, MethodHealth> withSuspended(Map<String, MethodHealth> health, List<Suspended> all) {
        Map<String, MethodHealth> told = new LinkedHashMap<>(health);
        all.forEach(each -> told.computeIfPresent(
                each.method(),
                (id, state) -> state.healthy()
                        ? new MethodHealth(
                                false, symbol(each) + " can not be sent to anybody: suspended since " + each.since())
                        : state));
        return told;
    }

    private String symbol(Suspended suspended) {
        return methods.byId(suspended.method())
                .flatMap(method -> method.describe().asset(suspended.asset().value()))
                .map(Asset::symbol)
                .orElse(suspended.asset().value());
    }

    private Answer health(Optional<String> missing, Map<String, MethodHealth> health) {
        SequencedMap<String, String> states = new LinkedHashMap<>();
        health.forEach((id, state) -> states.put(id, state.healthy() ? OK : state.detail()));
        boolean degraded = health.values().stream().anyMatch(state -> !state.healthy());
        String status = missing.isPresent() ? "unavailable" : degraded ? "degraded" : OK;
        String provider = methods.defaultMethod().describe().id();
        HealthAnswer answer = new HealthAnswer(status, provider, clock.millis(), states);
        return Answer.json(missing.isPresent() ? 503 : 200, answer.toJson());
    }

    private Future<Answer> ready(Exchange exchange) {
        return readiness
                .missing()
                .map(missing -> missing.map(why -> Answer.problem(Problems.unavailable("not_ready", why)))
                        .orElseGet(() -> Answer.text(PLAIN, OK)));
    }
}
