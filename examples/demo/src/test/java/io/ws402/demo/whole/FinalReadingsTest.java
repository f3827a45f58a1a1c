package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.demo.system.LeaseTimes;
import io.ws402.demo.system.Service;
import io.ws402.devnet.Account;
import io.ws402.protocol.payment.Codes;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Servers that come back from the dead with something to say: killed, with the gateway, while they hold a final reading.
 * On a system of its own, whose gateway waits long for a lost server, so that it is not this that ends a session.
 */
@Timeout(300)
class FinalReadingsTest extends WholePath {
    private static final String RESOURCE = "ticker-premium";
    private static final LeaseTimes LONG_WINDOW = new LeaseTimes(
            Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofMinutes(3), Duration.ofSeconds(10));

    private static WholeSystem patient;

    private final HttpClient http = HttpClient.newHttpClient();

    FinalReadingsTest() {
        super(patient);
    }

    @BeforeAll
    static void start() throws InterruptedException {
        patient = WholeSystem.start(LONG_WINDOW);
    }

    @AfterAll
    static void stop() {
        patient.close();
    }

    @Test
    void aFinalReadingOutlivesTheDeathOfServerAndGatewayAndIsDeliveredOnce() throws Exception {
        Quoted quote = quote(RESOURCE, "ETH");
        Account payer = payer();
        BigInteger firstBlock = chain().anvil().blockNumber();
        Service gateway = system().gateway();
        Service server = system().servers().getFirst();
        BigInteger last;
        String session;
        try (RawSocket socket = connect(1, RESOURCE)) {
            JsonObject started = started(socket, quote, pay(payer, quote, quote.amount()));
            session = started.getString("sessionId");
            socket.await("usage_update");
            gateway.kill();
            // Served after the last checkpoint: only the final reading can tell of it.
            socket.await("usage_update");
            socket.await("usage_update");
            last = new BigInteger(socket.end().getString("consumed"));
            awaitMetric(server, "ws402_journal_readings", kept -> kept.intValue() == 1);
        } finally {
            server.kill();
        }
        startAgain(gateway);
        JsonObject before = status(session);
        assertTrue(new BigInteger(before.getString("consumed")).compareTo(last) < 0, before::encode);
        startAgain(server);
        awaitMetric(server, "ws402_journal_delivered_total", delivered -> delivered.intValue() == 1);

        assertTheLawHoldsInTheEnd();
        JsonObject settled = status(session);
        assertEquals(last, new BigInteger(settled.getString("consumed")), settled::encode);
        assertEquals("client_ended", settled.getString("endReason"), settled::encode);
        assertEquals(
                List.of(quote.amount().subtract(last)),
                RefundsOnChain.since(chain(), firstBlock).coinsTo(payer.address()));
        // Another death finds nothing to deliver.
        server.kill();
        startAgain(server);
        assertEquals(0, metric(server, "ws402_journal_readings").intValue());
        assertEquals(0, metric(server, "ws402_journal_delivered_total").intValue());
        assertLedgerBalances();
    }

    @Test
    void aFinalReadingThatComesAfterAnotherServerTookTheSessionUpCountsForNothingButAsALoss() throws Exception {
        Quoted quote = quote(RESOURCE, "ETH");
        Account payer = payer();
        BigInteger firstBlock = chain().anvil().blockNumber();
        Service gateway = system().gateway();
        Service server = system().servers().getFirst();
        String token;
        try (RawSocket socket = connect(1, RESOURCE)) {
            started(socket, quote, pay(payer, quote, quote.amount()));
            socket.await("usage_update");
            gateway.kill();
            token = socket.await("ws402.migrate").getString("resumeToken");
            awaitMetric(server, "ws402_journal_readings", kept -> kept.intValue() == 1);
        } finally {
            server.kill();
        }
        startAgain(gateway);
        BigInteger consumed;
        try (RawSocket elsewhere = resumed(token)) {
            startAgain(server);
            awaitMetric(server, "ws402_journal_dropped_total{code=\"lease_lost\"}", dropped -> dropped.intValue() == 1);
            assertEquals(
                    1,
                    metric(server, "ws402_unpaid_sessions_total{code=\"lease_lost\"}")
                            .intValue());
            JsonObject ended = elsewhere.end();
            consumed = new BigInteger(ended.getString("consumed"));
        }
        assertTheLawHoldsInTheEnd();
        assertEquals(
                List.of(quote.amount().subtract(consumed)),
                RefundsOnChain.since(chain(), firstBlock).coinsTo(payer.address()));
    }

    private static JsonObject started(RawSocket socket, Quoted quote, String txHash) throws InterruptedException {
        JsonObject verdict = socket.prove(quote.proof(txHash)).verdict();
        assertEquals("session_started", verdict.getString("type"), verdict::encode);
        return verdict;
    }

    private RawSocket resumed(String token) throws InterruptedException {
        JsonObject resume = new JsonObject().put("type", "ws402.resume").put("token", token);
        while (true) {
            RawSocket socket = connect(2, RESOURCE);
            JsonObject verdict = socket.say(resume.encode()).verdict();
            if (verdict.getString("type").equals("session_started")) {
                return socket;
            }
            socket.close();
            assertEquals(Codes.LEASE_HELD, verdict.getString("code"), verdict::encode);
        }
    }

    private JsonObject status(String sessionId) throws IOException {
        URI gateway = system().endpoints().gatewayUrl();
        String key = system().endpoints().gatewayApiKey();
        return whole().system().http().get(gateway.resolve("/api/sessions/" + sessionId), key);
    }

    private void awaitMetric(Service server, String name, Predicate<BigDecimal> condition) throws Exception {
        while (!condition.test(metric(server, name))) {
            Thread.sleep(100);
        }
    }

    /** 0 while there is none. */
    private BigDecimal metric(Service server, String name) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.url().resolve("/metrics")).build();
        return http.send(request, BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> new BigDecimal(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(BigDecimal.ZERO);
    }
}
