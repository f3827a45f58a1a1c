package io.ws402.chaos.history;

import io.vertx.core.Vertx;
import io.ws402.chaos.database.Stage;
import io.ws402.chaos.world.Parts;
import io.ws402.chaos.world.World;
import io.ws402.gateway.storage.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL with stages on it, each for one thread at a time. Thread-safe. */
public final class Theatre implements AutoCloseable {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final EmbeddedPostgres server;
    private final boolean ours;
    private final Vertx vertx = Vertx.vertx();
    private final Parts parts = Parts.of(vertx);
    private final List<Stage> stages = new ArrayList<>();

    private Theatre(EmbeddedPostgres server, boolean ours) {
        this.server = server;
        this.ours = ours;
    }

    /** With a server of its own in a folder. Blocking. */
    public static Theatre in(Path folder) {
        return new Theatre(EmbeddedPostgres.start(folder, 0), true);
    }

    /** On a server that runs already and goes on when this is closed. */
    public static Theatre on(EmbeddedPostgres server) {
        return new Theatre(server, false);
    }

    /** What all histories share. */
    public Parts parts() {
        return parts;
    }

    /** A new stage, closed with the theatre. Blocking. */
    public Stage stage() {
        Stage stage = ownStage();
        synchronized (stages) {
            stages.add(stage);
        }
        return stage;
    }

    /** A new stage, with merchant and keys, which the caller closes. Blocking. */
    public Stage ownStage() {
        Stage stage = new Stage(vertx, server, "chaos_" + NAMES.incrementAndGet());
        World.prepare(stage);
        return stage;
    }

    @Override
    public void close() {
        synchronized (stages) {
            stages.forEach(Stage::close);
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
        if (ours) {
            server.close();
        }
    }
}
