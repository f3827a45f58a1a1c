package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.ws402.demo.client.ResourceAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A payer's WebSocket that sends whatever it is given, as no client of ours would. */
final class RawSocket implements AutoCloseable {
    private static final String CLOSED = "closed";
    private static final long PATIENCE_SECONDS = 60;

    private final ClientWebSocket socket;
    private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();

    private RawSocket(ClientWebSocket socket) {
        this.socket = socket;
        socket.textMessageHandler(text -> {
            if (text.startsWith("{\"type\":")) {
                heard.add(new JsonObject(text));
            }
        });
        socket.closeHandler(gone ->
                heard.add(new JsonObject().put("type", CLOSED).put("code", String.valueOf(socket.closeStatusCode()))));
    }

    static RawSocket to(Vertx vertx, ResourceAddress resource) {
        ClientWebSocket socket = vertx.createWebSocketClient().webSocket();
        RawSocket raw = new RawSocket(socket);
        socket.connect(new WebSocketConnectOptions()
                        .setAbsoluteURI(resource.socket().toString()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return raw;
    }

    RawSocket say(String text) {
        socket.writeTextMessage(text);
        return this;
    }

    RawSocket prove(JsonObject proof) {
        return say(new JsonObject()
                .put("type", "payment_proof")
                .put("proof", proof)
                .encode());
    }

    /** The next message of one of these types, or the end of the connection; others are passed over. */
    JsonObject await(String... types) throws InterruptedException {
        while (true) {
            JsonObject message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertNotNull(message, () -> "nothing was heard of " + List.of(types));
            String type = message.getString("type");
            if (List.of(types).contains(type)) {
                return message;
            }
            if (type.equals(CLOSED)) {
                throw new AssertionError("closed instead of " + List.of(types) + ": " + message);
            }
        }
    }

    /** The answer to a proof, once there is one. */
    JsonObject verdict() throws InterruptedException {
        return await("session_started", "payment_rejected");
    }

    /** The proof was refused by this code and with a sentence, and the socket closed. */
    void assertRejected(String what, String code) throws InterruptedException {
        JsonObject verdict = verdict();
        assertEquals(code, verdict.getString("code"), () -> what + ": " + verdict);
        assertFalse(verdict.getString("reason").isBlank(), what);
        assertEquals("1008", await(CLOSED).getString("code"), what);
    }

    /** Ends the session; what the server said of its end. */
    JsonObject end() throws InterruptedException {
        say("{\"type\":\"ws402.end\"}");
        return await("ws402.session_ended");
    }

    @Override
    public void close() {
        socket.close();
    }
}
