package io.ws402.chaos.database;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.ws402.chaos.schedule.Scheduler;
import io.ws402.chaos.schedule.SimClock;
import io.ws402.chaos.schedule.SimProcess;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.gateway.storage.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A database of the gateway on which histories are played, one after another, by one thread. Migrated by the gateway's
 * own migrations; only {@code now()} is the simulator's, and every change of money is witnessed.
 */
public final class Stage implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final String WITNESS = "/io/ws402/chaos/witness.sql";

    // Found before PostgreSQL's own, also when the migrations make defaults of columns. The tables go to the schema
    // that
    // is searched first, which has to be empty for that.
    private static final List<String> PREPARE = List.of(
            "CREATE SCHEMA sim",
            "CREATE SCHEMA clock",
            "CREATE FUNCTION clock.now() RETURNS timestamptz LANGUAGE sql STABLE AS"
                    + " 'SELECT pg_catalog.current_setting(''sim.now'')::timestamptz'");

    private static final List<String> SETTINGS = List.of(
            "search_path = sim, clock, pg_catalog",
            "sim.now = '2030-01-01T00:00:00Z'",
            "synchronous_commit = off",
            // Whoever waits has looked for a deadlock before anything else happens: the last who comes to one finds it.
            "deadlock_timeout = '1ms'",
            "plan_cache_mode = force_generic_plan",
            "jit = off");

    private final EmbeddedPostgres server;
    private final String name;
    private final SimClock clock = new SimClock();
    private final List<PgConnection> connections = new ArrayList<>();
    private final Backends observing;
    private final List<Backend> acting = new ArrayList<>();
    private final Locks locks;
    private Backends playing;

    /** Makes a database of that name. Blocking. */
    public Stage(Vertx vertx, EmbeddedPostgres server, String name) {
        this.server = server;
        this.name = name;
        server.dropDatabase(name);
        server.createDatabase(name);
        ConnectionSettings settings = server.connection().withDatabase(name);
        PgConnection first = connect(vertx, settings);
        PREPARE.forEach(statement -> Backend.blocking(first.query(statement).execute()));
        SETTINGS.forEach(setting -> Backend.blocking(
                first.query("ALTER DATABASE " + name + " SET " + setting).execute()));
        Backend.blocking(first.close());
        Backend.blocking(Database.open(vertx, settings, new DatabaseOptions(1, Duration.ofSeconds(10), true)))
                .close();
        this.locks = new Locks(connect(vertx, settings, connections));
        for (int number = 0; number < CONNECTIONS; number++) {
            acting.add(new Backend(connect(vertx, settings, connections), locks));
        }
        this.playing = new Backends(acting, clock);
        PgConnection observer = connect(vertx, settings, connections);
        Backend.blocking(observer.query(resource(WITNESS)).execute());
        this.observing = new Backends(List.of(new Backend(observer, locks)), clock);
    }

    private static PgConnection connect(Vertx vertx, ConnectionSettings settings, List<PgConnection> all) {
        PgConnection connection = connect(vertx, settings);
        all.add(connection);
        return connection;
    }

    static PgConnection connect(Vertx vertx, ConnectionSettings settings) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setDatabase(settings.database())
                .setUser(settings.user())
                .setPassword(settings.password())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(512)
                .setPreparedStatementCacheSqlLimit(16_384)
                .addProperty("TimeZone", "UTC");
        return Backend.blocking(PgConnection.connect(vertx, options));
    }

    private static String resource(String path) {
        try (InputStream stream = Stage.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException(path + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The time of the history that is played. */
    public SimClock clock() {
        return clock;
    }

    /** Begins a new history: no payment, no time passed, nothing open of the one before. */
    public Connections begin() {
        playing.end();
        playing = new Backends(acting, clock);
        clock.reset();
        observe("SELECT sim.clear()", Tuple.tuple());
        return new Connections(playing);
    }

    /** Changes the schema itself, for good. */
    public void change(String statement) {
        observe(statement, Tuple.tuple());
    }

    /** Runs a statement at once, without faults, unseen by the trace. */
    public RowSet<Row> observe(String sql, Tuple parameters) {
        Future<RowSet<Row>> seen = observerPool().preparedQuery(sql).execute(parameters);
        if (!seen.isComplete()) {
            throw new IllegalStateException("the observer waits for a lock: " + sql);
        }
        if (seen.failed()) {
            throw new IllegalStateException("the observer was not answered: " + sql, seen.cause());
        }
        return seen.result();
    }

    /** The database without faults and without a schedule: every future is complete when it is returned. */
    public Database observer() {
        return Database.on(observerPool());
    }

    private SimPool observerPool() {
        return new SimPool(
                new SimProcess("observer"), observing, statement -> statement.perform(null), UnaryOperator.identity());
    }

    /** The connections of one history. */
    public static final class Connections {
        private final Backends backends;

        Connections(Backends backends) {
            this.backends = backends;
        }

        /** The database for one life of a gateway. */
        public Database database(SimProcess process, Scheduler scheduler, UnaryOperator<String> alteration) {
            return Database.on(new SimPool(process, backends, scheduler::add, alteration));
        }

        /** Statements whose lock has come free go on. */
        public void goOn() {
            backends.goOn();
        }
    }

    @Override
    public void close() {
        connections.forEach(connection -> Backend.blocking(connection.close()));
        server.dropDatabase(name);
    }
}
