package io.ws402.chaos.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** A statement to be asked for; prepared in any case, since the same ones come again and again. */
record SimQuery(SimPool pool, @Nullable SimTransaction transaction, String sql) implements PreparedQuery<RowSet<Row>> {
    @Override
    public Future<RowSet<Row>> execute() {
        return execute(Tuple.tuple());
    }

    @Override
    public Future<RowSet<Row>> execute(Tuple parameters) {
        SimStatement statement = new SimStatement(pool, transaction, sql, parameters);
        pool.schedule(statement);
        return statement.future();
    }

    @Override
    public Future<RowSet<Row>> executeBatch(List<Tuple> batch) {
        throw new UnsupportedOperationException("the gateway sends no batches");
    }

    @Override
    public <R> PreparedQuery<SqlResult<R>> collecting(Collector<Row, ?, R> collector) {
        throw new UnsupportedOperationException("the gateway reads rows as they are");
    }

    @Override
    public <U> PreparedQuery<RowSet<U>> mapping(Function<Row, U> mapper) {
        throw new UnsupportedOperationException("the gateway reads rows as they are");
    }
}
