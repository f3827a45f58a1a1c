package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.server.session.SessionRules;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.Payer.Heard;
import io.ws402.server.testing.RawSocket;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.WireFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a payer may say wrong, too slowly, too often or twice: a code and a sentence, and no money moves for it. */
class HostilePayerTest {
    private final FakeProvider provider = new FakeProvider();
    private TestServer server = TestServer.start(provider, config -> config);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[{\"type\":\"ws402.end\"}]",
                "{\"type\":5}",
                "{\"type\":\"dance\"}",
                "{\"type\":\"dance\",\"type\":\"dance\"}",
                "{\"type\":\"ws402.end\"}",
                "{\"type\":\"ws402.quote_top_up\",\"amount\":1}",
                "{\"Type\":\"Payment_Proof\",\"proof\":{}}"
            })
    void whatMeansNothingBeforePaymentIsDroppedAndTheProofStillCounts(String text) throws InterruptedException {
        server.listen();
        server.connect("echo").text(text).prove(server.paid("echo", 60_000)).await("session_started");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'payment_proof'}|proof",
                "{'type':'payment_proof','proof':'REF'}|proof",
                "{'type':'payment_proof','proof':{'reference':'REF','amount':1.5}}|proof.amount",
                "{'type':'payment_proof','proof':{'reference':'REF','amount':1e3}}|proof.amount",
                "{'type':'payment_proof','proof':{'reference':'REF','reference':'REF'}}|proof.reference",
                "{'type':'payment_proof','type':'payment_proof','proof':{'reference':'REF'}}|type",
                "{'type':'payment_proof','proof':{'reference':'REF'},'n':NaN}|",
                "{'type':'payment_proof','proof':{'reference':'REF'}} {}|",
                "{'type':'payment_proof','proof':{'reference':'REF'|"
            })
    void aProofThatCanNotBeReadIsRefusedByFieldAndStaysGood(String message, String field) throws InterruptedException {
        server.listen();
        String paymentId = server.paid("echo", 60_000);
        Payer payer = server.connect("echo")
                .text(message.replace('\'', '"')
                        .replace("REF", FakeProvider.proof(paymentId).getString("reference")));
        JsonObject rejected = payer.await("payment_rejected");
        assertEquals("malformed_proof", rejected.getString("code"));
        assertTrue(rejected.getString("reason").contains(field == null ? " " : field), rejected::encode);
        assertEquals(new Heard.Closed(1008, "malformed_proof"), payer.awaitClosed());
        server.connect("echo").prove(paymentId).await("session_started");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1e3", "-1", "\"1.0\"", "\"-1\"", "true", "null", "[1]", "1,\"amount\":1", "NUMBER"})
    void anAmountThatIsNoneIsRefusedAndTheSessionGoesOn(String amount) throws InterruptedException {
        server.listen();
        Payer payer = server.open("echo", 60_000);
        payer.text("{\"type\":\"ws402.quote_top_up\",\"amount\":" + amount.replace("NUMBER", "9".repeat(79)) + "}");
        JsonObject error = payer.await("ws402.error");
        assertTrue(
                Set.of("invalid_amount", "invalid_number", "duplicate_key", "invalid_field")
                        .contains(error.getString("code")),
                error::encode);
        payer.text("goes on");
        assertEquals("goes on", payer.awaitData());
        payer.say("ws402.end").await("ws402.session_ended");
        assertEquals(2, provider.settles().getFirst().reading().messages());
    }

    @Test
    void binaryBeforePaymentIsNoProofAndTooMuchOfItClosesTheSocket() throws IOException, InterruptedException {
        server.listen();
        String paymentId = server.paid("echo", 60_000);
        byte[] proof = new JsonObject()
                .put("type", "payment_proof")
                .put("proof", FakeProvider.proof(paymentId))
                .toBuffer()
                .getBytes();
        try (RawSocket payer = RawSocket.open(server.port(), "echo")) {
            for (int message = 0; message < 17; message++) {
                payer.write(WireFrame.of(WireFrame.BINARY, proof));
            }
            WireFrame close = payer.awaitClose();
            assertEquals(1008, close.closeCode());
            assertTrue(close.text().endsWith("too_many_messages"));
        }
        server.connect("echo").prove(paymentId).await("session_started");
    }

    @Test
    void aProofShownOnTwoServersAtOnceOpensOneSession() throws InterruptedException {
        server.listen();
        try (TestServer other = TestServer.start(provider, config -> config).listen()) {
            String paymentId = server.paid("echo", 60_000);
            Payer here = server.connect("echo");
            Payer there = other.connect("echo");
            here.prove(paymentId);
            there.prove(paymentId);
            assertEquals(Set.of("session_started", "payment_rejected"), Set.copyOf(List.of(first(here), first(there))));
        }
    }

    @Test
    void aProofThatTricklesInIsCutOffAtTheDeadlineAndStaysGood() throws IOException, InterruptedException {
        restart(new LimitsBuilder().firstMessage(Duration.ofMillis(300)), TestServer.rules());
        String paymentId = server.paid("echo", 60_000);
        try (RawSocket payer = RawSocket.open(server.port(), "echo")) {
            String proof = new JsonObject()
                    .put("type", "payment_proof")
                    .put("proof", FakeProvider.proof(paymentId))
                    .encode();
            trickle(payer, WireFrame.text(proof).masked());
            assertTrue(payer.awaitClose().text().endsWith("first_message_timeout"));
        }
        server.connect("echo").prove(paymentId).await("session_started");
    }

    @Test
    void aFrameThatTricklesInIsNoSignOfLifeAndTheSessionIsGivenBack() throws IOException, InterruptedException {
        SessionRules rules = TestServer.rules();
        restart(
                new LimitsBuilder(),
                new SessionRules(
                        rules.checkpointInterval(),
                        rules.outageGrace(),
                        rules.pingInterval(),
                        Duration.ofMillis(600),
                        rules.pauseMax(),
                        rules.balanceLowAt(),
                        rules.settleAnswerWait(),
                        rules.reportRetryFor()));
        try (RawSocket payer = RawSocket.open(server.port(), "echo")) {
            payer.prove(server.paid("echo", 60_000)).await("session_started");
            trickle(payer, WireFrame.of(WireFrame.BINARY, new byte[200]).masked());
            TestServer.until(() -> !provider.releases().isEmpty(), "the release");
        }
        assertEquals(0, provider.releases().getFirst().reading().bytes());
        assertEquals(List.of(), provider.settles());
    }

    @Test
    void aFloodOfPingsWhoseAnswersNobodyReadsIsCutOff() throws IOException, InterruptedException {
        restart(new LimitsBuilder().stuck(Duration.ofMillis(300)), TestServer.rules());
        try (RawSocket payer = RawSocket.connect(server.port())) {
            payer.write(RawSocket.upgrade("echo", "")).readHead();
            payer.prove(server.paid("echo", 1_000_000_000));
            TestServer.until(() -> server.get("/status").json().getInteger("activeSessions") == 1, "the session");
            byte[] pings = repeated(WireFrame.of(WireFrame.PING, new byte[125]).masked(), 1_000);
            // Far more than all buffers on the way hold: a server that went on reading would take it all.
            boolean cut = false;
            for (int i = 0; i < 1_000 && !cut; i++) {
                cut = !wrote(payer, pings);
            }
            assertTrue(cut);
        }
        TestServer.until(() -> !provider.releases().isEmpty(), "the release");
        TestServer.until(() -> server.get("/status").json().getInteger("activeSessions") == 0, "the session's end");
    }

    @Test
    void thousandsOfIdleStrangersAreBoundedAndDoNotDisturbAnybody() throws IOException, InterruptedException {
        int max = 250;
        restart(
                new LimitsBuilder()
                        .firstMessage(Duration.ofSeconds(5))
                        .unpaid(max, 10_000)
                        .rates(TestServer.ANY_RATE),
                TestServer.rules());
        Payer payer = server.open("echo", 1_000_000_000);
        List<RawSocket> strangers = new ArrayList<>();
        Set<String> answers = new TreeSet<>();
        for (int i = 0; i < 2_000; i++) {
            RawSocket stranger = RawSocket.connect(server.port());
            strangers.add(stranger);
            answers.add(stranger.write(RawSocket.upgrade("echo", "")).readHead().substring(9, 12));
            if (i % 250 == 0) {
                payer.text("still here");
                assertEquals("still here", payer.awaitData());
                JsonObject status = server.get("/status").json();
                assertTrue(status.getInteger("unpaidSockets") <= max, status::encode);
            }
        }
        assertEquals(Set.of("101", "503"), answers);
        assertEquals(200, server.get("/livez").status());
        TestServer.until(() -> server.get("/status").json().getInteger("unpaidSockets") == 0, "the strangers' end");
        server.open("echo", 60_000);
        for (RawSocket stranger : strangers) {
            stranger.close();
        }
    }

    private void restart(LimitsBuilder limits, SessionRules rules) {
        server.close();
        server = TestServer.start(
                        provider, config -> config.withLimits(limits.build()).withSessions(rules))
                .listen();
    }

    private static String first(Payer payer) throws InterruptedException {
        return payer.next() instanceof Heard.Message message ? message.type() : "nothing";
    }

    /** A byte at a time, until the server has had enough. */
    private static void trickle(RawSocket socket, byte[] bytes) throws InterruptedException {
        for (byte one : bytes) {
            if (!wrote(socket, one)) {
                return;
            }
            Thread.sleep(20);
        }
    }

    private static boolean wrote(RawSocket socket, byte... bytes) {
        try {
            socket.write(bytes);
            return true;
        } catch (IOException cut) {
            return false;
        }
    }

    private static byte[] repeated(byte[] once, int times) {
        byte[] all = new byte[once.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(once, 0, all, i * once.length, once.length);
        }
        return all;
    }
}
