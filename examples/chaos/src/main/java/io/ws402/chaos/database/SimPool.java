package io.ws402.chaos.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.ws402.chaos.schedule.SimProcess;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The database as one life of a gateway sees it: every statement becomes a task that may fail. */
public final class SimPool implements Pool {
    private final SimProcess process;
    private final Backends backends;
    private final Consumer<SimStatement> schedule;
    private final UnaryOperator<String> alteration;

    SimPool(SimProcess process, Backends backends, Consumer<SimStatement> schedule, UnaryOperator<String> alteration) {
        this.process = process;
        this.backends = backends;
        this.schedule = schedule;
        this.alteration = alteration;
    }

    SimProcess process() {
        return process;
    }

    Backends backends() {
        return backends;
    }

    void schedule(SimStatement statement) {
        schedule.accept(statement);
    }

    String alter(String sql) {
        return alteration.apply(sql);
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return Future.succeededFuture(new SimConnection(this));
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return new SimQuery(this, null, sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return new SimQuery(this, null, sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return preparedQuery(sql);
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
