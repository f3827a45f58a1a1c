package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.RawSocket;
import io.ws402.server.testing.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as only a broken or hostile client sends them, to become a WebSocket and others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandshakeTest {
    private static final String UPGRADE = RawSocket.upgrade("echo", "");

    private final TestServer server = TestServer.start(
                    new FakeProvider(),
                    config -> config.withLimits(new LimitsBuilder()
                            .keepAlive(Duration.ofMillis(500))
                            .build()))
            .listen();

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 8|426|unsupported_websocket_version",
                "Sec-WebSocket-Version: 13|Sec-WebSocket-Version: 0|426|unsupported_websocket_version",
                "Sec-WebSocket-Version: 13|X-None: 13|426|unsupported_websocket_version",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|X-None: x|400|bad_upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|Sec-WebSocket-Key: c2hvcnQ=|400|bad_upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==|Sec-WebSocket-Key: not base64 at all|400|bad_upgrade",
                "Connection: Upgrade|Connection: keep-alive|400|bad_upgrade",
                "Connection: Upgrade|X-None: x|400|bad_upgrade",
                "HTTP/1.1|HTTP/1.0|400|bad_upgrade"
            })
    void refusesAHandshakeThatIsNone(String right, String wrong, int status, String code) throws IOException {
        try (RawSocket client = RawSocket.connect(server.port())) {
            Answer answer = ask(client, UPGRADE.replace(right, wrong));
            assertEquals(status, answer.status());
            assertEquals(code, answer.json().getString("code"));
            assertFalse(answer.json().getString("detail").isBlank());
            assertTrue(answer.head().contains("Sec-WebSocket-Version: 13"), answer.head());
        }
    }

    @Test
    void takesAHandshakeAsBrowsersAndProxiesWriteIt() throws IOException {
        try (RawSocket client = RawSocket.connect(server.port())) {
            client.write(UPGRADE.replace("Connection: Upgrade", "connection: keep-alive, upgrade")
                    .replace("Upgrade: websocket", "UPGRADE: WebSocket"));
            assertTrue(client.readHead().startsWith("HTTP/1.1 101 "));
        }
    }

    @Test
    void aHandshakeWhoseBodyNeverComesKeepsNoPlace() throws IOException, InterruptedException {
        try (RawSocket client = RawSocket.connect(server.port())) {
            assertEquals(
                    400,
                    ask(client, RawSocket.upgrade("echo", "Content-Length: 8000\r\n"))
                            .status());
            assertTrue(client.ended());
        }
        TestServer.until(() -> server.get("/status").json().getInteger("unpaidSockets") == 0, "no socket waits");
    }

    @Test
    void aRefusedHandshakeLeavesNoConnectionWithoutADeadline() throws IOException {
        try (RawSocket client = RawSocket.connect(server.port())) {
            client.write(UPGRADE.replace("Version: 13", "Version: 8"));
            Answer answer = answer(client);
            assertEquals(426, answer.status());
            assertTrue(client.ended());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/status", "/ws402/schema/echo", "/nothing"})
    void upgradesNothingButResources(String path) throws IOException {
        try (RawSocket client = RawSocket.connect(server.port())) {
            String head = ask(client, UPGRADE.replace("/ws402/echo", path)).head();
            assertFalse(head.contains(" 101 "), head);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Content-Length: 3\r\nContent-Length: 30\r\n",
                "Content-Length: -3\r\n",
                "Content-Length: 3, 30\r\n",
                "Content-Length : 3\r\n",
            })
    void answersNothingThatIsSmuggledBehindAnAmbiguousBody(String lengths) throws IOException {
        try (RawSocket client = RawSocket.connect(server.port())) {
            client.write("GET /livez HTTP/1.1\r\nHost: x\r\n" + lengths
                    + "\r\n0\r\n\r\nGET /status HTTP/1.1\r\nHost: x\r\n\r\n");
            Answer answer = answer(client);
            assertEquals(400, answer.status());
            assertEquals("bad_request", answer.json().getString("code"));
            assertTrue(client.ended());
        }
    }

    @ParameterizedTest
    @CsvSource({"431,headers_too_large", "414,uri_too_long"})
    void refusesHeadersAndAddressesThatAreTooLong(int status, String code) throws IOException {
        String filler = "x".repeat(20_000);
        try (RawSocket client = RawSocket.connect(server.port())) {
            Answer answer = ask(
                    client,
                    status == 431
                            ? RawSocket.upgrade("echo", "X-Filler: " + filler + "\r\n")
                            : RawSocket.upgrade("echo?" + filler, ""));
            assertEquals(status, answer.status());
            assertEquals(code, answer.json().getString("code"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET\r\n\r\n", "garbage\r\n\r\n", "{\"type\":\"payment_proof\"}\r\n\r\n"})
    void refusesWhatIsNoHttp(String garbage) throws IOException {
        try (RawSocket client = RawSocket.connect(server.port())) {
            Answer answer = ask(client, garbage);
            assertEquals(400, answer.status());
            assertEquals("bad_request", answer.json().getString("code"));
        }
    }

    private record Answer(String head, JsonObject json) {
        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }
    }

    private static Answer ask(RawSocket client, String request) throws IOException {
        client.write(request);
        return answer(client);
    }

    private static Answer answer(RawSocket client) throws IOException {
        String head = client.readHead();
        String lengthHeader = "content-length: ";
        int at = head.toLowerCase(Locale.ROOT).indexOf(lengthHeader);
        assertTrue(at > 0, head);
        int from = at + lengthHeader.length();
        String body = client.readText(Integer.parseInt(head.substring(from, head.indexOf('\r', from))));
        return new Answer(head, body.startsWith("{") ? new JsonObject(body) : new JsonObject());
    }
}
