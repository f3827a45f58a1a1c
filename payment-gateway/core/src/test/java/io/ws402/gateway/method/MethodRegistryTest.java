package io.ws402.gateway.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.ws402.gateway.method.Capabilities.Binding;
import io.ws402.gateway.method.Capabilities.MoneyKind;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.PaymentProof;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DatabaseExtension.class)
final class MethodRegistryTest {
    private static final Asset COIN = new Asset(new AssetId("test:1/slip44:60"), "COIN", 18);
    private static final Asset TOKEN = new Asset(new AssetId("test:1/erc20:0xabc"), "TOKEN", 6);

    private final Vertx vertx;
    private final Pool pool;

    MethodRegistryTest(Vertx vertx, Database database) {
        this.vertx = vertx;
        this.pool = database.pool();
    }

    private static final class Stub implements PaymentMethod {
        private final String id;
        private final int failures;
        private final MoneyKind money;
        private final AtomicInteger starts = new AtomicInteger();
        private final Promise<Void> up = Promise.promise();
        private boolean closed;

        Stub(String id, int failures) {
            this(id, failures, MoneyKind.PREPAID);
        }

        Stub(String id, int failures, MoneyKind money) {
            this.id = id;
            this.failures = failures;
            this.money = money;
        }

        @Override
        public MethodDescription describe() {
            Capabilities capabilities = new Capabilities(Binding.AMOUNT, money, true);
            return new MethodDescription(id, "stub", id, "test:1", "wallet", List.of(COIN, TOKEN), capabilities);
        }

        @Override
        public Future<Void> start() {
            if (starts.incrementAndGet() <= failures) {
                return Future.failedFuture("no answer");
            }
            up.tryComplete();
            return Future.succeededFuture();
        }

        @Override
        public Future<MethodHealth> health() {
            return Future.succeededFuture(new MethodHealth(true, "fine"));
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public Detection detect(PaymentProof proof) {
            return new Detection.Foreign();
        }

        @Override
        public Future<QuoteTerms> quote(QuoteOrder order) {
            return Future.failedFuture("not asked here");
        }

        @Override
        public Future<Observation> observe(QuotedPayment payment, PaymentProof proof) {
            return Future.failedFuture("not asked here");
        }

        @Override
        public Future<Finality> finality(ObservedDeposit deposit) {
            return Future.failedFuture("not asked here");
        }

        @Override
        public RefundRail refunds() {
            throw new UnsupportedOperationException();
        }
    }

    private record StubFactory(String family, List<PaymentMethod> methods) implements PaymentMethodFactory {
        @Override
        public List<PaymentMethod> create(JsonObject configuration, MethodContext context) {
            return methods;
        }
    }

    @Test
    void listsTheDefaultAssetFirst() {
        MethodRegistry registry = new MethodRegistry(vertx, List.of(new Stub("a", 0), new Stub("b", 0)), "b");
        assertEquals("b", registry.defaultMethod().describe().id());
        assertEquals(
                List.of(
                        new AcceptedAsset("b", "b", COIN, true),
                        new AcceptedAsset("b", "b", TOKEN, false),
                        new AcceptedAsset("a", "a", COIN, false),
                        new AcceptedAsset("a", "a", TOKEN, false)),
                registry.accepts());
    }

    @Test
    void takesTheFirstNetworkThatIsListedForTheDefaultAndCreditsWhereThereIsNone() {
        List<PaymentMethodFactory> factories = List.of(
                new StubFactory("credits", List.of(new Stub("credits", 0))),
                new StubFactory("evm", List.of(new Stub("base", 0))),
                new StubFactory("solana", List.of(new Stub("solana", 0))));
        JsonObject credits = new JsonObject().put("credits", new JsonObject());
        JsonObject evm = credits.copy().put("evm", new JsonArray());
        JsonObject both = credits.copy().put("solana", new JsonArray()).put("evm", new JsonArray());
        MethodContext context = new MethodContext(vertx, pool, InstantSource.system(), false);
        assertEquals("credits", defaultOf(MethodRegistry.load(factories, credits, context, null)));
        assertEquals("base", defaultOf(MethodRegistry.load(factories, evm, context, null)));
        assertEquals("solana", defaultOf(MethodRegistry.load(factories, both, context, null)));
    }

    private static String defaultOf(MethodRegistry registry) {
        return registry.defaultMethod().describe().id();
    }

    @Test
    void servesOthersWhileOneIsDownAndStartsThatOneLater() {
        Stub sound = new Stub("sound", 0);
        Stub late = new Stub("late", 1);
        MethodRegistry registry = new MethodRegistry(vertx, List.of(sound, late), null);
        Await.of(registry.start());
        assertTrue(registry.isUp("sound"));
        assertFalse(registry.isUp("late"));
        assertFalse(registry.isUp("unknown"));
        assertSame(late, registry.byId("late").orElseThrow());
        assertFalse(healthy(registry, "late"));
        assertTrue(healthy(registry, "sound"));
        Await.of(late.up.future());
        assertEquals(2, late.starts.get());
        registry.close();
        assertTrue(sound.closed && late.closed);
    }

    private static boolean healthy(MethodRegistry registry, String id) {
        MethodHealth health = Await.of(registry.health()).get(id);
        return health != null && health.healthy();
    }

    @Test
    void namesWhatIsWrongWithTheConfiguration() {
        MethodContext context = new MethodContext(vertx, pool, InstantSource.system(), false);
        List<PaymentMethodFactory> factories = List.of(new StubFactory("stub", List.of(new Stub("a", 0))));
        assertFault(
                "methods.evn: there is no such family",
                () -> MethodRegistry.load(factories, new JsonObject().put("evn", new JsonObject()), context, null));
        assertFault(
                "defaultMethod: there is no method 'b'",
                () -> MethodRegistry.load(factories, new JsonObject(), context, "b"));
        assertFault(
                "methods: two methods have the id 'a'",
                () -> new MethodRegistry(vertx, List.of(new Stub("a", 0), new Stub("a", 0)), null));
        assertFault(
                "methods: 'permit' takes authorised money",
                () -> new MethodRegistry(vertx, List.of(new Stub("permit", 0, MoneyKind.AUTHORISED)), null));
        assertFault("methods: no payment method", () -> new MethodRegistry(vertx, List.of(), null));
        assertEquals(
                "a",
                MethodRegistry.load(factories, new JsonObject(), context, null)
                        .defaultMethod()
                        .describe()
                        .id());
    }

    private static void assertFault(String beginning, Runnable load) {
        String message = String.valueOf(
                assertThrows(MethodConfigurationException.class, load::run).getMessage());
        assertTrue(message.startsWith(beginning), message);
    }
}
