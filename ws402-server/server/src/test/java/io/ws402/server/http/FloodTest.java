package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.rate.Rate;
import io.ws402.server.pricing.Tariff;
import io.ws402.server.resource.EchoResource;
import io.ws402.server.resource.Offering;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.Payer.Heard;
import io.ws402.server.testing.TestServer;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who pay do not notice those who do not. */
@EnabledOnOs(OS.LINUX)
@Isolated("it takes all of the machine, and the lateness it logs should be its own")
class FloodTest {
    private static final Logger LOG = LoggerFactory.getLogger(FloodTest.class);
    private static final String RESOURCE = "stream";
    private static final long INTERVAL_MS = 1_000;
    private static final PricePlan PLAN =
            new PricePlan(BigInteger.valueOf(1_000), BigInteger.valueOf(1_000_000), BigInteger.TEN, 3_600);
    private static final long BALANCE = 10_000_000;
    private static final int UNPAID_MAX = 300;

    /** Nothing is given back while the test runs, so that what is refused does not depend on how fast it is. */
    private static final RateLimits RATES = new RateLimits(
            Rate.parse("1/h burst 100"),
            Rate.parse("1/h burst 500"),
            RateLimits.DEFAULTS.proof(),
            RateLimits.DEFAULTS.other(),
            RateLimits.DEFAULTS.total());

    private static final int MESSAGES_MIN = 140;
    private static final String LAST = "last";
    private static final int PAYERS = 8;
    private static final int HANDSHAKES = 10_000;

    private final FakeProvider provider = new FakeProvider();
    private final TestServer server = TestServer.start(
                    provider,
                    config -> config.withLimits(new LimitsBuilder()
                            .unpaid(UNPAID_MAX, 20)
                            .rates(RATES)
                            .build()))
            .offer(new Offering(RESOURCE, Tariff.of(PLAN), Duration.ofMillis(INTERVAL_MS), EchoResource::new))
            .listen();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void paidSessionsLoseNothingToTenThousandHandshakesThatPayNothing() throws InterruptedException, IOException {
        List<String> payments = new ArrayList<>();
        List<Payer> payers = new ArrayList<>();
        for (int i = 0; i < PAYERS; i++) {
            payments.add(server.paid(RESOURCE, BALANCE, PLAN));
            payers.add(server.connect(RESOURCE).prove(payments.getLast()));
            payers.getLast().await("session_started");
        }
        AtomicBoolean flooding = new AtomicBoolean(true);
        AtomicInteger mostUnpaid = new AtomicInteger();
        AtomicInteger sent = new AtomicInteger();
        Thread payersAtWork = Thread.startVirtualThread(() -> {
            while (flooding.get() || sent.get() < MESSAGES_MIN) {
                int message = sent.incrementAndGet();
                payers.forEach(payer -> payer.text("message " + message));
                mostUnpaid.accumulateAndGet(unpaidSockets(), Math::max);
                pause(25);
            }
        });
        long latestMs = 0;
        try (Flood flood = new Flood(server.port())) {
            long begin = System.nanoTime();
            flood(flood);
            long tookMs = (System.nanoTime() - begin) / 1_000_000;
            flooding.set(false);
            payersAtWork.join();
            for (int i = 0; i < PAYERS; i++) {
                latestMs = Math.max(latestMs, servedToTheEnd(payers.get(i), payments.get(i), sent.get()));
            }
            LOG.warn("{} handshakes in {} ms: {}", HANDSHAKES, tookMs, flood.answers());
            refusedAsDocumented(flood);
        }
        LOG.warn("Updates were {} ms late at most; {} unpaid sockets at most", latestMs, mostUnpaid);
        assertTrue(mostUnpaid.get() <= UNPAID_MAX, () -> mostUnpaid + " unpaid sockets");
        TestServer.until(() -> unpaidSockets() == 0, "the end of the flood");
        server.open(RESOURCE, BALANCE);
    }

