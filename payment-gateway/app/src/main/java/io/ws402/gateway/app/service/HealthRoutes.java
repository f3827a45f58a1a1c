package io.ws402.gateway.app.service;

import io.vertx.core.Future;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.app.http.Exchange;
import io.ws402.gateway.app.http.Problems;
import io.ws402.gateway.method.MethodHealth;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.refund.SuspendedAssets;
import io.ws402.gateway.refund.SuspendedAssets.Suspended;
import io.ws402.gateway.wallet.WalletLine;
import io.ws402.protocol.gateway.HealthAnswer;
import io.ws402.protocol.money.Asset;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Whether it works, for people ({@code /api/health}) and for whoever starts and balances it ({@code /livez, /readyz}). */
public final class HealthRoutes {
    private static final String PLAIN = "text/plain";
    private static final String OK = "ok";

    private final Readiness readiness;
    private final MethodRegistry methods;
    private final SuspendedAssets suspended;
    private final Supplier<List<WalletLine>> low;
    private final InstantSource clock;

    /**
     * @param suspended what can not be sent now
     * @param low the wallets that hold less than they should
     * @param clock wall time, for the record
     */
    public HealthRoutes(
            Readiness readiness,
            MethodRegistry methods,
            SuspendedAssets suspended,
            Supplier<List<WalletLine>> low,
            InstantSource clock) {
        this.readiness = readiness;
        this.methods = methods;
        this.suspended = suspended;
        this.low = low;
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
                        .compose(all -> methods.health().map(health -> health(missing, withRemarks(health, all)))));
    }

    /** A rail that answers, and that refunds can not be sent on for all that, is told of by what is in their way. */
    private Map<String, MethodHealth> withRemarks(Map<String, MethodHealth> health, List<Suspended> all) {
        Map<String, MethodHealth> told = new LinkedHashMap<>(health);
        told.replaceAll((id, state) -> {
            List<String> remarks =
                    Stream.concat(suspended(id, all), shortages(id)).toList();
            return state.healthy() && !remarks.isEmpty() ? new MethodHealth(false, String.join("; ", remarks)) : state;
        });
        return told;
    }

    private Stream<String> suspended(String method, List<Suspended> all) {
        return all.stream()
                .filter(each -> each.method().equals(method))
                .map(each -> symbol(each) + " can not be sent to anybody: suspended since " + each.since());
    }

    private Stream<String> shortages(String id) {
        return methods.byId(id).map(PaymentMethod::describe).stream()
                .flatMap(method -> low.get().stream()
                        .filter(line -> line.of().wallet().equals(method.recipient())
                                && line.of().asset().value().startsWith(method.chain() + "/")))
                .flatMap(line -> line.shortage().stream())
                .map(shortage -> "its wallet is low: it " + shortage);
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
