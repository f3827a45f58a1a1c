package io.ws402.server.resource.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.PfxOptions;
import io.ws402.server.http.SocketLimits;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upstream is connected before its session starts; one that is not to be had costs nothing. */
class UpstreamOpeningTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        TestServer.await(vertx.close());
    }

    @Test
    void chargesNothingWhenNobodyListens() throws Exception {
        int free;
        try (ServerSocket probe = new ServerSocket(0)) {
            free = probe.getLocalPort();
        }
        refundsWhole(UpstreamOptions.of(UpstreamAddress.of("ws://127.0.0.1:" + free)));
    }

    @Test
    void chargesNothingWhenTheHandshakeIsRefused() throws InterruptedException {
        HttpServer refusing = vertx.createHttpServer()
                .requestHandler(request -> request.response().setStatusCode(403).end());
        TestServer.await(refusing.listen(0, "127.0.0.1"));
        refundsWhole(UpstreamOptions.of(UpstreamAddress.of("ws://127.0.0.1:" + refusing.actualPort())));
    }

    @Test
    void chargesNothingWhenTheHandshakeIsNeverAnswered() throws InterruptedException {
        NetServer silent = vertx.createNetServer().connectHandler(connection -> {});
        TestServer.await(silent.listen(0, "127.0.0.1"));
        refundsWhole(UpstreamOptions.of(UpstreamAddress.of("ws://127.0.0.1:" + silent.actualPort())));
    }

    @Test
    void chargesNothingWhenTheUpstreamDoesNotSpeakTheAgreedSubprotocol() throws InterruptedException {
        TestUpstream other =
                TestUpstream.of(vertx, new HttpServerOptions().addWebSocketSubProtocol("mqtt"), socket -> {});
        UpstreamOptions options = new UpstreamOptions(
                UpstreamAddress.of(other.url()), List.of("graphql-ws"), UpstreamHeaders.NONE, false, null);
        refundsWhole(options);
    }

    @Test
    void startsTheSessionOnlyWhenTheUpstreamIsConnectedAndLosesNothingItSaysAtOnce() throws InterruptedException {
        TestUpstream eager = TestUpstream.of(vertx, socket -> {
            for (int i = 0; i < 500; i++) {
                socket.writeTextMessage("greeting " + i);
            }
        });
        try (UpstreamRig rig = UpstreamRig.before(eager.url())) {
            Payer payer = rig.server.connect("service").prove(rig.server.paid("service", UpstreamRig.RICH));
            assertTrue(payer.next() instanceof Payer.Heard.Message first
                    && first.type().equals("session_started"));
            for (int i = 0; i < 500; i++) {
                assertEquals("greeting " + i, payer.awaitData());
            }
        }
    }

    @Test
    void anUpstreamNobodyWaitsForAnyMoreIsClosed() throws InterruptedException {
        TestUpstream upstream = TestUpstream.of(vertx, TestUpstream::echo);
        try (UpstreamRig rig = UpstreamRig.before(upstream.url())) {
            Payer payer = rig.open();
            payer.say("ws402.end").awaitClosed();
            assertEquals(new TestUpstream.Closed(1000, "client_ended"), upstream.closed());
        }
    }

    @Test
    void believesOnlyACertificateThatIsTrustedAndNamesTheHost(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path store = folder.resolve("store.p12");
        Path pem = folder.resolve("certificate.pem");
        keytool(
                "-genkeypair -alias up -keyalg EC -storetype PKCS12 -dname CN=localhost -ext san=dns:localhost -validity 2",
                store);
        keytool("-exportcert -rfc -alias up -file " + pem, store);
        HttpServerOptions tls = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PfxOptions().setPath(store.toString()).setPassword("changeit"));
        TestUpstream upstream = TestUpstream.of(vertx, tls, TestUpstream::echo);
        String named = "wss://localhost:" + upstream.port() + "/";
        refundsWhole(trusting(named, null));
        refundsWhole(trusting("wss://127.0.0.1:" + upstream.port() + "/", pem.toString()));
        try (UpstreamRig rig = UpstreamRig.of(config -> config, trusting(named, pem.toString()), UpstreamRig.LIMITS)) {
            assertEquals("safe", rig.open().text("safe").awaitData());
        }
    }

    private static UpstreamOptions trusting(String url, @Nullable String pem) {
        return new UpstreamOptions(UpstreamAddress.of(url), List.of(), UpstreamHeaders.NONE, false, pem);
    }

    private static void keytool(String arguments, Path store) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", "changeit"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    private static void refundsWhole(UpstreamOptions options) throws InterruptedException {
        SocketLimits defaults = SocketLimits.DEFAULTS;
        SocketLimits limits = new SocketLimits(
                defaults.firstMessage(),
                defaults.keepAlive(),
                defaults.verify(),
                Duration.ofSeconds(1),
                defaults.stuck(),
                defaults.frameBytesMax(),
                defaults.messageBytesMax(),
                defaults.sendQueueBytesMax(),
                defaults.droppedMax(),
                defaults.unpaidMax(),
                defaults.unpaidPerAddressMax(),
                defaults.sessionsMax(),
                defaults.rates(),
                defaults.httpPerSession());
        try (UpstreamRig rig = UpstreamRig.of(config -> config.withLimits(limits), options, UpstreamRig.LIMITS)) {
            String paymentId = rig.server.paid("service", 60_000);
            Payer payer = rig.server
                    .connect(new WebSocketConnectOptions()
                            .setURI("/ws402/service")
                            .setSubProtocols(options.subprotocols()))
                    .prove(paymentId);
            assertEquals("resource_unavailable", payer.await("payment_rejected").getString("code"));
            assertEquals(1008, payer.awaitClosed().code());
            TestServer.until(() -> rig.provider.settlement(paymentId).isPresent(), "the refund");
            assertTrue(
                    rig.provider.settlement(paymentId).orElseThrow().consumed().isZero());
        }
    }
}
