package io.ws402.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.ws402.server.app.ServerConfig;
import io.ws402.server.resource.EchoResource;
import io.ws402.server.resource.Offering;
import io.ws402.server.resource.http.FileResource;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.Payer;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.TestServer.Answer;
import io.ws402.server.testing.TokenSigner;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Two servers before one gateway that sell the same, and payers who hold an HTTP resource open. */
final class HttpBench implements AutoCloseable {
    final FakeProvider provider = new FakeProvider();
    final TestServer one;
    final TestServer two;
    final TokenSigner signer;
    // Held, because a client that nobody holds closes its connections when it is collected.
    private final NetClient clients;

    HttpBench(UnaryOperator<ServerConfig> change, Offering... offered) {
        one = TestServer.start(provider, change);
        two = TestServer.start(provider, change);
        signer = new TokenSigner(one.vertx());
        provider.signWith(signer);
        clients = one.vertx().createNetClient();
        for (Offering offering : offered) {
            one.offer(offering);
            two.offer(offering);
        }
        one.listen();
        two.listen();
    }

    /** A file, for sale as on every test server. */
    static Offering file(String id, Path file) {
        Offering like = TestServer.offering(id, new EchoResource());
        return new Offering(
                id,
                like.tariff(),
                like.updateInterval(),
                () -> new FileResource(Vertx.currentContext().owner(), file, null));
    }

    /** A payer with its session, on server one. */
    record Paid(Payer payer, String sessionId, String token) {}

    Paid open(String resourceId) throws InterruptedException {
        Payer payer = one.connect(resourceId).prove(one.paid(resourceId, 6_000_000));
        var started = payer.await("session_started");
        return new Paid(payer, started.getString("sessionId"), started.getString("accessToken"));
    }

    static Answer get(TestServer server, String path, String token, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = "Bearer " + token;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return server.get("/ws402/http/" + path, all);
    }

    static String code(Answer answer) {
        return answer.json().getString("code");
    }

    /** A connection that asked for something and reads as much of it as it is told to. */
    final class Reader {
        private final NetSocket socket;
        private final AtomicLong bytes = new AtomicLong();
        private volatile boolean closed;
        private volatile Buffer beginning = Buffer.buffer();

        Reader(TestServer server, String path, String token) {
            socket = TestServer.await(clients.connect(server.port(), "127.0.0.1"));
            socket.closeHandler(nothing -> closed = true);
            socket.handler(chunk -> {
                if (beginning.length() < 4_096) {
                    beginning = beginning.copy().appendBuffer(chunk);
                }
                bytes.addAndGet(chunk.length());
            });
            socket.write(
                    "GET /ws402/http/" + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n");
        }

        /** Waits for the beginning of a body, then reads no further. */
        Reader untilItStarts() throws InterruptedException {
            TestServer.until(() -> bytes.get() > 0, "a response");
            socket.pause();
            return this;
        }

        void hangUp() {
            socket.close();
        }

        long bytes() {
            return bytes.get();
        }

        String beginning() {
            return beginning.toString();
        }

        void awaitCut(long length) throws InterruptedException {
            socket.resume();
            TestServer.until(() -> closed, "the end of the connection");
            if (bytes.get() >= length) {
                throw new AssertionError("everything came: " + bytes.get());
            }
        }
    }

    Reader reader(TestServer server, String path, String token) {
        return new Reader(server, path, token);
    }

    @Override
    public void close() {
        one.close();
        two.close();
    }
}
