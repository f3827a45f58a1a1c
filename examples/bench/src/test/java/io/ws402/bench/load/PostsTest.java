package io.ws402.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostsTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private Posts posts(int count, Handler<HttpServerRequest> handler) {
        int port = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    asked.incrementAndGet();
                    handler.handle(request);
                }))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        byte[] request = "POST /it HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}"
                .getBytes(StandardCharsets.US_ASCII);
        return new Posts(new Client(), List.of(port), Collections.nCopies(count, request), "\"valid\":true", 3);
    }

    @Test
    void postsEachOnceAndSaysHowLongAnswersTook() throws Exception {
        Posts posts = posts(10, request -> request.response().end("{\"valid\":true}"));
        assertTrue(posts.run() > 0);
        assertEquals(10, asked.get());
        assertTrue(posts.nanosOf(0) <= posts.nanosOf(0.99));
    }

    @Test
    void readsAnswersThatComeInPieces() throws Exception {
        Posts posts = posts(3, request -> {
            request.response().putHeader("content-length", "14").write("{\"valid\"");
            vertx.setTimer(20, id -> request.response().end(":true}"));
        });
        posts.run();
        assertEquals(3, asked.get());
    }

    @Test
    void failsOnAnAnswerThatIsNotTheRightOne() {
        Posts refused = posts(3, request -> request.response().end("{\"valid\":false}"));
        assertTrue(String.valueOf(
                        assertThrows(IllegalStateException.class, refused::run).getMessage())
                .contains("{\"valid\":false}"));
        Posts failed = posts(3, request -> request.response().setStatusCode(500).end("{\"valid\":true}"));
        assertThrows(IllegalStateException.class, failed::run);
    }

    @Test
    void failsWhenTheServerGoesAway() {
        Posts posts = posts(3, request -> request.connection().close());
        assertThrows(IllegalStateException.class, posts::run);
    }
}
