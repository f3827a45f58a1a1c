package io.ws402.demo.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.protocol.gateway.ReceiptAnswer;
import io.ws402.protocol.gateway.SessionAnswer;
import io.ws402.protocol.message.ClientMessage;
import io.ws402.protocol.message.Decoding;
import io.ws402.protocol.message.MessageCodec;
import io.ws402.protocol.message.Schema;
import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Reading;
import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.SessionStatus;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The server's part, played from a script: what is said on each connection is set by the test, so that the payer can be
 * led into situations that a good server is rarely in.
 */
final class ScriptedServer implements AutoCloseable {
    static final Asset CREDIT = new Asset(new AssetId("ws402:internal/credit:unit"), "CREDIT", 6);
    static final String SESSION = "ses_1";

    /** What happens on a connection when a message arrives. */
    interface Scene extends BiConsumer<ServerWebSocket, ClientMessage> {}

    private final HttpServer server;
    private final Queue<Scene> scenes = new ArrayDeque<>();
    final Queue<String> receipts = new ArrayDeque<>();
    volatile JsonObject receiptKeys = new JsonObject();
    private final Queue<JsonObject> statuses = new ArrayDeque<>();
    final List<ClientMessage> heard = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile UnaryOperator<JsonObject> schemaTwist = UnaryOperator.identity();

    ScriptedServer(Vertx vertx) {
        this(vertx, true);
    }

    /** A server that selects the subprotocol, or, as in 0.1, none. */
    ScriptedServer(Vertx vertx, boolean subprotocol) {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
        server = vertx.createHttpServer(
                        subprotocol ? options.addWebSocketSubProtocol(MessageCodec.SUBPROTOCOL) : options)
                .requestHandler(this::answer)
                .webSocketHandler(this::play);
        server.listen().toCompletionStage().toCompletableFuture().join();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    ResourceAddress resource() {
        return new ResourceAddress(uri(), "ticker");
    }

    /** The next connection goes like this. */
    ScriptedServer then(Scene scene) {
        scenes.add(scene);
        return this;
    }

    /** The next look at the session shows this; the last one stays. */
    ScriptedServer showing(String state, String refundState) {
        RefundStatus refund = new RefundStatus("ref_1", credits(2600), refundState, "acc_1", "0xfeed", null);
        SessionStatus status = new SessionStatus(
                SESSION,
                "pay_1",
                "ticker",
                state,
                false,
                0,
                credits(3000),
                credits(400),
                new Reading(4000, 11, 1),
                "client_ended",
                List.of(refund));
        statuses.add(new SessionAnswer(status).toJson());
        return this;
    }

    static Money credits(long units) {
        return new Money(CREDIT, BigInteger.valueOf(units));
    }

    private void answer(HttpServerRequest request) {
        asked.add(request.uri());
        if (request.path().equals("/ws402/schema/ticker")) {
            request.response().end(schemaTwist.apply(schema(request)).encode());
        } else if (request.path().equals("/ws402/sessions/" + SESSION)
                && "Bearer access-1".equals(request.getHeader("authorization"))
                && !statuses.isEmpty()) {
            JsonObject status = statuses.size() > 1 ? statuses.remove() : statuses.element();
            request.response().end(status.encode());
        } else if (request.path().equals("/ws402/sessions/" + SESSION + "/receipt") && !receipts.isEmpty()) {
            String signed = receipts.size() > 1 ? receipts.remove() : receipts.element();
            request.response().end(new ReceiptAnswer(signed).toJson().encode());
        } else if (request.path().equals(GatewayApi.RECEIPT_KEYS)) {
            request.response().end(receiptKeys.encode());
        } else {
            request.response()
                    .setStatusCode(404)
                    .end(new JsonObject()
                            .put("code", "unknown_resource")
                            .put("detail", "There is no such resource here.")
                            .encode());
        }
    }

    private JsonObject schema(HttpServerRequest request) {
        PricePlan plan = PricePlan.perSecond(BigInteger.valueOf(100), 3600);
        JsonObject details = details(URLDecoder.decode(request.getParam("duration"), UTF_8));
        return new Schema(
                        "ticker",
                        resource().socket().toString(),
                        new Schema.Pricing("CREDIT", plan, 30, BigInteger.valueOf(3000)),
                        details,
                        3600,
                        null,
                        List.of(new Schema.Offer(new AcceptedAsset("credits", "credits", CREDIT, true), plan)))
                .toJson();
    }

    /** Terms of 3000 credits. */
    static JsonObject details(String reference) {
        return new JsonObject()
                .put("type", "credits")
                .put("network", "credits")
                .put("amount", 3000)
                .put("reference", "ref-" + reference)
                .put("claimSecret", "known-to-the-payer");
    }

    private void play(ServerWebSocket socket) {
        // A connection on which nothing is said takes no scene.
        AtomicReference<@Nullable Scene> scene = new AtomicReference<>();
        socket.textMessageHandler(text -> {
            if (MessageCodec.decodeClient(text) instanceof Decoding.Decoded<ClientMessage>(ClientMessage message)) {
                heard.add(message);
                Scene playing = scene.get();
                if (playing == null) {
                    playing = scenes.remove();
                    scene.set(playing);
                }
                playing.accept(socket, message);
            }
        });
    }

    static void say(ServerWebSocket socket, ServerMessage message) {
        socket.writeTextMessage(MessageCodec.encode(message));
    }

    /** A connection on which the session starts, sends a frame and an update, and ends when told to. */
    static Scene session() {
        return (socket, message) -> {
            switch (message) {
                case ClientMessage.Proof proof -> start(socket, null);
                case ClientMessage.Resume resume ->
                    start(socket, new ServerMessage.Progress(new Reading(1000, 0, 0), BigInteger.valueOf(100)));
                case ClientMessage.End end -> end(socket);
                default -> throw new AssertionError(message);
            }
        };
    }

    /** The same, but the connection breaks without a word once the session has started. */
    static Scene lostAfterStart() {
        return (socket, message) -> {
            start(socket, null);
            socket.close((short) 1011, "");
        };
    }

    static Scene rejecting(String code, @Nullable Long retryAfterMs) {
        return (socket, message) -> {
            say(socket, new ServerMessage.PaymentRejected("because " + code, code, retryAfterMs));
            socket.close((short) 1008, code);
        };
    }

    static void start(ServerWebSocket socket, ServerMessage.@Nullable Progress progress) {
        say(
                socket,
                new ServerMessage.SessionStarted(
                        SESSION,
                        BigInteger.valueOf(3000),
                        BigInteger.ZERO,
                        BigInteger.valueOf(100),
                        "ticker",
                        CREDIT,
                        progress == null ? "resume-1" : "resume-2",
                        "access-1",
                        900_000,
                        1000,
                        progress));
        socket.writeTextMessage("{\"price\":1}");
        say(
                socket,
                new ServerMessage.UsageUpdate(
                        SESSION, new Reading(4000, 11, 1), BigInteger.valueOf(400), BigInteger.valueOf(2600)));
    }

    static void end(ServerWebSocket socket) {
        ServerMessage.Refund refund = new ServerMessage.Refund(BigInteger.valueOf(2600), "planned", "ref_1", null);
        say(
                socket,
                new ServerMessage.SessionEnded(
                        SESSION, "client_ended", BigInteger.valueOf(3000), BigInteger.valueOf(400), List.of(refund)));
        socket.close((short) 1000, "");
    }

    @Override
    public void close() {
        server.close();
    }
}
