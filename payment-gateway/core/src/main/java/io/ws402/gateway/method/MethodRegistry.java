package io.ws402.gateway.method;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.AcceptedAsset;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The payment methods of a gateway, by id. A method whose rail does not answer at the start is reported unhealthy and
 * tried again until it does; the others serve meanwhile. Thread-safe.
 */
public final class MethodRegistry implements AutoCloseable {
    private static final Duration START_WAIT = Duration.ofSeconds(10);

    private final Map<String, MethodStart> methods = new LinkedHashMap<>();
    private final PaymentMethod defaultMethod;

    /**
     * Of methods made already.
     *
     * @param defaultMethod the id of the method that a quote is for which names none; null for the first
     * @throws MethodConfigurationException when there is no method, two share an id, one takes money that can not be
     *     collected, or the default is none of them
     */
    public MethodRegistry(Vertx vertx, List<PaymentMethod> made, @Nullable String defaultMethod) {
        for (PaymentMethod method : made) {
            String id = method.describe().id();
            if (method.describe().capabilities().money() == Capabilities.MoneyKind.AUTHORISED
                    && method.collections().isEmpty()) {
                throw new MethodConfigurationException(
                        "methods",
                        "'" + id + "' takes authorised money and does not say how to collect it; leave it out");
            }
            if (methods.put(id, new MethodStart(vertx, method)) != null) {
                throw new MethodConfigurationException("methods", "two methods have the id '" + id + "'; rename one");
            }
        }
        if (made.isEmpty()) {
            throw new MethodConfigurationException(
                    "methods", "no payment method is configured; add one, for example evm, or credits for trials");
        }
        this.defaultMethod = defaultMethod == null
                ? made.getFirst()
                : byId(defaultMethod)
                        .orElseThrow(() -> new MethodConfigurationException(
                                "defaultMethod",
                                "there is no method '" + defaultMethod + "'; there are " + methods.keySet()));
    }

    /**
     * Makes the methods of every family on the class path from configuration.
     *
     * @param configuration the {@code methods:} section, empty when there is none
     * @param defaultMethod null for the first network that is listed, or whatever is on by itself where none is
     * @throws MethodConfigurationException naming the key and the remedy
     */
    public static MethodRegistry load(JsonObject configuration, MethodContext context, @Nullable String defaultMethod) {
        List<PaymentMethodFactory> factories = ServiceLoader.load(PaymentMethodFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return load(factories, configuration, context, defaultMethod);
    }

    static MethodRegistry load(
            List<PaymentMethodFactory> factories,
            JsonObject configuration,
            MethodContext context,
            @Nullable String defaultMethod) {
        TreeSet<String> families = new TreeSet<>();
        factories.forEach(factory -> families.add(factory.family()));
        for (String key : configuration.fieldNames()) {
            if (!families.contains(key)) {
                throw new MethodConfigurationException(
                        "methods." + key, "there is no such family of payment methods; there are " + families);
            }
        }
        List<PaymentMethod> made = factories.stream()
                .sorted(Comparator.comparingInt(factory -> rank(factory.family(), configuration)))
                .flatMap(factory -> factory.create(configuration, context).stream())
                .toList();
        return new MethodRegistry(context.vertx(), made, defaultMethod);
    }

    /** Networks that are listed are meant to be used, in their order; what is on by itself comes behind them. */
    private static int rank(String family, JsonObject configuration) {
        return configuration.getValue(family) instanceof JsonArray
                ? List.copyOf(configuration.fieldNames()).indexOf(family)
                : Integer.MAX_VALUE;
    }

    /**
     * Starts every method and waits for all of them, 10 s at most. A method that is not up by then is tried again in the
     * background.
     *
     * @return never fails
     */
    public Future<Void> start() {
        return Future.join(methods.values().stream()
                        .map(method -> method.start(START_WAIT))
                        .toList())
                .mapEmpty();
    }

    /** The method with this id, whether it is up or not. */
    public Optional<PaymentMethod> byId(String id) {
        return Optional.ofNullable(methods.get(id)).map(MethodStart::method);
    }

    /** Whether the method with this id has started. */
    public boolean isUp(String id) {
        MethodStart method = methods.get(id);
        return method != null && method.isUp();
    }

    /** The method of quotes that name none. */
    public PaymentMethod defaultMethod() {
        return defaultMethod;
    }

    /** All of them, in the order of the configuration. */
    public List<PaymentMethod> all() {
        return methods.values().stream().map(MethodStart::method).toList();
    }

    /** Every asset that is taken, the default one first. */
    public List<AcceptedAsset> accepts() {
        Stream<PaymentMethod> others = all().stream().filter(method -> !method.equals(defaultMethod));
        return Stream.concat(Stream.of(defaultMethod), others)
                .map(PaymentMethod::describe)
                .flatMap(description -> description.assets().stream()
                        .map(asset -> new AcceptedAsset(
                                description.id(),
                                description.network(),
                                asset,
                                description.id().equals(defaultMethod.describe().id())
                                        && asset.equals(description.assets().getFirst()))))
                .toList();
    }

    /** How each method is, by id; bounded in time, never fails. */
    public Future<Map<String, MethodHealth>> health() {
        Map<String, Future<MethodHealth>> asked = new LinkedHashMap<>();
        methods.forEach((id, method) -> asked.put(id, method.health()));
        return Future.join(List.copyOf(asked.values())).map(all -> {
            Map<String, MethodHealth> answers = new LinkedHashMap<>();
            asked.forEach((id, answer) -> answers.put(id, answer.result()));
            return answers;
        });
    }

    /** Closes every method. Idempotent. */
    @Override
    public void close() {
        methods.values().forEach(MethodStart::close);
    }
}
