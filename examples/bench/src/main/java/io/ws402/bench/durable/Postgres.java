package io.ws402.bench.durable;

import io.ws402.bench.harness.NotHereException;
import io.ws402.bench.process.Cores;
import io.ws402.bench.process.WorkFolder;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.EmbeddedPostgres;
import io.ws402.gateway.storage.EmbeddedPostgresException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

/** The product's own PostgreSQL as it ships, durable, on the cores of the load generator. */
public final class Postgres implements AutoCloseable {
    private final EmbeddedPostgres server;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts one beside so many programs under measurement. */
    public static Postgres start(WorkFolder folder, int programs) throws IOException, InterruptedException {
        EmbeddedPostgres server = started(folder);
        // What the postmaster starts from now on inherits its cores; what it has started writes in the background.
        Cores.here().moveToLoad(server.pid(), programs);
        return new Postgres(server);
    }

    private static EmbeddedPostgres started(WorkFolder folder) {
        try {
            return EmbeddedPostgres.start(folder.file("postgres"), 0);
        } catch (EmbeddedPostgresException lacking) {
            throw new NotHereException(String.valueOf(lacking.getMessage()), lacking);
        }
    }

    /** Its database of this name, made when it is another than the product's. */
    public ConnectionSettings database(String name) {
        if (!name.equals(EmbeddedPostgres.DATABASE)) {
            server.createDatabase(name);
        }
        return server.connection().withDatabase(name);
    }

    /** The product's database. */
    public ConnectionSettings database() {
        return server.connection();
    }

    /** As {@code DATABASE_URL} has it, with the password. */
    public static String url(ConnectionSettings database) {
        return "postgresql://" + database.user() + ":"
                + URLEncoder.encode(database.password(), StandardCharsets.UTF_8) + "@" + database.host() + ":"
                + database.port() + "/" + database.database();
    }

    /** The CPU seconds that all its processes which still run have used. */
    public double cpuSeconds() {
        return ProcessHandle.of(server.pid()).stream()
                .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants()))
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(cpu -> cpu.toNanos() / 1e9)
                .sum();
    }

    @Override
    public void close() {
        server.close();
    }
}
