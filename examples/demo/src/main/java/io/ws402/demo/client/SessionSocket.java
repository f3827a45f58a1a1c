package io.ws402.demo.client;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.ws402.protocol.message.ClientMessage;
import io.ws402.protocol.message.Decoding;
import io.ws402.protocol.message.MessageCodec;
import io.ws402.protocol.message.ServerMessage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A metered WebSocket as a queue of events for one reading thread. When the reader falls behind, no more is read from
 * the network until it has caught up. Sending is safe from any thread.
 */
final class SessionSocket implements AutoCloseable {
    private static final int QUEUE_HIGH = 256;
    private static final int QUEUE_LOW = 64;
    private static final int ABNORMAL = 1006;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final WebSocket socket;
    private final BlockingQueue<SocketEvent> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean paused = new AtomicBoolean();

    private SessionSocket(WebSocket socket) {
        this.socket = socket;
        socket.textMessageHandler(arriving(SessionSocket::read));
        socket.binaryMessageHandler(arriving(SocketEvent.Binary::new));
        socket.exceptionHandler(failure -> {
            // The close handler follows and tells the reader.
        });
        socket.closeHandler(gone -> events.add(closed()));
    }

    /** @throws IOException when the server can not be reached or does not upgrade the connection */
    static SessionSocket connect(WebSocketClient client, URI uri, Duration limit) throws IOException {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setAbsoluteURI(uri.toString())
                .setConnectTimeout(limit.toMillis())
                .setTimeout(limit.toMillis());
        try {
            return connect(client, new WebSocketConnectOptions(options).addSubProtocol(MessageCodec.SUBPROTOCOL), uri);
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("subprotocol")) {
                throw e;
            }
            // A 0.1 server selects none, which a client that asked for one must refuse.
            return connect(client, options, uri);
        }
    }

    private static SessionSocket connect(WebSocketClient client, WebSocketConnectOptions options, URI uri)
            throws IOException {
        ClientWebSocket socket = client.webSocket();
        // The handlers stand before the first frame can arrive.
        SessionSocket session = new SessionSocket(socket);
        Future<WebSocket> connected = socket.connect(options);
        try {
            JsonHttp.await(connected, Duration.ofMillis(options.getTimeout()).plusSeconds(1), uri);
        } catch (IOException e) {
            connected.onSuccess(WebSocket::close);
            throw e;
        }
        return session;
    }

    private <T> Handler<T> arriving(Function<T, SocketEvent> reading) {
        return data -> {
            events.add(reading.apply(data));
            if (events.size() > QUEUE_HIGH && paused.compareAndSet(false, true)) {
                socket.pause();
            }
        };
    }

    private static SocketEvent read(String text) {
        return switch (MessageCodec.decodeServer(text)) {
            case Decoding.Decoded<ServerMessage>(ServerMessage message) -> new SocketEvent.Message(message);
            case Decoding.Unknown<ServerMessage> application -> new SocketEvent.Text(text);
            case Decoding.Malformed<ServerMessage> application -> new SocketEvent.Text(text);
        };
    }

    private SocketEvent closed() {
        @Nullable Short code = socket.closeStatusCode();
        @Nullable String reason = socket.closeReason();
        return new SocketEvent.Closed(code == null ? ABNORMAL : code, reason == null ? "" : reason);
    }

    /** The next event; {@link SocketEvent.Silence} after at most {@code limit}. */
    SocketEvent next(Duration limit) throws InterruptedException {
        SocketEvent event = events.poll(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        if (events.size() < QUEUE_LOW && paused.compareAndSet(true, false)) {
            socket.resume();
        }
        return event == null ? new SocketEvent.Silence() : event;
    }

    /** Wakes the reader with the wish to end. */
    void wantEnd() {
        events.add(new SocketEvent.EndWanted());
    }

    /** Wakes the reader: something happened elsewhere. */
    void wake() {
        events.add(new SocketEvent.Woken());
    }

    /** Sends what it can; that a connection was lost shows as an event, not here. */
    void send(ClientMessage message) {
        socket.writeTextMessage(MessageCodec.encode(message));
    }

    void sendText(String data) {
        socket.writeTextMessage(data);
    }

    void sendBinary(Buffer data) {
        socket.writeBinaryMessage(data);
    }

    @Override
    public void close() {
        try {
            JsonHttp.await(socket.close(), CLOSE_LIMIT, URI.create("ws://peer"));
        } catch (IOException alreadyGone) {
            // There is nobody left to say goodbye to.
        }
    }
}
