package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.ws402.protocol.payment.Verification;
import io.ws402.server.app.ServerConfig;
import io.ws402.server.resource.Resource;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.Payer.Heard;
import io.ws402.server.testing.TestServer;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sockets before they have a session: everything that strangers may try. */
class UnpaidSocketTest {
    private final FakeProvider provider = new FakeProvider();
    private TestServer server = TestServer.start(provider, config -> config);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void dropsGarbageAndClosesWhenThereIsTooMuchOfIt() throws InterruptedException {
        server.listen();
        Payer patient = server.connect("echo");
        for (int message = 0; message < 16; message++) {
            patient.text("noise " + message);
        }
        patient.prove(server.paid("echo", 60_000)).await("session_started");
        Payer rude = server.connect("echo");
        for (int message = 0; message < 17; message++) {
            rude.text("{\"type\":\"noise\"}");
        }
        assertEquals(new Heard.Closed(1008, "too_many_messages"), rude.awaitClosed());
    }

    @Test
    void saysWhatIsWrongWithAProofThatCanNotBeRead() throws InterruptedException {
        server.listen();
        Payer payer = server.connect("echo").text("{\"type\":\"payment_proof\",\"proof\":{\"amount\":1e3}}");
        JsonObject rejected = payer.await("payment_rejected");
        assertEquals("malformed_proof", rejected.getString("code"));
        assertTrue(rejected.getString("reason").contains("proof.amount"), rejected::encode);
        assertEquals(1008, payer.awaitClosed().code());
    }

    @Test
    void closesASocketThatSaysNothingInTime() throws InterruptedException {
        restart(limits(limits -> limits.firstMessage(Duration.ofMillis(200))));
        assertEquals(
                new Heard.Closed(1008, "first_message_timeout"),
                server.connect("echo").awaitClosed());
    }

