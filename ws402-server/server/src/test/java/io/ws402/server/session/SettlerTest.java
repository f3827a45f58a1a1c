package io.ws402.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.server.journal.FinalReading;
import io.ws402.server.journal.FinalReading.Delivery;
import io.ws402.server.journal.Journal;
import io.ws402.server.journal.JournalOptions;
import io.ws402.server.metrics.ServerMetrics;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.TestServer;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettlerTest {
    private static final AssetId CREDIT = new AssetId("ws402:internal/credit:unit");
    private static final MeterReport REPORT = new MeterReport("pay_1", 1, 7, Reading.ZERO, BigInteger.ONE);

    private static final FinalReading READING =
            new FinalReading(Delivery.SETTLE, "server", REPORT, "client_ended", BigInteger.ZERO, CREDIT);

    private final Vertx vertx = Vertx.vertx();
    private final FakeProvider provider = new FakeProvider();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        TestServer.await(vertx.close());
    }

    @Test
    void givesUpWhenTheTimeForItIsOver() {
        provider.down(true);
        Settler settler = settler(Duration.ofMillis(50));
        SettleOutcome outcome = TestServer.await(settler.settle(READING));
        assertInstanceOf(SettleOutcome.Unavailable.class, outcome);
        assertEquals(1, registry.get("ws402.reports.lost").counter().count());
        assertTrue(provider.settles().stream().allMatch(REPORT::equals));
        assertEquals(
                1,
                registry.get("ws402.unpaid.units")
                        .tag("asset", CREDIT.value())
                        .counter()
                        .count());
    }

    @Test
    void isIdleOnlyWhenEverythingIsAnswered() throws InterruptedException {
        provider.down(true);
        Settler settler = settler(Duration.ofSeconds(30));
        Future<SettleOutcome> answer = settler.settle(READING);
        Future<Void> idle = settler.idle();
        TestServer.until(() -> provider.settles().size() > 2, "a few attempts");
        assertTrue(!idle.isComplete());
        provider.down(false);
        assertInstanceOf(SettleOutcome.Refused.class, TestServer.await(answer));
        TestServer.await(idle);
        assertTrue(registry.get("ws402.settle.retries").counter().count() >= 2);
    }

    private Settler settler(Duration retryFor) {
        Backoff backoff = new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), new Random(402));
        ServerMetrics metrics = new ServerMetrics(registry);
        Journal journal = Journal.open(JournalOptions.DEFAULTS, metrics, System::nanoTime);
        return new Settler(vertx, provider, backoff, retryFor, System::nanoTime, metrics, journal);
    }
}
