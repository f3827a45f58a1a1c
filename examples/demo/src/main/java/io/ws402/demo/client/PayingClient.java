package io.ws402.demo.client;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.ws402.demo.wallet.Wallet;

/**
 * A payer of WS402 resources. It fetches a schema, pays, opens the metered WebSocket, streams, takes the session up
 * again when the connection is lost or the server drains, ends it, and sees the refund through.
 *
 * <p>Methods block for bounded times ({@link ClientOptions}) and keep no state between calls: run as many sessions at
 * once as there are virtual threads for, and never call from an event loop.
 */
public final class PayingClient implements AutoCloseable {
    private static final int MAX_FRAME = 1 << 20;
    private static final int MAX_MESSAGE = 1 << 22;

    private final SessionRun.Tools tools;

    /** A client on that Vert.x, which it does not close. */
    public PayingClient(Vertx vertx, ClientOptions options) {
        JsonHttp http = new JsonHttp(vertx, options.connect(), options.answer());
        WebSocketClient sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxFrameSize(MAX_FRAME)
                .setMaxMessageSize(MAX_MESSAGE)
                .setMaxConnections(10_000)
                .setConnectTimeout((int) options.connect().toMillis()));
        this.tools = new SessionRun.Tools(http, sockets, options);
    }

    /**
     * Carries an order out, from the schema to the refund.
     *
     * @param wallet what to pay with; it is asked to pay at most once
     * @param listener is told what happens, on the calling thread
     * @throws InterruptedException when the calling thread is interrupted; a session that had started is left to the
     *     gateway, which ends and refunds it
     */
    public SessionOutcome run(SessionOrder order, Wallet wallet, SessionListener listener) throws InterruptedException {
        return new SessionRun(tools, order, wallet, listener).run();
    }

    @Override
    public void close() {
        tools.sockets().close();
        tools.http().close();
    }
}
