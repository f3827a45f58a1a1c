package io.ws402.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CyclesTest {
    private static final long NO_END = Long.MAX_VALUE / 2;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private Cycles cycles(int proofs, BiConsumer<ServerWebSocket, String> said) {
        int port = vertx.createHttpServer()
                .webSocketHandler(socket -> socket.textMessageHandler(text -> said.accept(socket, text)))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        return new Cycles(
                new Client(), List.of(port), "/", 2, Proofs.of(Collections.nCopies(proofs, "{\"type\":\"credits\"}")));
    }

    @Test
    void opensAndEndsASessionForEachProof() throws Exception {
        Cycles cycles = cycles(5, (socket, text) -> {
            if (text.equals("{\"type\":\"payment_proof\",\"proof\":{\"type\":\"credits\"}}")) {
                socket.writeTextMessage("{\"type\":\"session_started\"}");
            } else if (text.equals("{\"type\":\"ws402.end\"}")) {
                socket.writeTextMessage("{\"type\":\"ws402.session_ended\"}");
                socket.close();
            }
        });
        assertEquals(5, cycles.run(NO_END));
    }

    @Test
    void failsWhenASessionDoesNotStart() {
        Cycles cycles = cycles(5, (socket, text) -> socket.writeTextMessage("{\"type\":\"payment_rejected\"}"));
        assertTrue(String.valueOf(assertThrows(IllegalStateException.class, () -> cycles.run(NO_END))
                        .getMessage())
                .contains("payment_rejected"));
    }

    @Test
    void failsWhenAConnectionIsLostInTheMidst() {
        Cycles cycles = cycles(5, (socket, text) -> socket.close());
        assertThrows(IllegalStateException.class, () -> cycles.run(NO_END));
    }
}
