package io.ws402.server.app;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.ws402.server.http.HttpFront;
import io.ws402.server.http.ServerParts;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One event loop of a server: its HTTP front and its sessions. As many are deployed as there are loops. */
final class Ws402Verticle extends VerticleBase {
    private final ServerParts parts;
    private final HttpFront.SharedState shared;
    private final String host;
    private final int port;
    private final Consumer<Ws402Verticle> whenListening;
    private @Nullable HttpFront front;
    private int actualPort;

    Ws402Verticle(
            ServerParts parts,
            HttpFront.SharedState shared,
            String host,
            int port,
            Consumer<Ws402Verticle> whenListening) {
        this.parts = parts;
        this.shared = shared;
        this.host = host;
        this.port = port;
        this.whenListening = whenListening;
    }

    @Override
    public Future<?> start() {
        HttpFront made = new HttpFront(vertx, context, parts, shared);
        front = made;
        // All loops of a server share one port; a negative one is chosen by the system once for all of them.
        return made.listen(port == 0 ? -1 : port, host).onSuccess(listening -> {
            actualPort = listening;
            whenListening.accept(this);
        });
    }

    int actualPort() {
        return actualPort;
    }

    /** Sends those away who have not paid yet. Callable from any thread. */
    Future<Void> drain() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(nothing -> {
            if (front != null) {
                front.drain();
            }
            done.complete();
        });
        return done.future();
    }
}
