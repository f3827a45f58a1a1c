package io.ws402.server.http;

import io.vertx.core.Future;
import io.ws402.protocol.message.MessageCodec;
import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.message.ServerMessage.UsageUpdate;
import io.ws402.protocol.message.UsageUpdateEncoder;
import io.ws402.server.resource.Frame;
import io.ws402.server.session.EndReason;
import io.ws402.server.session.PayerLink;
import io.ws402.server.session.Ticker;
import io.ws402.server.session.Timed;
import io.ws402.server.socket.PayerSocket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a payer's WebSocket: writes, and knows when either direction stands still. Confined to the socket's
 * event loop; after {@link #close} or once the socket is gone, everything is a no-op.
 */
final class SocketLink implements PayerLink {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final PayerSocket socket;
    private final Ticker ticker;
    private final UsageUpdateEncoder updates;
    private final SocketLimits limits;

    private @Nullable Timed abort;
    private boolean closed;
    private boolean full;
    private long fullSince;
    private long queuedBytes;
    private boolean heldByQueue;
    private boolean heldByResource;
    private long heldSince;

    SocketLink(PayerSocket socket, Ticker ticker, UsageUpdateEncoder updates, SocketLimits limits) {
        this.socket = socket;
        this.ticker = ticker;
        this.updates = updates;
        this.limits = limits;
    }

    @Override
    public void send(ServerMessage message) {
        if (closed) {
            return;
        }
        if (message instanceof UsageUpdate update) {
            updates.encode(update.sessionId(), update.reading(), update.consumedAmount(), update.remainingBalance());
            socket.text(updates.array(), updates.length());
        } else {
            socket.text(MessageCodec.encode(message));
        }
    }

    /** Writes application data as it is. */
    Future<Void> write(Frame frame) {
        if (closed) {
            return Future.failedFuture("the connection is closed");
        }
        boolean waits = congested();
        Future<Void> written = socket.write(frame);
        if (waits) {
            int bytes = frame.payload().length();
            queuedBytes += bytes;
            written.onComplete(done -> queuedBytes -= bytes);
        }
        return written;
    }

    /** Whether more waits for the payer than may. */
    boolean overflows() {
        return queuedBytes > limits.sendQueueBytesMax();
    }

    @Override
    public void ping() {
        if (!closed) {
            socket.ping();
        }
    }

    @Override
    public boolean congested() {
        boolean now = !closed && !socket.isClosed() && socket.writeQueueFull();
        if (now && !full) {
            fullSince = ticker.now();
        }
        full = now;
        return now;
    }

    /** The payer reads again. */
    void drained() {
        full = false;
        if (heldByQueue) {
            heldByQueue = false;
            applyHold();
        }
    }

    /** Stops reading from a payer who does not read the answers to what it sends. */
    void holdWhileCongested() {
        if (!heldByQueue && congested()) {
            heldByQueue = true;
            applyHold();
        }
    }

    /** Stops or goes on reading by the resource's wish. */
    void holdForResource(boolean hold) {
        if (hold != heldByResource) {
            heldByResource = hold;
            heldSince = ticker.now();
            applyHold();
        }
    }

    private void applyHold() {
        if (closed) {
            return;
        }
        if (heldByQueue || heldByResource) {
            socket.pause();
        } else {
            socket.resume();
        }
    }

    @Override
    public boolean listening() {
        return !heldByQueue && !heldByResource;
    }

    @Override
    public @Nullable EndReason stalled() {
        long now = ticker.now();
        long patience = limits.stuck().toNanos();
        if (congested() && now - fullSince >= patience) {
            return EndReason.SLOW_READER;
        }
        return heldByResource && now - heldSince >= patience ? EndReason.RESOURCE_FAILED : null;
    }

    @Override
    public void close(int code, String reason) {
        if (closed) {
            return;
        }
        boolean deaf = congested();
        closed = true;
        if (deaf) {
            // A close frame would wait behind what the payer does not read.
            socket.abort();
            return;
        }
        // What is still unread must not keep the payer's own close frame from being read.
        socket.resume();
        abort = new Timed() {
            @Override
            protected void due() {
                socket.abort();
            }
        };
        ticker.wakeAfter(abort, CLOSE_PATIENCE.toNanos());
        if (code != EndReason.CONNECTION_LOST.closeCode()) {
            socket.close(code, reason);
        }
    }

    /** The socket is gone. */
    void gone() {
        closed = true;
        if (abort != null) {
            ticker.forget(abort);
        }
    }
}
