package io.ws402.gateway.app.service;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.http.Answer;
import io.ws402.gateway.app.http.Endpoints;
import io.ws402.gateway.method.MethodDescription;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.refund.SuspendedAssets;
import io.ws402.gateway.refund.SuspendedAssets.Suspended;
import io.ws402.protocol.gateway.MethodsAnswer;
import io.ws402.protocol.money.Asset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What describes the gateway: its contract, its keys, its payment methods, its metrics. */
public final class ServiceRoutes {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final Pattern EIP_155 = Pattern.compile("eip155:([0-9]{1,18})");

    private final MethodRegistry methods;
    private final SuspendedAssets suspended;
    private final JsonObject document;
    private final JsonObject publicKeys;
    private final Supplier<String> metrics;

    /**
     * @param suspended what can not be quoted for now
     * @param document the contract
     * @param publicKeys of session tokens, as a JWK set
     * @param metrics as Prometheus reads them
     */
    public ServiceRoutes(
            MethodRegistry methods,
            SuspendedAssets suspended,
            JsonObject document,
            JsonObject publicKeys,
            Supplier<String> metrics) {
        this.methods = methods;
        this.suspended = suspended;
        this.document = document;
        this.publicKeys = publicKeys;
        this.metrics = metrics;
    }

    /** Names the endpoints. */
    public void mount(Endpoints endpoints) {
        Answer contract = Answer.ok(document);
        Answer keys = Answer.ok(publicKeys);
        endpoints
                .on("getContract", exchange -> Future.succeededFuture(contract))
                .on("getPublicKeys", exchange -> Future.succeededFuture(keys))
                .on(
                        "listMethods",
                        exchange -> suspended
                                .list()
                                .map(all -> Answer.ok(methods(all).toJson())))
                .on("getMetrics", exchange -> Future.succeededFuture(Answer.text(PROMETHEUS_TEXT, metrics.get())));
    }

    private MethodsAnswer methods(List<Suspended> all) {
        return new MethodsAnswer(
                methods.all().stream().map(method -> method(method, all)).toList());
    }

    /** Without what can not be quoted for now; a method of which nothing is left is shown whole, and not enabled. */
    private MethodsAnswer.Method method(PaymentMethod method, List<Suspended> all) {
        MethodDescription description = method.describe();
        List<Asset> quoted = description.assets().stream()
                .filter(asset -> all.stream()
                        .noneMatch(each -> each.method().equals(description.id())
                                && each.asset().equals(asset.id())))
                .toList();
        List<Asset> shown = quoted.isEmpty() ? description.assets() : quoted;
        Asset first = shown.getFirst();
        return new MethodsAnswer.Method(
                description.id(),
                description.family(),
                description.network(),
                chainId(description).orElse(null),
                shown.stream()
                        .map(asset -> new MethodsAnswer.TakenAsset(asset, asset.equals(first)))
                        .toList(),
                method.equals(methods.defaultMethod()),
                methods.isUp(description.id()) && !quoted.isEmpty());
    }

    /** The number that 0.1 clients know an EVM chain by. */
    static Optional<Long> chainId(MethodDescription description) {
        Matcher matcher = EIP_155.matcher(description.chain());
        return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }
}
