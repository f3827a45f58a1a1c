package io.ws402.server.testing;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of the metered WebSocket. What it hears is kept in order until the test asks for it. */
public final class Payer {
    private static final long PATIENCE_SECONDS = 20;

    private final ClientWebSocket socket;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    /** What came in: a message of the protocol, application data, or the end. */
    public sealed interface Heard {
        /** A text message with a {@code type} of the protocol. */
        record Message(JsonObject json) implements Heard {
            /** Its type. */
            public String type() {
                return json.getString("type");
            }
        }

        /** Application data. */
        record Data(WebSocketFrame frame, Buffer payload) implements Heard {}

        /** The connection is closed. */
        record Closed(int code, @Nullable String reason) implements Heard {}
    }

    /** Not connected yet: what a server says at once must find its listeners. */
    Payer(ClientWebSocket socket) {
        this.socket = socket;
        socket.frameHandler(this::frame);
        socket.closeHandler(nothing -> heard.add(new Heard.Closed(socket.closeStatusCode(), socket.closeReason())));
    }

    Future<Payer> connect(WebSocketConnectOptions options) {
        return socket.connect(options).map(connected -> this);
    }

    private void frame(WebSocketFrame frame) {
        if (frame.isText() && frame.isFinal() && isProtocol(frame.textData())) {
            heard.add(new Heard.Message(new JsonObject(frame.textData())));
        } else if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
            heard.add(new Heard.Data(frame, frame.binaryData().copy()));
        }
    }

    private static boolean isProtocol(String text) {
        return text.startsWith("{\"type\":");
    }

    /** The socket itself. */
    public WebSocket socket() {
        return socket;
    }

    /** Shows the proof of a payment. */
    public Payer prove(String paymentId) {
        return say(new JsonObject().put("type", "payment_proof").put("proof", FakeProvider.proof(paymentId)));
    }

    /** Sends a message of the protocol. */
    public Payer say(JsonObject message) {
        return text(message.encode());
    }

    /** Sends a control. */
    public Payer say(String type) {
        return text("{\"type\":\"" + type + "\"}");
    }

    /** Sends text. */
    public Payer text(String text) {
        socket.writeTextMessage(text);
        return this;
    }

    /** The next thing heard. */
    public Heard next() throws InterruptedException {
        Heard next = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was heard");
        }
        return next;
    }

    /** The next message of this type; what comes before it is passed over, unless it is the end. */
    public JsonObject await(String type) throws InterruptedException {
        while (true) {
            switch (next()) {
                case Heard.Message message
                when message.type().equals(type) -> {
                    return message.json();
                }
                case Heard.Closed closed -> throw new AssertionError("closed instead of " + type + ": " + closed);
                default -> {
                    // passed over
                }
            }
        }
    }

    /** The next application data, read as text. */
    public String awaitData() throws InterruptedException {
        while (true) {
            switch (next()) {
                case Heard.Data data -> {
                    return data.payload().toString();
                }
                case Heard.Closed closed -> throw new AssertionError("closed instead of data: " + closed);
                default -> {
                    // passed over
                }
            }
        }
    }

    /** Everything up to the end, the end last. */
    public List<Heard> untilClosed() throws InterruptedException {
        List<Heard> all = new ArrayList<>();
        do {
            all.add(next());
        } while (!(all.getLast() instanceof Heard.Closed));
        return all;
    }

    /** The end; what comes before it is passed over. */
    public Heard.Closed awaitClosed() throws InterruptedException {
        return (Heard.Closed) untilClosed().getLast();
    }
}
