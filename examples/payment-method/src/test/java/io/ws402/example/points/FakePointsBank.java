package io.ws402.example.points;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A fake of a bank, since no real one runs here: its accounts in memory, its interface over real HTTP. */
final class FakePointsBank {
    private final Map<String, String> accounts = new LinkedHashMap<>();
    private final Map<String, BigInteger> balances = new LinkedHashMap<>();
    private final Map<String, JsonObject> transfers = new LinkedHashMap<>();
    private final HttpServer server;

    FakePointsBank(Vertx vertx) {
        server = Await.of(vertx.createHttpServer().requestHandler(this::serve).listen(0, "127.0.0.1"));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** Opens an account and returns its key. */
    synchronized String open(String name, BigInteger points) {
        String key = UUID.randomUUID().toString();
        accounts.put(key, name);
        balances.put(name, points);
        return key;
    }

    synchronized BigInteger balance(String account) {
        return balances.getOrDefault(account, BigInteger.ZERO);
    }

    /** Closes for good: from now on nobody gets an answer. */
    void stop() {
        Await.of(server.close());
    }

    private void serve(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            String[] path = request.path().substring(1).split("/", -1);
            JsonObject answer = path[0].equals("transfers")
                    ? request.method().equals(HttpMethod.PUT)
                            ? send(request.getHeader("Authorization"), path[1], body.toJsonObject())
                            : shown(transfers.get(path[1]))
                    : path.length == 3 ? after(path[1], Long.parseLong(request.getParam("after"))) : account(path[1]);
            request.response().setStatusCode((Integer) answer.remove("status")).end(answer.toBuffer());
        });
    }

    private synchronized JsonObject send(String authorization, String id, JsonObject order) {
        String from = accounts.get(authorization.substring("Bearer ".length()));
        if (from == null) {
            return refused(401, "nobody has this key");
        }
        JsonObject before = transfers.get(id);
        if (before != null) {
            boolean same = before.copy().mergeIn(order).equals(before)
                    && before.getString("from").equals(from);
            return same ? shown(before) : refused(409, "another transfer has this id");
        }
        BigInteger points = new BigInteger(order.getString("points"));
        String to = order.getString("to");
        if (points.signum() <= 0 || !balances.containsKey(to) || balance(from).compareTo(points) < 0) {
            return refused(422, "too little, or no such account");
        }
        balances.merge(from, points.negate(), BigInteger::add);
        balances.merge(to, points, BigInteger::add);
        JsonObject transfer = order.copy()
                .put("id", id)
                .put("number", (long) transfers.size() + 1)
                .put("from", from)
                .put("at", Instant.now().toString());
        transfers.put(id, transfer);
        return shown(transfer);
    }

    private synchronized JsonObject account(String name) {
        return balances.containsKey(name)
                ? new JsonObject()
                        .put("status", 200)
                        .put("points", balance(name).toString())
                : refused(404, "no such account");
    }

    private synchronized JsonObject after(String account, long number) {
        JsonArray some = new JsonArray();
        transfers.values().stream()
                .filter(each -> each.getLong("number") > number)
                .filter(each -> account.equals(each.getString("to")) || account.equals(each.getString("from")))
                .limit(100)
                .forEach(some::add);
        return new JsonObject().put("status", 200).put("transfers", some);
    }

    private static JsonObject shown(@Nullable JsonObject transfer) {
        return transfer == null
                ? refused(404, "no such transfer")
                : transfer.copy().put("status", 200);
    }

    private static JsonObject refused(int status, String error) {
        return new JsonObject().put("status", status).put("error", error);
    }
}
