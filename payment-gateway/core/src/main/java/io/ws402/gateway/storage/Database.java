package io.ws402.gateway.storage;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.flywaydb.core.Flyway;

/**
 * The gateway's PostgreSQL. Safe for use from any thread; futures complete on the caller's context. Several gateways may
 * open the same database at once: migrations run under a lock.
 */
public final class Database implements AutoCloseable {
    private static final Executor VIRTUAL_THREADS =
            task -> Thread.ofVirtual().name("ws402-migrate").start(task);
    private static final int PREPARED_STATEMENTS_PER_CONNECTION = 512;
    private static final int LONGEST_CACHED_STATEMENT = 16_384;
    private static final int CONNECT_RETRIES_AT_START = 5;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private static final String UNSAFE_SETTINGS = """
            SELECT name FROM pg_settings
            WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
            ORDER BY name""";

    private final Pool pool;

    private Database(Pool pool) {
        this.pool = pool;
    }

    /**
     * Migrates the database to this version and connects to it.
     *
     * @return failed with an {@link UnsafeDatabaseException} where a crash could lose what was committed (unless in
     *     development), and with the driver's own exception when the database can not be reached or migrated
     */
    public static Future<Database> open(Vertx vertx, ConnectionSettings settings, DatabaseOptions options) {
        Context context = vertx.getOrCreateContext();
        CompletableFuture<Void> migrated = CompletableFuture.runAsync(() -> migrate(settings), VIRTUAL_THREADS);
        return Future.fromCompletionStage(migrated, context).compose(done -> connect(vertx, settings, options));
    }

    /** On connections made elsewhere, for tools that watch or disturb what is said to a database that is migrated already. */
    public static Database on(Pool pool) {
        return new Database(pool);
    }

    private static void migrate(ConnectionSettings settings) {
        Flyway.configure()
                .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                .connectRetries(CONNECT_RETRIES_AT_START)
                .connectRetriesInterval(1)
                .load()
                .migrate();
    }

    private static Future<Database> connect(Vertx vertx, ConnectionSettings settings, DatabaseOptions options) {
        Pool pool = PgBuilder.pool()
                .using(vertx)
                .with(new PoolOptions().setMaxSize(options.connections()).setConnectionTimeout((int)
                        CONNECT_TIMEOUT.toSeconds()))
                .connectingTo(connectOptions(settings, options))
                .build();
        Database database = new Database(pool);
        Future<Void> safe = options.development() ? Future.succeededFuture() : database.refuseUnsafeSettings();
        return safe.map(database).onFailure(failure -> database.close());
    }

    private static PgConnectOptions connectOptions(ConnectionSettings settings, DatabaseOptions options) {
        PgConnectOptions connect = new PgConnectOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setDatabase(settings.database())
                .setUser(settings.user())
                .setPassword(settings.password())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(PREPARED_STATEMENTS_PER_CONNECTION)
                .setPreparedStatementCacheSqlLimit(LONGEST_CACHED_STATEMENT)
                .addProperty("application_name", "ws402-gateway")
                .addProperty(
                        "statement_timeout",
                        Long.toString(options.statementTimeout().toMillis()))
                .addProperty(
                        "idle_in_transaction_session_timeout",
                        Long.toString(options.statementTimeout().toMillis()))
                // Claims wait for a row and then look at it anew; a snapshot per transaction would fail them instead.
                .addProperty("default_transaction_isolation", "read committed")
                .addProperty("TimeZone", "UTC");
        return connect;
    }

    private Future<Void> refuseUnsafeSettings() {
        return pool.query(UNSAFE_SETTINGS).execute().compose(rows -> {
            List<String> unsafe = new ArrayList<>();
            rows.forEach(row -> unsafe.add(row.getString("name")));
            return unsafe.isEmpty()
                    ? Future.succeededFuture()
                    : Future.failedFuture(new UnsafeDatabaseException(unsafe));
        });
    }

    /** For single statements, each a transaction of its own. */
    public Pool pool() {
        return pool;
    }

    /** Runs statements as one transaction: committed when the future succeeds, rolled back when it fails. */
    public <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
        return pool.withTransaction(work);
    }

    /** Closes every connection. Idempotent. */
    @Override
    public void close() {
        pool.close();
    }
}
