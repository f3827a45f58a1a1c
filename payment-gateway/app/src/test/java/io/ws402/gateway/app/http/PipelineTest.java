package io.ws402.gateway.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.access.Role;
import io.ws402.gateway.app.contract.Contract;
import io.ws402.gateway.app.contract.Operation;
import io.ws402.gateway.app.storage.IdempotencyKeys;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseExtension;
import io.ws402.protocol.rate.Rate;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The way of a request to its endpoint, with endpoints that fail, over raw sockets. */
@ExtendWith(DatabaseExtension.class)
final class PipelineTest {
    private static final Rate RATE = Rate.parse("1000/s burst 1000");
    private static final String KEY = "Authorization: Bearer anything\r\n";

    private final Vertx vertx;
    private final HttpServer server;

    PipelineTest(Vertx vertx, Database database) {
        this.vertx = vertx;
        Contract contract = Contract.load();
        Endpoints endpoints = new Endpoints();
        for (Operation operation : contract.operations()) {
            endpoints.on(operation.id(), exchange -> switch (operation.id()) {
                case "listMethods" -> throw new IllegalStateException("secret inner workings");
                case "getStats" -> Future.failedFuture(new ConnectException("postgres is away"));
                case "auditLedger" -> Future.failedFuture(new IOException("connection reset"));
                default -> Future.succeededFuture(Answer.ok(new JsonObject()));
            });
        }
        ApiServices services = new ApiServices(
                new Authentication(
                        key -> Future.succeededFuture(Optional.of(new Caller("key_1", "mch_1", Role.OPERATOR))),
                        RATE,
                        System::nanoTime),
                new KeyRates(RATE, RATE, RATE, System::nanoTime),
                new IdempotencyKeys(database),
                (operation, answer, nanos) -> {},
                Duration.ofSeconds(3));
        this.server = Await.of(vertx.createHttpServer()
                .requestHandler(ApiRouter.create(vertx, contract, endpoints, services))
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() {
        Await.of(server.close());
    }

    @Test
    void tellsNobodyWhatADefectLooksLike() {
        String answer = exchange("GET /api/methods HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + KEY
                + "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 500"), answer);
        assertTrue(answer.contains("internal_error"), answer);
        assertTrue(answer.contains("0af7651916cd43dd8448eb211c80319c"), answer);
        assertFalse(answer.contains("secret inner workings"), answer);
        assertFalse(answer.contains("java"), answer);
    }

    @Test
    void tellsADatabaseThatIsAwayFromOneThatBrokeOff() {
        String away = exchange("GET /api/stats HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + KEY + "\r\n");
        assertTrue(away.startsWith("HTTP/1.1 503") && away.contains("database_unavailable"), away);
        String broken = exchange("GET /api/audit HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + KEY + "\r\n");
        assertTrue(broken.startsWith("HTTP/1.1 504") && broken.contains("outcome_unknown"), broken);
        assertFalse(broken.contains("connection reset"), broken);
    }

    @Test
    void waitsForABodyOnlySoLong() {
        String answer = exchange("POST /api/payment/generate HTTP/1.1\r\nHost: x\r\n" + KEY
                + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"amount\":");
        assertTrue(answer.startsWith("HTTP/1.1 408") && answer.contains("body_too_slow"), answer);
    }

    @Test
    void cutsOffABodyThatNeverEnds() {
        StringBuilder endless = new StringBuilder("POST /api/payment/generate HTTP/1.1\r\nHost: x\r\n" + KEY
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 100; i++) {
            endless.append("10000\r\n").append("x".repeat(65_536)).append("\r\n");
        }
        String answer = exchange(endless.toString());
        assertTrue(answer.startsWith("HTTP/1.1 413") && answer.contains("too_large"), answer);
    }

    @Test
    void refusesAUrlThatIsNone() {
        String answer = exchange("GET /api/payments/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + KEY + "\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    }

    @Test
    void answersRequestsOnOneConnectionInTheirOrder() {
        String request = "POST /api/payment/verify HTTP/1.1\r\nHost: x\r\n" + KEY
                + "Content-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"proof\":{}}";
        String last = "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        String answers = exchange(request + request + last);
        assertEquals(4, answers.split("HTTP/1.1 200", -1).length, answers);
    }

    /** Everything that comes back until the connection is closed by the other side. */
    private String exchange(String request) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Buffer received = Buffer.buffer();
        NetSocket socket = Await.of(vertx.createNetClient().connect(server.actualPort(), "127.0.0.1"));
        socket.handler(received::appendBuffer);
        socket.exceptionHandler(failure -> {});
        socket.closeHandler(closed -> answer.complete(received.toString()));
        socket.write(request);
        return Await.of(Future.fromCompletionStage(answer));
    }
}
