package io.ws402.server.http;

import io.vertx.core.http.HttpConnection;
import io.ws402.server.session.Ticker;
import io.ws402.server.session.Timed;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives every HTTP connection an absolute time to bring its next request whole, so that one which trickles its headers a
 * byte at a time does not live longer than one that is silent. Confined to its event loop.
 */
final class ConnectionDeadlines {
    private final Ticker ticker;
    private final SocketLimits limits;
    private final Map<HttpConnection, Deadline> open = new HashMap<>();

    private static final class Deadline extends Timed {
        private final HttpConnection connection;
        private long at;

        Deadline(HttpConnection connection) {
            this.connection = connection;
        }

        @Override
        protected void due() {
            connection.close();
        }
    }

    ConnectionDeadlines(Ticker ticker, SocketLimits limits) {
        this.ticker = ticker;
        this.limits = limits;
    }

    /** A connection was made. */
    void connected(HttpConnection connection) {
        Deadline deadline = new Deadline(connection);
        open.put(connection, deadline);
        connection.closeHandler(nothing -> gone(connection));
        arm(deadline, limits.firstMessage());
    }

    /** A request is here; the clock stands until it is answered. */
    void requested(HttpConnection connection) {
        Deadline deadline = open.get(connection);
        if (deadline != null) {
            ticker.forget(deadline);
        }
    }

    /** The request is answered; the next one may come. */
    void answered(HttpConnection connection) {
        Deadline deadline = open.get(connection);
        if (deadline != null) {
            arm(deadline, limits.keepAlive());
        }
    }

    /** The connection becomes a WebSocket; what is left of the time it has for its first message. */
    Duration upgraded(HttpConnection connection) {
        Deadline deadline = open.get(connection);
        gone(connection);
        long left = deadline == null ? limits.firstMessage().toNanos() : deadline.at - ticker.now();
        return Duration.ofNanos(Math.clamp(left, 0, limits.firstMessage().toNanos()));
    }

    private void arm(Deadline deadline, Duration within) {
        deadline.at = ticker.now() + within.toNanos();
        ticker.wakeAfter(deadline, within.toNanos());
    }

    private void gone(HttpConnection connection) {
        Deadline deadline = open.remove(connection);
        if (deadline != null) {
            ticker.forget(deadline);
        }
    }
}
