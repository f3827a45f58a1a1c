package io.ws402.server.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.server.testing.RawSocket;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.WireFrame;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chapters 12 and 13: compression may be offered, and is never taken: an inflated frame would pass the frame limit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompressionTest {
    private final TestServer server = TestServer.start().listen();

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=8, permessage-deflate",
                "x-webkit-deflate-frame",
                "permessage-bzip2, permessage-snappy, something-else"
            })
    void isNeverNegotiatedAndACompressedFrameIsAViolation(String offer) throws IOException, InterruptedException {
        try (RawSocket payer = RawSocket.connect(server.port())) {
            payer.write(RawSocket.upgrade("echo", "Sec-WebSocket-Extensions: " + offer + "\r\n"));
            String answer = payer.readHead().toLowerCase(Locale.ROOT);
            assertTrue(answer.startsWith("http/1.1 101 "), answer);
            assertFalse(answer.contains("sec-websocket-extensions"), answer);
            payer.listen();
            payer.prove(server.paid("echo", 60_000)).await("session_started");
            payer.write(WireFrame.text("plain"));
            assertEquals(WireFrame.text("plain"), payer.nextFrame());
            payer.write(
                    WireFrame.of(WireFrame.TEXT, Payloads.hex("f248cdc9c90700")).reserved(4));
            assertEquals(1002, payer.awaitClose().closeCode());
        }
    }
}
