package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.server.journal.JournalOptions;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.Payer.Heard;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.TestServer.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Final readings that the gateway does not answer: kept, delivered by the next server, and counted where they are lost. */
class JournalledSessionTest {
    private final Path folder;
    private final FakeProvider provider = new FakeProvider();
    private TestServer server;

    JournalledSessionTest(@TempDir Path folder) {
        this.folder = folder;
        this.server = on("first", 1_000);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aServerThatIsKilledLeavesItsLastReadingsToTheNextOneOnItsFolder() throws Exception {
        Payer ending = server.open("echo", 60_000);
        Payer leaving = server.connect("echo").prove(server.paid("echo", 60_000));
        String token = leaving.await("session_started").getString("resumeToken");
        provider.down(true);
        ending.say("ws402.end");
        leaving.socket().close((short) 1011, "broken");
        metricBecomes("ws402_journal_readings 2.0");
        MeterReport settled = provider.settles().getFirst();
        // What a kill leaves is what is on the disk at that moment.
        Files.createDirectories(folder.resolve("second"));
        Files.copy(folder.resolve("first/final-readings"), folder.resolve("second/final-readings"));
        String written = Files.readString(folder.resolve("first/final-readings"));
        assertFalse(written.contains("resume:") || written.contains("access:") || written.contains("ref-"), written);
        server.close();
        provider.down(false);
        server = on("second", 1_000);
        TestServer.until(() -> provider.settlement("pay_1").isPresent(), "the settlement");
        TestServer.until(() -> !provider.releases().isEmpty(), "the release");
        assertEquals(
                settled.consumed(),
                provider.settlement("pay_1").orElseThrow().consumed().units());
        assertEquals("client_ended", provider.endReason("pay_1").orElseThrow());
        // In its own name another process could not have given it back.
        JsonObject resume = new JsonObject().put("type", "ws402.resume").put("token", token);
        Payer again = server.connect("echo").say(resume);
        assertEquals(
                provider.releases().getFirst().consumed().longValueExact(),
                again.await("session_started").getLong("consumedAmount"));
        metricBecomes("ws402_journal_readings 0.0");
        assertMetric("ws402_journal_delivered_total 2.0");
        assertFalse(metrics().contains("ws402_unpaid_units_total{"), this::metrics);
    }

    @Test
    void aReadingThatCameTooLateIsDroppedAndItsLossCounted() throws Exception {
        Payer payer = server.open("echo", 60_000);
        TestServer.until(() -> !provider.checkpoints().isEmpty(), "a checkpoint");
        provider.down(true);
        payer.say("ws402.end");
        metricBecomes("ws402_journal_readings 1.0");
        provider.takenUpElsewhere("pay_1");
        provider.down(false);
        metricBecomes("ws402_journal_readings 0.0");
        assertMetric("ws402_journal_dropped_total{code=\"lease_lost\"} 1.0");
        assertMetric("ws402_unpaid_sessions_total{code=\"lease_lost\"} 1.0");
        assertUnpaidIsWhatNoCheckpointRecorded(provider.settles().getLast());
    }

    @Test
    void aStaleHolderIsToldClosesAndCountsWhatNoCheckpointRecorded() throws Exception {
        Payer payer = server.open("echo", 60_000);
        TestServer.until(() -> !provider.checkpoints().isEmpty(), "a checkpoint");
        provider.takenUpElsewhere("pay_1");
        assertEquals("lease_lost", payer.await("ws402.session_ended").getString("reason"));
        assertEquals(new Heard.Closed(1008, "lease_lost"), payer.awaitClosed());
        assertEquals(List.of(), provider.settles());
        metricBecomes("ws402_unpaid_sessions_total{code=\"lease_lost\"} 1.0");
        assertTrue(metrics().contains("ws402_unpaid_units_total{asset=\"ws402:internal/credit:unit\"}"), this::metrics);
    }

    @Test
    void drainingWhileTheGatewayIsAwayLeavesEveryReadingToTheNextServer() throws Exception {
        server.close();
        server = on("drained", 1_000);
        server.open("echo", 60_000);
        server.open("echo", 60_000);
        provider.down(true);
        server.stop();
        server.close();
        provider.down(false);
        server = on("drained", 1_000);
        TestServer.until(() -> provider.releases().size() == 2, "the releases");
        metricBecomes("ws402_journal_delivered_total 2.0");
    }

    @Test
    void aFullJournalTakesNoNewSessionsAndServesThoseThatRun() throws Exception {
        server.close();
        server = on("full", 1);
        Payer running = server.open("echo", 60_000);
        Payer connected = server.connect("echo");
        String paid = server.paid("echo", 60_000);
        Payer ending = server.open("echo", 60_000);
        provider.loseSettleAnswers(1_000_000);
        ending.say("ws402.end");
        metricBecomes("ws402_journal_full 1.0");

        Answer terms = server.get("/ws402/schema/echo");
        assertEquals(503, terms.status());
        assertEquals("no_new_sessions", terms.json().getString("code"));
        assertEquals("5", terms.header("Retry-After"));
        UpgradeRejectedException refused = assertInstanceOf(
                UpgradeRejectedException.class,
                TestServer.failure(server.tryConnect(new WebSocketConnectOptions().setURI("/ws402/echo"))));
        assertEquals(503, refused.getStatus());
        connected.prove(paid);
        assertEquals("no_new_sessions", connected.await("payment_rejected").getString("code"));
        assertEquals("journal_full", server.get("/readyz").json().getString("status"));
        running.text("still served");
        assertEquals("still served", running.awaitData());

        provider.loseSettleAnswers(0);
        metricBecomes("ws402_journal_full 0.0");
        assertEquals(200, server.get("/ws402/schema/echo").status());
        server.connect("echo").prove(paid).await("session_started");
    }

    private TestServer on(String name, int readingsMax) {
        return TestServer.start(
                        provider,
                        config -> config.withJournal(new JournalOptions(folder.resolve(name), readingsMax))
                                .withDrainTimeout(Duration.ofMillis(300)))
                .listen();
    }

    private void assertUnpaidIsWhatNoCheckpointRecorded(MeterReport last) {
        long recorded = provider.checkpoints().stream()
                .flatMap(List::stream)
                .mapToLong(report -> report.consumed().longValueExact())
                .max()
                .orElseThrow();
        double unpaid = metrics()
                .lines()
                .filter(line -> line.startsWith("ws402_unpaid_units_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
        assertEquals((double) (last.consumed().longValueExact() - recorded), unpaid);
    }

    private void metricBecomes(String line) throws InterruptedException {
        TestServer.until(() -> metrics().contains("\n" + line + "\n"), line);
    }

    private void assertMetric(String line) {
        assertTrue(metrics().contains("\n" + line + "\n"), this::metrics);
    }

    private String metrics() {
        return server.get("/metrics").body().toString();
    }
}
