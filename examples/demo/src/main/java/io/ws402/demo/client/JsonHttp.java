package io.ws402.demo.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.json.StrictJson;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP, blocking, in bounded time. Call it from a virtual thread, never from an event loop. */
public final class JsonHttp implements AutoCloseable {
    private static final int MAX_BODY = 1 << 20;
    private static final int MAX_CONNECTIONS = 64;

    private final WebClient client;
    private final Duration limit;

    /** A client whose every call is over after at most {@code limit}. */
    public JsonHttp(Vertx vertx, Duration connectLimit, Duration limit) {
        this.client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setConnectTimeout((int) connectLimit.toMillis())
                        .setFollowRedirects(false)
                        .setUserAgent("ws402-client"),
                new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
        this.limit = limit;
    }

    /** An answer other than 2xx. */
    public static final class Refused extends IOException {
        private final int status;
        private final @Nullable String code;

        Refused(int status, @Nullable String code, String reason) {
            super(reason);
            this.status = status;
            this.code = code;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        /** The problem's stable code, where the answer had one. */
        public @Nullable String code() {
            return code;
        }
    }

    /**
     * Asks for a document.
     *
     * @param bearer the token to show, or null for none
     * @throws Refused when the answer is not 2xx
     * @throws IOException when there is no answer in time, or it is not JSON
     */
    public JsonObject get(URI uri, @Nullable String bearer) throws IOException {
        return send(HttpMethod.GET, uri, bearer, null);
    }

    /** As {@link #get}, sending a document. */
    public JsonObject post(URI uri, @Nullable String bearer, JsonObject body) throws IOException {
        return send(HttpMethod.POST, uri, bearer, body);
    }

    /** Whether a GET is answered 2xx, whatever the body; false when it is not answered at all. */
    public boolean isOk(URI uri) {
        try {
            Future<HttpResponse<Buffer>> sent =
                    client.getAbs(uri.toString()).timeout(limit.toMillis()).send();
            return await(sent, limit.plusSeconds(1), uri).statusCode() / 100 == 2;
        } catch (IOException notAnswered) {
            return false;
        }
    }

    private JsonObject send(HttpMethod method, URI uri, @Nullable String bearer, @Nullable JsonObject body)
            throws IOException {
        HttpRequest<Buffer> request = client.requestAbs(method, uri.toString())
                .timeout(limit.toMillis())
                .putHeader("accept", "application/json, application/problem+json");
        if (bearer != null) {
            request.bearerTokenAuthentication(bearer);
        }
        Future<HttpResponse<Buffer>> sent = body == null ? request.send() : request.sendJsonObject(body);
        HttpResponse<Buffer> response = await(sent, limit.plusSeconds(1), uri);
        JsonObject json = json(response);
        if (response.statusCode() / 100 != 2) {
            throw refused(response.statusCode(), json);
        }
        if (json == null) {
            throw new IOException(uri + " did not answer in JSON");
        }
        return json;
    }

    private static @Nullable JsonObject json(HttpResponse<Buffer> response) {
        Buffer body = response.body();
        try {
            return body == null ? null : StrictJson.parseWithFractions(body, MAX_BODY);
        } catch (MalformedJson e) {
            return null;
        }
    }

    private static Refused refused(int status, @Nullable JsonObject problem) {
        if (problem == null) {
            return new Refused(status, null, "HTTP status " + status);
        }
        Object reason = problem.getValue("detail");
        if (reason == null) {
            reason = problem.getValue("message");
        }
        Object code = problem.getValue("code");
        return new Refused(
                status,
                code instanceof String text ? text : null,
                Objects.requireNonNullElse(reason, "HTTP status " + status).toString());
    }

    /** The future's result, waited for on this thread; a failure or lateness becomes an {@link IOException}. */
    static <T> T await(Future<T> future, Duration limit, URI peer) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(hostOf(peer) + " can not be reached: " + cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new IOException(hostOf(peer) + " did not answer within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + hostOf(peer));
        }
    }

    private static String hostOf(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    @Override
    public void close() {
        client.close();
    }
}
