package io.ws402.bench.durable;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import io.ws402.bench.process.WorkerLine;
import io.ws402.gateway.storage.ConnectionSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** The program of the limit of a gateway: Vert.x and its PostgreSQL client on one event loop, and nothing else. */
final class GroupCommitServer {
    /** Where a request's signature is checked too. */
    static final String SIGNED = "/signed";

    private static final String CHECKPOINT = """
            UPDATE sessions s SET sequence = r.sequence, elapsed_ms = r.elapsed_ms, bytes = r.bytes, messages = r.messages,
                consumed = r.consumed, paused = r.paused, lease_until = now() + interval '1 hour'
            FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::numeric[], $7::boolean[])
                AS r (payment_id, sequence, elapsed_ms, bytes, messages, consumed, paused)
            WHERE s.payment_id = r.payment_id""";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final Recovery recovery = new Recovery();
    private @Nullable GroupCommit commits;
    private @Nullable Pool pool;

    private GroupCommitServer() {}

    /** Runs it until its owner has gone. */
    public static void main(String[] arguments) throws IOException {
        GroupCommitServer server = new GroupCommitServer();
        new WorkerLine()
                .on("start", server::start)
                .on("checkpoint", server::checkpoint)
                .serve(arguments);
    }

    private JsonObject start(JsonObject order) {
        ConnectionSettings database = ConnectionSettings.parse(order.getString("database"));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> hold(request, body)));
        vertx.deployVerticle(context -> {
                    commits = new GroupCommit(vertx, database, order.getString("payer"), order.getString("wallet"));
                    pool = GroupCommit.pool(vertx, database);
                    return server.listen(0, "127.0.0.1");
                })
                .await();
        return new JsonObject().put("port", server.actualPort());
    }

    private void hold(HttpServerRequest request, Buffer body) {
        JsonObject asked = body.toJsonObject();
        String reference = asked.getJsonObject("proof").getString("reference");
        String sessionId = asked.getJsonObject("session").getString("sessionId");
        if (request.path().equals(SIGNED) && !recovery.succeeds()) {
            request.response().setStatusCode(400).end("not signed");
            return;
        }
        started(commits)
                .hold(reference, sessionId)
                .onSuccess(held -> request.response()
                        .end(new JsonObject()
                                .put("valid", true)
                                .put("reference", reference)
                                .put("sessionId", sessionId)
                                .toBuffer()))
                .onFailure(failure -> request.response().setStatusCode(500).end(String.valueOf(failure)));
    }

    private JsonObject checkpoint(JsonObject order) throws IOException {
        String[] ids = Files.readAllLines(Path.of(order.getString("ids"))).toArray(String[]::new);
        long begun = System.nanoTime();
        for (int i = 0; i < order.getInteger("times"); i++) {
            int updated = started(pool)
                    .preparedQuery(CHECKPOINT)
                    .execute(columns(ids, order.getLong("sequence") + i))
                    .await()
                    .rowCount();
            if (updated != ids.length) {
                throw new IllegalStateException(updated + " of " + ids.length + " sessions were there");
            }
        }
        return new JsonObject().put("nanos", System.nanoTime() - begun);
    }

    private static Tuple columns(String[] ids, long sequence) {
        return Tuple.tuple()
                .addArrayOfString(ids)
                .addArrayOfLong(all(ids.length, sequence))
                .addArrayOfLong(all(ids.length, sequence))
                .addArrayOfLong(all(ids.length, 0))
                .addArrayOfLong(all(ids.length, 0))
                .addValue(Collections.nCopies(ids.length, BigDecimal.ONE).toArray(BigDecimal[]::new))
                .addValue(Collections.nCopies(ids.length, false).toArray(Boolean[]::new));
    }

    private static Long[] all(int count, long value) {
        Long[] column = new Long[count];
        Arrays.fill(column, value);
        return column;
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("it was not told to start");
        }
        return part;
    }
}
