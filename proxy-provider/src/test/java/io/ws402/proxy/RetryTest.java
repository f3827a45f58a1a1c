package io.ws402.proxy;

import static io.ws402.proxy.FakeGateway.flood;
import static io.ws402.proxy.FakeGateway.hangUp;
import static io.ws402.proxy.FakeGateway.json;
import static io.ws402.proxy.FakeGateway.problem;
import static io.ws402.proxy.FakeGateway.silence;
import static io.ws402.proxy.Samples.CLAIM;
import static io.ws402.proxy.Samples.GRANT;
import static io.ws402.proxy.Samples.PROOF;
import static io.ws402.proxy.Samples.report;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class RetryTest {
    private Vertx vertx;
    private FakeGateway gateway;

    @BeforeEach
    void start(Vertx given) {
        vertx = given;
        gateway = FakeGateway.start(given);
    }

    @Test
    void triesAgainWhatIsSafeUnderTheSameIdempotencyKey() {
        gateway.on(GatewayApi.SETTLE, problem(503, "starting"), hangUp(), json(200, Samples.settled()));

        SettleOutcome outcome = Await.result(provider(gateway.options()).settle(report("pay_1", 1, 290), "client_end"));

        assertEquals(new SettleOutcome.Settled(Samples.SETTLEMENT), outcome);
        List<FakeGateway.Asked> asked = gateway.asked(GatewayApi.SETTLE);
        assertEquals(3, asked.size());
        assertEquals(
                1,
                asked.stream()
                        .map(call -> call.headers().get("Idempotency-Key"))
                        .distinct()
                        .count());
        assertEquals(1, asked.stream().map(FakeGateway.Asked::body).distinct().count());
    }

    @Test
    void usesAnotherIdempotencyKeyForAnotherCall() {
        gateway.on(GatewayApi.SETTLE, json(200, Samples.settled()));
        ProxyPaymentProvider provider = provider(gateway.options());

        Await.result(provider.settle(report("pay_1", 1, 290), "client_end"));
        Await.result(provider.settle(report("pay_1", 1, 290), "client_end"));

        assertEquals(
                2,
                gateway.asked(GatewayApi.SETTLE).stream()
                        .map(call -> call.headers().get("Idempotency-Key"))
                        .distinct()
                        .count());
    }

    @Test
    void givesUpAfterTheAttemptsThatAreAllowed() {
        gateway.on(GatewayApi.SETTLE, problem(502, "bad_gateway"));

        assertInstanceOf(
                SettleOutcome.Unavailable.class,
                Await.result(provider(gateway.options().withRetryAttempts(2)).settle(report("pay_1", 1, 290), "end")));
        assertEquals(2, gateway.asked(GatewayApi.SETTLE).size());
    }

    @Test
    void doesNotRepeatWhatTheGatewayRefused() {
        gateway.on(GatewayApi.SETTLE, problem(500, "internal"));

        assertInstanceOf(
                SettleOutcome.Unavailable.class,
                Await.result(provider(gateway.options()).settle(report("pay_1", 1, 290), "end")));
        assertEquals(1, gateway.asked(GatewayApi.SETTLE).size());
    }

    @Test
    void waitsAsLongAsTheGatewayAsksOnlyWithinTheDeadline() {
        gateway.on(
                GatewayApi.SETTLE,
                json(503, new JsonObject().put("code", "starting").put("retryAfterMs", 3_600_000)));

        assertInstanceOf(
                SettleOutcome.Unavailable.class,
                Await.result(provider(gateway.options()).settle(report("pay_1", 1, 290), "end")));
        assertEquals(1, gateway.asked(GatewayApi.SETTLE).size());
    }

    @Test
    void comesBackWhenARateLimitSaysIfThatIsWithinTheDeadline() {
        gateway.on(GatewayApi.SETTLE, rateLimited(1), json(200, Samples.settled()));
        gateway.on(GatewayApi.CHECKPOINT, rateLimited(3_600), json(200, new JsonObject()));
        ProxyPaymentProvider provider = provider(gateway.options());

        assertEquals(
                new SettleOutcome.Settled(Samples.SETTLEMENT),
                Await.result(provider.settle(report("pay_1", 1, 290), "end")));

        // What lies beyond the deadline is not waited for.
        assertInstanceOf(
                CheckpointOutcome.Unavailable.class,
                Await.result(provider.checkpoint("server-1", List.of(report("pay_1", 1, 290)))));
        assertEquals(1, gateway.asked(GatewayApi.CHECKPOINT).size());
    }

    /** As a proxy before the gateway may answer: nothing but the header says when to come back. */
    private static FakeGateway.Reply rateLimited(int seconds) {
        return request -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", Integer.toString(seconds))
                .end();
    }

    @Test
    void triesAgainWhenAnAttemptIsNotAnswered() {
        gateway.on(GatewayApi.SETTLE, silence(), json(200, Samples.settled()));
        ProxyOptions options = gateway.options().withAttemptTimeout(Duration.ofMillis(300));

        assertInstanceOf(
                SettleOutcome.Settled.class, Await.result(provider(options).settle(report("pay_1", 1, 290), "end")));
    }

    @Test
    void endsEveryCallAtItsDeadline() {
        gateway.on(GatewayApi.VERIFY, silence());
        gateway.on(GatewayApi.CHECKPOINT, silence());
        ProxyPaymentProvider provider = provider(
                gateway.options().withTimeout(Duration.ofMillis(400)).withAttemptTimeout(Duration.ofMillis(200)));

        assertInstanceOf(Verification.Unavailable.class, Await.result(provider.verify(PROOF, CLAIM)));
        assertInstanceOf(
                CheckpointOutcome.Unavailable.class,
                Await.result(provider.checkpoint("server-1", List.of(report("pay_1", 1, 290)))));
        assertEquals(1, gateway.asked(GatewayApi.VERIFY).size(), "a verify may take the whole timeout");
    }

    @Test
    void saysWhenNobodyListensThere() {
        HttpServer gone = Await.result(
                vertx.createHttpServer().requestHandler(request -> {}).listen(0, "127.0.0.1"));
        int port = gone.actualPort();
        Await.result(gone.close());

        assertInstanceOf(
                Verification.Unavailable.class,
                Await.result(provider(ProxyOptions.of("http://127.0.0.1:" + port, "key"))
                        .verify(PROOF, CLAIM)));
    }

    @Test
    void stopsReadingAnAnswerThatIsTooLong() {
        gateway.on(GatewayApi.VERIFY, flood());
        ProxyOptions options = gateway.options().withBounds(1, 100_000).withTimeout(Duration.ofMillis(500));

        GatewayException failure = Await.failure(provider(options).verify(PROOF, CLAIM));

        assertTrue(failure.getMessage().contains("longer than 100000 bytes"), failure.getMessage());
        eventually(() -> gateway.closedConnections() == 1);
    }

    @Test
    void asksAGatewayThatIsDownOnlyNowAndThen() {
        gateway.on(GatewayApi.VERIFY, problem(503, "starting"));
        ProxyPaymentProvider provider = provider(gateway.options().withRetryAttempts(1));

        for (int i = 0; i < 20; i++) {
            assertInstanceOf(Verification.Unavailable.class, Await.result(provider.verify(PROOF, CLAIM)));
        }
        assertEquals(5, gateway.asked(GatewayApi.VERIFY).size());

        gateway.on(GatewayApi.VERIFY, json(200, Samples.granted()));
        eventually(() -> Await.result(provider.verify(PROOF, CLAIM)).equals(new Verification.Accepted(GRANT)));
        assertEquals(new Verification.Accepted(GRANT), Await.result(provider.verify(PROOF, CLAIM)));
    }

    @Test
    void doesNotTakeRefusalsForAGatewayThatIsDown() {
        gateway.on(GatewayApi.VERIFY, problem(400, "malformed_proof"));
        ProxyPaymentProvider provider = provider(gateway.options());

        for (int i = 0; i < 20; i++) {
            assertInstanceOf(Verification.Rejected.class, Await.result(provider.verify(PROOF, CLAIM)));
        }
        assertEquals(20, gateway.asked(GatewayApi.VERIFY).size());
    }

    @Test
    void spreadsPausesOverTheWholeOfAGrowingCeiling() {
        Backoff backoff = new Backoff(new Random(42));
        for (int attempt = 1; attempt < 70; attempt++) {
            int number = attempt;
            long ceiling = attempt > 6 ? Backoff.CAP_MS : Backoff.BASE_MS << (attempt - 1);
            long[] pauses = LongStream.generate(() -> backoff.delayMs(number, 1_000))
                    .limit(2_000)
                    .toArray();

            assertTrue(LongStream.of(pauses).allMatch(pause -> pause > 1_000 && pause <= 1_000 + ceiling));
            assertTrue(LongStream.of(pauses).min().orElseThrow() < 1_000 + ceiling / 10);
            assertTrue(LongStream.of(pauses).max().orElseThrow() > 1_000 + ceiling * 9 / 10);
        }
    }

    private ProxyPaymentProvider provider(ProxyOptions options) {
        return ProxyPaymentProvider.create(vertx, options, ProxyListener.NONE, new Random(1), System::nanoTime);
    }

    private static void eventually(BooleanSupplier condition) {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        assertTrue(condition.getAsBoolean());
    }
}
