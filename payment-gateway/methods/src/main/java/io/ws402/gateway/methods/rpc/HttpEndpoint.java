package io.ws402.gateway.methods.rpc;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A JSON-RPC endpoint over HTTP. It never shows its URL, which often carries a key. */
final class HttpEndpoint implements Endpoint {
    private static final int MAX_MESSAGE = 300;

    private final String name;
    private final URI url;
    private final HttpClient http;
    private final Duration callTimeout;
    private final AtomicLong ids = new AtomicLong();

    HttpEndpoint(int position, URI url, HttpClient http, Duration callTimeout) {
        this.name = "rpcUrls[" + position + "] (" + url.getHost() + ")";
        this.url = url;
        this.http = http;
        this.callTimeout = callTimeout;
    }

    /** Those at these URLs, all with one client. */
    static List<HttpEndpoint> at(List<URI> urls, Duration callTimeout) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(callTimeout)
                .executor(Thread::startVirtualThread)
                .build();
        return IntStream.range(0, urls.size())
                .mapToObj(position -> new HttpEndpoint(position, urls.get(position), http, callTimeout))
                .toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable Object call(String method, List<?> params, int maxBytes, Duration atMost) {
        long id = ids.incrementAndGet();
        Buffer body = new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", method)
                .put("params", new JsonArray(List.copyOf(params)))
                .toBuffer();
        Duration wait = atMost.compareTo(callTimeout) < 0 ? atMost : callTimeout;
        HttpResponse<byte[]> response = exchange(request(body), method, maxBytes, wait);
        return result(id, method, response);
    }

    private HttpRequest request(Buffer body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body.getBytes()));
        if (url.getUserInfo() != null) {
            byte[] credentials = url.getUserInfo().getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        return request.build();
    }

    private HttpResponse<byte[]> exchange(HttpRequest request, String method, int maxBytes, Duration wait) {
        CompletableFuture<HttpResponse<byte[]>> exchange = http.sendAsync(request, info -> new BoundedBody(maxBytes));
        try {
            return exchange.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new EndpointFailure("no answer to " + method + " within " + wait.toMillis() + " ms");
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new RpcException.Unavailable("interrupted while waiting for " + method);
        } catch (ExecutionException e) {
            throw failureOf(e.getCause(), method, maxBytes);
        }
    }

    private static RuntimeException failureOf(@Nullable Throwable cause, String method, int maxBytes) {
        if (cause instanceof BoundedBody.TooLong
                || (cause != null && cause.getCause() instanceof BoundedBody.TooLong)) {
            return new RpcException.TooLarge(method, maxBytes);
        }
        // The client's own messages can repeat the URL; the kind of failure is enough.
        String kind = cause instanceof ConnectException ? "connection refused" : "connection lost";
        return new EndpointFailure(kind + " at " + method);
    }

    private static @Nullable Object result(long id, String method, HttpResponse<byte[]> response) {
        JsonObject answer = parse(method, response);
        if (answer.getValue("error") instanceof JsonObject error) {
            throw new RpcException.Refused(code(error), message(error));
        }
        if (response.statusCode() != 200) {
            throw new EndpointFailure("HTTP " + response.statusCode() + " to " + method);
        }
        if (!(answer.getValue("id") instanceof Number answered) || answered.longValue() != id) {
            throw new EndpointFailure("the answer to " + method + " is of another call");
        }
        if (!answer.containsKey("result")) {
            throw new EndpointFailure("the answer to " + method + " has no result");
        }
        return answer.getValue("result");
    }

    private static JsonObject parse(String method, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status == 401 || status == 403 || status == 429 || status >= 500) {
            throw new EndpointFailure("HTTP " + status + " to " + method);
        }
        try {
            return new JsonObject(Buffer.buffer(response.body()));
        } catch (DecodeException e) {
            throw new EndpointFailure("HTTP " + status + " without JSON to " + method);
        }
    }

    private static int code(JsonObject error) {
        return error.getValue("code") instanceof Number code ? code.intValue() : 0;
    }

    /** What a node says can be anything: cut short, and without characters that would forge log lines. */
    private static String message(JsonObject error) {
        String message = error.getValue("message") instanceof String text ? text : "no message";
        String plain = message.replaceAll("\\p{Cntrl}", " ");
        return plain.length() > MAX_MESSAGE ? plain.substring(0, MAX_MESSAGE) + "…" : plain;
    }

    /** Ends calls under way, those of the endpoints that share its client too. */
    @Override
    public void close() {
        http.shutdownNow();
    }
}
