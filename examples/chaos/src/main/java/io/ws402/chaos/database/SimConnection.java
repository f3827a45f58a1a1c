package io.ws402.chaos.database;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.spi.DatabaseMetadata;
import org.jspecify.annotations.Nullable;

/** What a gateway works with inside a transaction. */
final class SimConnection implements SqlConnection {
    private final SimPool pool;
    private @Nullable SimTransaction transaction;

    SimConnection(SimPool pool) {
        this.pool = pool;
    }

    @Override
    public Future<Transaction> begin() {
        SimTransaction begun = new SimTransaction(pool);
        transaction = begun;
        return Future.succeededFuture(begun);
    }

    @Override
    public @Nullable Transaction transaction() {
        return transaction;
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return new SimQuery(pool, transaction, sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return new SimQuery(pool, transaction, sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return preparedQuery(sql);
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    @Override
    public Future<PreparedStatement> prepare(String sql) {
        throw new UnsupportedOperationException("the gateway prepares by asking");
    }

    @Override
    public Future<PreparedStatement> prepare(String sql, PrepareOptions options) {
        return prepare(sql);
    }

    @Override
    public SqlConnection exceptionHandler(Handler<Throwable> handler) {
        return this;
    }

    @Override
    public SqlConnection closeHandler(Handler<Void> handler) {
        return this;
    }

    @Override
    public boolean isSSL() {
        return false;
    }

    @Override
    public DatabaseMetadata databaseMetadata() {
        throw new UnsupportedOperationException("nobody asks for it");
    }
}
