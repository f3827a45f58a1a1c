package io.ws402.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import io.ws402.devnet.DevnetException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.http.HttpService;

/** A JSON-RPC endpoint, for web3j and for the methods web3j does not know. */
final class JsonRpc implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpService service;
    private final Web3j web3j;

    JsonRpc(String url) {
        this.service = new HttpService(
                url,
                new OkHttpClient.Builder().callTimeout(LIMIT).readTimeout(LIMIT).build());
        this.web3j = Web3j.build(service);
    }

    String url() {
        return service.getUrl();
    }

    Web3j web3j() {
        return web3j;
    }

    JsonNode call(String method, Object... parameters) {
        return result(method, new Request<>(method, List.of(parameters), service, Answer.class))
                .getResult();
    }

    /** Sends a request of web3j and turns every failure into the one exception. */
    static <T extends Response<?>> T result(String what, Request<?, T> request) {
        try {
            T answer = request.send();
            if (answer.hasError()) {
                throw new DevnetException(
                        Reason.CALL_FAILED,
                        "The chain refused " + what + ": " + answer.getError().getMessage());
            }
            return answer;
        } catch (IOException e) {
            throw new DevnetException(Reason.CALL_FAILED, "The chain does not answer " + what + ": " + e, e);
        }
    }

    @Override
    public void close() {
        web3j.shutdown();
    }

    /** For Jackson. */
    static final class Answer extends Response<JsonNode> {}
}
