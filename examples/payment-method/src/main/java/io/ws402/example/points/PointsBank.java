package io.ws402.example.points;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The bank's HTTP interface. A future that fails means that the bank gave no answer, or none that can be understood: then
 * nothing is known, neither that a transfer happened nor that it did not.
 */
final class PointsBank implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int BODY_MAX_BYTES = 64 * 1024;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;
    private final String key;

    PointsBank(URI url, String key) {
        this.url = url;
        this.key = key;
    }

    /** What the bank said to an attempt to send. */
    sealed interface Outcome {
        /** It has happened, now or at an earlier attempt. */
        record Done(Transfer transfer) implements Outcome {}

        /** It has not, and what was asked now will not. */
        record Refused(String reason) implements Outcome {}
    }

    /** Sends from the account whose key this is. Asked again with the same id and body, the bank gives the same answer. */
    Future<Outcome> send(String id, JsonObject order) {
        HttpRequest put = request("/transfers/" + id)
                .PUT(BodyPublishers.ofString(order.encode()))
                .build();
        return call(put).map(answer -> switch (answer.status()) {
            case 200 -> new Outcome.Done(Transfer.of(answer.json()));
            case 409, 422 -> new Outcome.Refused(answer.json().getString("error"));
            default -> throw answer.unexpected();
        });
    }

    Future<Optional<Transfer>> find(String id) {
        return get("/transfers/" + id).map(answer -> switch (answer.status()) {
            case 200 -> Optional.of(Transfer.of(answer.json()));
            case 404 -> Optional.empty();
            default -> throw answer.unexpected();
        });
    }

    /** What an account has; empty when there is no such account. */
    Future<Optional<BigInteger>> balance(String account) {
        return get("/accounts/" + account).map(answer -> switch (answer.status()) {
            case 200 -> Optional.of(new BigInteger(answer.json().getString("points")));
            case 404 -> Optional.empty();
            default -> throw answer.unexpected();
        });
    }

    /** What an account received and sent behind a transfer's number, in order, a hundred at most. */
    Future<List<Transfer>> after(String account, long number) {
        return get("/accounts/" + account + "/transfers?after=" + number).map(answer -> {
            if (answer.status() != 200) {
                throw answer.unexpected();
            }
            JsonArray transfers = answer.json().getJsonArray("transfers");
            return transfers.stream()
                    .map(each -> Transfer.of((JsonObject) each))
                    .toList();
        });
    }

    private record Answer(int status, String body) {
        JsonObject json() {
            return new JsonObject(body);
        }

        IllegalStateException unexpected() {
            return new IllegalStateException("the points bank answered " + status);
        }
    }

    private Future<Answer> get(String path) {
        return call(request(path).GET().build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(TIMEOUT).header("Authorization", "Bearer " + key);
    }

    private Future<Answer> call(HttpRequest request) {
        var bounded = BodyHandlers.limiting(BodyHandlers.ofString(), BODY_MAX_BYTES);
        return Future.fromCompletionStage(http.sendAsync(request, bounded))
                .map((HttpResponse<String> response) -> new Answer(response.statusCode(), response.body()));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
