package io.ws402.proxy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.json.StrictJson;
import io.ws402.protocol.payment.Codes;
import io.ws402.proxy.GatewayReply.Answered;
import io.ws402.proxy.GatewayReply.Missed;
import io.ws402.proxy.GatewayReply.Refused;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what an attempt came to from its HTTP response or its failure. */
final class Answers {
    /** The gateway, or what stands before it, is overloaded or away: trying again is what these ask for. */
    private static final Set<Integer> TRY_AGAIN = Set.of(429, 502, 503, 504);

    /** A 429 or 503 comes from before any work was done; a 502 or 504 says nothing about what was. */
    private static final Set<Integer> WITHOUT_EFFECT = Set.of(429, 503);

    /** What a 401 or 403 says about a payer's token, not about this server's key. */
    private static final Set<String> ABOUT_TOKENS = Set.of(Codes.TOKEN_INVALID, Codes.TOKEN_USED, Codes.SESSION_OVER);

    private Answers() {}

    static Future<GatewayReply> read(GatewayCall call, HttpResponse<Buffer> response, ProxyOptions options) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return answer(call, response, options);
        }
        Problem problem = problem(response, options);
        if ((status == 401 || status == 403) && !ABOUT_TOKENS.contains(problem.code())) {
            String remedy = "Set the key that the gateway was given, for example in GATEWAY_API_KEY";
            return Future.failedFuture(new GatewayException(
                    call + ": the gateway at " + options.gatewayUrl() + " refused this server's API key (HTTP " + status
                            + "). " + remedy,
                    true));
        }
        if (TRY_AGAIN.contains(status)) {
            String reason = "HTTP " + status + ": " + problem.detail();
            return Future.succeededFuture(new Missed(reason, WITHOUT_EFFECT.contains(status), problem, true));
        }
        if (status < 400) {
            return fail(call, "answered HTTP " + status + "; check that gatewayUrl is the gateway's");
        }
        return Future.succeededFuture(new Refused(problem));
    }

    static Future<GatewayReply> failed(GatewayCall call, Throwable failure) {
        if (failure instanceof GatewayException) {
            return fail(call, failure.getMessage());
        }
        boolean unsent = failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException
                || failure instanceof ConnectionPoolTooBusyException;
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return Future.succeededFuture(new Missed(call + ": " + message, unsent, null, true));
    }

    private static Future<GatewayReply> answer(GatewayCall call, HttpResponse<Buffer> response, ProxyOptions options) {
        Buffer body = body(response);
        try {
            JsonObject json = call.fractions()
                    ? StrictJson.parseWithFractions(body, options.maxAnswerBytes())
                    : StrictJson.parse(body, options.maxAnswerBytes());
            return Future.succeededFuture(new Answered(json));
        } catch (MalformedJson e) {
            return fail(call, "the answer does not parse: " + e.reason());
        }
    }

    /** Whatever stands before the gateway may answer with something else than a problem; its status still counts. */
    private static Problem problem(HttpResponse<Buffer> response, ProxyOptions options) {
        int status = response.statusCode();
        Problem problem;
        try {
            problem = Problem.fromJson(status, StrictJson.parseWithFractions(body(response), options.maxAnswerBytes()));
        } catch (MalformedJson e) {
            problem = Problem.fromJson(status, new JsonObject());
        }
        String retryAfter = response.getHeader(HttpHeaders.RETRY_AFTER.toString());
        boolean seconds = retryAfter != null && retryAfter.matches("[0-9]{1,6}");
        return problem.retryAfterMs() == null && seconds
                ? problem.retryAfterMs(Long.parseLong(retryAfter) * 1000)
                : problem;
    }

    private static Buffer body(HttpResponse<Buffer> response) {
        @Nullable Buffer body = response.body();
        return body == null ? Buffer.buffer() : body;
    }

    static <T> Future<T> fail(GatewayCall call, @Nullable String message) {
        return Future.failedFuture(new GatewayException(call + ": " + message));
    }
}