    /** From one address, from thousands, and from some that show proofs of nothing. */
    private static void flood(Flood flood) throws InterruptedException {
        for (int i = 0; i < HANDSHAKES / 2; i++) {
            flood.handshake("127.200.0.1", RESOURCE);
            if (i % 10 < 8) {
                flood.handshake("127.201." + i / 200 + "." + (i % 200 + 1), RESOURCE);
            } else {
                flood.proof("127.202.0." + (i % 100 + 1), RESOURCE, proof(i));
            }
            if (i % 4 == 0) {
                flood.schema("127.203.0." + (i % 3 + 1), RESOURCE);
            }
        }
        flood.awaitAnswers();
    }

    private static String proof(int i) {
        JsonObject proof = i % 2 == 0 ? FakeProvider.proof("pay_of_nobody_" + i) : new JsonObject().put("reference", i);
        return new JsonObject().put("type", "payment_proof").put("proof", proof).encode();
    }

    private int unpaidSockets() {
        return server.get("/status").json().getInteger("unpaidSockets");
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refusedAsDocumented(Flood flood) {
        Set<String> known = Set.of(
                "handshake 101",
                "handshake 429 rate_limited",
                "handshake 429 too_many_sockets",
                "handshake 503 too_many_sockets",
                "schema 200",
                "schema 429 rate_limited");
        Set<String> unknown = new TreeSet<>(flood.answers().keySet());
        unknown.removeAll(known);
        assertEquals(Set.of(), unknown);
        assertTrue(
                flood.answers().keySet().containsAll(known),
                () -> flood.answers().toString());
        assertEquals(
                HANDSHAKES,
                flood.answers().entrySet().stream()
                        .filter(answer -> answer.getKey().startsWith("handshake"))
                        .mapToInt(Map.Entry::getValue)
                        .sum());
        assertTrue(
                Set.of("unknown_reference", "malformed_proof")
                        .containsAll(flood.verdicts().keySet()),
                () -> flood.verdicts().toString());
    }

    /** Every update of its interval, every message echoed in order, and all of it charged as the meter says. */
    private long servedToTheEnd(Payer payer, String paymentId, int messages) throws InterruptedException {
        payer.text(LAST);
        long latestMs = 0;
        int updates = 0;
        int echoed = 0;
        for (String text = ""; !text.equals(LAST); ) {
            switch (payer.next()) {
                case Heard.Message update -> {
                    assertEquals("usage_update", update.type());
                    updates++;
                    latestMs = Math.max(latestMs, late(update.json(), updates));
                }
                case Heard.Data data -> {
                    text = data.payload().toString();
                    echoed++;
                    assertEquals(echoed > messages ? LAST : "message " + echoed, text);
                }
                case Heard.Closed closed -> throw new AssertionError("the flood ended a paid session: " + closed);
            }
        }
        assertTrue(updates >= 3, "too few updates to say anything");
        JsonObject ended = payer.say("ws402.end").await("ws402.session_ended");
        MeterReport report = provider.settles().stream()
                .filter(settle -> settle.paymentId().equals(paymentId))
                .findFirst()
                .orElseThrow();
        assertEquals(2L * (messages + 1), report.reading().messages());
        assertEquals(PLAN.cost(report.reading()), report.consumed());
        assertEquals(report.consumed().toString(), ended.getString("consumed"));
        return latestMs;
    }

    /** By how much an update missed its moment; it must be the next one, and charge what the meter says. */
    private static long late(JsonObject update, int number) {
        long elapsedMs = update.getLong("elapsedMs");
        assertEquals(number, elapsedMs / INTERVAL_MS, () -> "an update is missing before " + update);
        Reading reading = new Reading(elapsedMs, update.getLong("bytesTransferred"), update.getLong("messageCount"));
        assertEquals(PLAN.cost(reading).longValueExact(), update.getLong("consumedAmount"));
        return elapsedMs - number * INTERVAL_MS;
    }
}