    @Test
    void closesAConnectionThatTricklesItsHeaders() throws InterruptedException {
        restart(limits(limits -> limits.firstMessage(Duration.ofMillis(500))));
        NetSocket socket = TestServer.await(server.vertx().createNetClient().connect(server.port(), "127.0.0.1"));
        Promise<Void> closed = Promise.promise();
        socket.closeHandler(nothing -> closed.complete());
        socket.write("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
        long timer = server.vertx().setPeriodic(50, id -> socket.write("a"));
        TestServer.await(closed.future());
        server.vertx().cancelTimer(timer);
    }

    @Test
    void refusesAnUpgradeForAnUnknownResource() {
        server.listen();
        assertEquals(404, refusal(new WebSocketConnectOptions().setURI("/ws402/nothing")));
    }

    @Test
    void servesThePathOfWs402ZeroOne() throws InterruptedException {
        server.listen();
        Payer payer = server.connect(new WebSocketConnectOptions().setURI("/?resourceId=echo"));
        payer.prove(server.paid("echo", 60_000)).await("session_started");
    }

    @Test
    void selectsTheSubprotocolOnlyWhenItIsAskedFor() {
        server.listen();
        assertNull(server.connect("echo").socket().subProtocol());
        Payer asking = server.connect(
                new WebSocketConnectOptions().setURI("/ws402/echo").addSubProtocol("ws402.v1"));
        assertEquals("ws402.v1", asking.socket().subProtocol());
    }

    @Test
    void neverCompresses() {
        server.listen();
        Payer asking = server.connect(new WebSocketConnectOptions()
                .setURI("/ws402/echo")
                .putHeader("Sec-WebSocket-Extensions", "permessage-deflate"));
        assertNull(asking.socket().headers().get("Sec-WebSocket-Extensions"));
    }

    @Test
    void letsInNoForeignOriginUnlessItIsListed() {
        restart(config -> config.withPolicy(
                new WebPolicy(null, TrustedProxies.of(List.of()), List.of("https://Shop.example"), null)));
        assertEquals(403, refusal(from("https://evil.example")));
        assertEquals(403, refusal(from("null")));
        server.connect(from("https://shop.example"));
        server.connect(from("http://127.0.0.1:" + server.port()));
        server.connect("echo");
    }

    @Test
    void capsUnpaidSocketsPerAddressAndInAll() throws InterruptedException {
        restart(limits(limits -> limits.unpaid(3, 2)));
        Payer first = server.connect("echo");
        server.connect("echo");
        assertEquals(429, refusal(new WebSocketConnectOptions().setURI("/ws402/echo")));
        first.prove(server.paid("echo", 60_000)).await("session_started");
        server.connect("echo");
    }

    @Test
    void capsSessions() throws InterruptedException {
        restart(limits(limits -> limits.sessions(1)));
        Payer waiting = server.connect("echo");
        Payer first = server.open("echo", 60_000);
        assertEquals(503, refusal(new WebSocketConnectOptions().setURI("/ws402/echo")));
        waiting.prove(server.paid("echo", 60_000));
        assertEquals("server_full", waiting.await("payment_rejected").getString("code"));
        first.say("ws402.end").awaitClosed();
        server.open("echo", 60_000);
    }

    @Test
    void tellsThatAPaymentIsPendingUntilItIsFinal() throws InterruptedException {
        server.listen();
        provider.nextVerification(
                () -> Future.succeededFuture(new Verification.Pending("payment_pending", "1 of 2 confirmations", 100)));
        Payer payer = server.connect("echo").prove(server.paid("echo", 60_000));
        JsonObject pending = payer.await("payment_pending");
        assertEquals("1 of 2 confirmations", pending.getString("reason"));
        assertEquals(100, pending.getLong("retryAfterMs"));
        payer.await("session_started");
    }

    @Test
    void rejectsAPaymentThatIsStillPendingAtTheDeadline() throws InterruptedException {
        restart(limits(limits -> limits.verify(Duration.ofMillis(300))));
        for (int answer = 0; answer < 20; answer++) {
            provider.nextVerification(() ->
                    Future.succeededFuture(new Verification.Pending("payment_pending", "0 of 2 confirmations", 100)));
        }
        Payer payer = server.connect("echo").prove(server.paid("echo", 60_000));
        JsonObject rejected = payer.await("payment_rejected");
        assertEquals("payment_pending", rejected.getString("code"));
        assertEquals(1008, payer.awaitClosed().code());
    }

    @Test
    void asksAgainWhenTheGatewayDoesNotAnswer() throws InterruptedException {
        server.listen();
        provider.nextVerification(() -> Future.succeededFuture(new Verification.Unavailable("down")));
        provider.nextVerification(() -> Future.failedFuture(new IllegalStateException("meant to fail")));
        server.open("echo", 60_000);
    }

    @Test
    void saysThatTheGatewayWasNotReachedInTime() throws InterruptedException {
        restart(limits(limits -> limits.verify(Duration.ofMillis(300))));
        provider.nextVerification(() -> Promise.<Verification>promise().future());
        String paymentId = server.paid("echo", 60_000);
        Payer payer = server.connect("echo").prove(paymentId);
        JsonObject rejected = payer.await("payment_rejected");
        assertEquals("gateway_unavailable", rejected.getString("code"));
        assertTrue(rejected.getString("reason").contains("Try again"), rejected::encode);
        // The payment is as good as before.
        server.connect("echo").prove(paymentId).await("session_started");
    }

    @Test
    void givesThePaymentBackWhenTheSocketWentBeforeTheAnswerCame() throws InterruptedException {
        server.listen();
        String paymentId = server.paid("echo", 60_000);
        Promise<Verification> slow = Promise.promise();
        Promise<Void> asked = Promise.promise();
        provider.nextVerification(() -> {
            asked.complete();
            return slow.future();
        });
        Payer payer = server.connect("echo").prove(paymentId);
        TestServer.await(asked.future());
        payer.socket().close();
        TestServer.until(() -> server.get("/status").json().getInteger("unpaidSockets") == 0, "the socket's end");
        slow.complete(new Verification.Accepted(Grants.grant(paymentId, "echo")));
        TestServer.until(() -> !provider.releases().isEmpty(), "the release");
        assertEquals(BigInteger.ZERO, provider.releases().getFirst().consumed());
    }

    @Test
    void takesOneProofOnly() throws InterruptedException {
        server.listen();
        Promise<Verification> slow = Promise.promise();
        provider.nextVerification(slow::future);
        String first = server.paid("echo", 60_000);
        String second = server.paid("echo", 60_000);
        Payer payer = server.connect("echo").prove(first).prove(second).prove(second);
        slow.complete(new Verification.Accepted(Grants.grant(first, "echo")));
        payer.await("session_started");
        payer.text("hello");
        assertEquals("hello", payer.awaitData());
    }

    @Test
    void refusesAPaymentForAnotherResource() throws InterruptedException {
        server.listen();
        Payer payer = server.connect("echo").prove(server.paid("something-else", 60_000));
        assertEquals("resource_mismatch", payer.await("payment_rejected").getString("code"));
        TestServer.until(() -> !provider.releases().isEmpty(), "the release");
    }

    @Test
    void refundsEverythingWhenTheResourceDoesNotOpen() throws InterruptedException {
        Resource broken = session -> Future.failedFuture(new IllegalStateException("meant to fail"));
        Resource slow = session ->
                Promise.<io.ws402.server.resource.FrameHandler>promise().future();
        server.close();
        server = TestServer.start(provider, limits(limits -> limits.resourceOpen(Duration.ofMillis(100))));
        server.offer(TestServer.offering("broken", broken))
                .offer(TestServer.offering("slow", slow))
                .listen();
        for (String resource : List.of("broken", "slow")) {
            String paymentId = server.paid(resource, 60_000);
            Payer payer = server.connect(resource).prove(paymentId);
            assertEquals("resource_unavailable", payer.await("payment_rejected").getString("code"));
            TestServer.until(() -> provider.settlement(paymentId).isPresent(), "the refund");
            assertTrue(provider.settlement(paymentId).orElseThrow().consumed().isZero());
        }
    }

    @Test
    void closesASocketWhoseFirstMessageIsLargerThanAFrameMayBe() throws InterruptedException {
        server.listen();
        Payer payer = server.connect("echo").text("x".repeat(100 * 1024));
        assertEquals(1009, payer.awaitClosed().code());
    }

    private void restart(UnaryOperator<ServerConfig> change) {
        server.close();
        server = TestServer.start(provider, change).listen();
    }

    private static UnaryOperator<ServerConfig> limits(UnaryOperator<LimitsBuilder> change) {
        return config -> config.withLimits(change.apply(new LimitsBuilder()).build());
    }

    private WebSocketConnectOptions from(String origin) {
        return new WebSocketConnectOptions().setURI("/ws402/echo").putHeader("Origin", origin);
    }

    private int refusal(WebSocketConnectOptions options) {
        Throwable refused = TestServer.await(server.tryConnect(options)
                .<Throwable>map(payer -> new AssertionError("let in"))
                .otherwise(fault -> fault));
        return refused instanceof UpgradeRejectedException rejection ? rejection.getStatus() : -1;
    }
}
