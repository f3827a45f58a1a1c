package io.ws402.demo.client;

import io.vertx.core.http.WebSocketClient;
import io.ws402.protocol.message.ClientMessage;
import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.message.ServerMessage.PaymentRejected;
import io.ws402.protocol.message.ServerMessage.SessionStarted;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProof;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gets a session going, with a proof or with a resume token: presents it, again where that is safe and can help, at one
 * server after the other, until a session starts, the answer is final, or the time is up.
 */
final class Opening {
    /** Neither a session nor a final answer in time. */
    static final String UNREACHABLE = "unreachable";

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);
    private static final Duration LAST_BACKOFF = Duration.ofSeconds(2);

    private final WebSocketClient sockets;
    private final ClientOptions options;
    private final SessionListener listener;
    private final PaymentProof proof;

    // The one thing that can have been decided without our learning of it: after that, "already" may mean us.
    private boolean answerLost;
    private Duration backoff = FIRST_BACKOFF;
    private String lastReason = "no server was tried";
    private String lastCode = UNREACHABLE;

    /**
     * @param proof the payment's proof, with the claim secret where there is one
     */
    Opening(WebSocketClient sockets, ClientOptions options, SessionListener listener, PaymentProof proof) {
        this.sockets = sockets;
        this.options = options;
        this.listener = listener;
        this.proof = proof;
    }

    /** What came of it. */
    sealed interface Result {
        /** The session runs on this socket. */
        record Opened(SessionSocket socket, ResourceAddress server, SessionStarted started) implements Result {}

        /** It does not. */
        record Failed(String code, String reason) implements Result {}
    }

    /**
     * Presents the token, or the proof when there is none, for at most {@code limit}.
     *
     * @param servers where to present it, in this order and then again
     * @param resumeToken the session's resume token, or null
     */
    Result run(List<ResourceAddress> servers, @Nullable String resumeToken, Duration limit)
            throws InterruptedException {
        backoff = FIRST_BACKOFF;
        long deadline = System.nanoTime() + limit.toNanos();
        String token = resumeToken;
        for (int attempt = 0; System.nanoTime() < deadline; attempt++) {
            ResourceAddress server = servers.get(attempt % servers.size());
            ClientMessage message = token == null ? new ClientMessage.Proof(proof) : new ClientMessage.Resume(token);
            Optional<Result> result = attempt(server, message, deadline);
            if (result.isPresent()) {
                if (!(result.get() instanceof Result.Failed(String code, String reason)) || !mayBeOurOwn(code, token)) {
                    return result.get();
                }
                // The token was taken but its answer got lost: the payer's own secret takes the session up.
                token = null;
                lastCode = code;
                lastReason = reason;
            }
            pause(deadline);
        }
        return new Result.Failed(lastCode, lastReason);
    }

    /** The final answer, or empty when it is worth trying again. */
    private Optional<Result> attempt(ResourceAddress server, ClientMessage message, long deadline)
            throws InterruptedException {
        SessionSocket socket;
        try {
            socket = SessionSocket.connect(sockets, server.socket(), options.connect());
        } catch (IOException e) {
            lastCode = UNREACHABLE;
            lastReason = String.valueOf(e.getMessage());
            return Optional.empty();
        }
        socket.send(message);
        Optional<Result> result = answer(socket, server, deadline);
        if (!(result.isPresent() && result.get() instanceof Result.Opened)) {
            socket.close();
        }
        return result;
    }

    private Optional<Result> answer(SessionSocket socket, ResourceAddress server, long deadline)
            throws InterruptedException {
        while (true) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            Duration patience = left.compareTo(options.answer()) < 0 ? left : options.answer();
            switch (socket.next(patience)) {
                case SocketEvent.Message(SessionStarted started) -> {
                    return Optional.of(new Result.Opened(socket, server, started));
                }
                case SocketEvent.Message(ServerMessage.PaymentPending(String reason, long retryAfterMs)) ->
                    listener.pending(reason);
                case SocketEvent.Message(PaymentRejected rejected) -> {
                    return rejected(rejected);
                }
                case SocketEvent.Closed(int code, String reason) -> {
                    answerLost = true;
                    lastCode = UNREACHABLE;
                    lastReason = server.server() + " closed the connection before it answered (" + code
                            + (reason.isEmpty() ? "" : " " + reason) + ")";
                    return Optional.empty();
                }
                case SocketEvent.Silence silence -> {
                    answerLost = true;
                    lastCode = UNREACHABLE;
                    lastReason = server.server() + " did not answer in time";
                    return Optional.empty();
                }
                default -> {
                    // Nothing else means anything before the session has started.
                }
            }
        }
    }

    private Optional<Result> rejected(PaymentRejected rejected) {
        lastCode = rejected.code();
        lastReason = rejected.reason();
        if (!Codes.isRetryable(rejected.code())) {
            return Optional.of(new Result.Failed(rejected.code(), rejected.reason()));
        }
        listener.pending(rejected.reason());
        if (rejected.retryAfterMs() != null) {
            backoff = Duration.ofMillis(Math.clamp(rejected.retryAfterMs(), 50, LAST_BACKOFF.toMillis()));
        }
        return Optional.empty();
    }

    /** Whether the refusal can be the echo of our own earlier message, whose answer never reached us. */
    private boolean mayBeOurOwn(String code, @Nullable String token) {
        if (token != null) {
            return code.equals(Codes.TOKEN_USED) || code.equals(Codes.TOKEN_INVALID);
        }
        return answerLost
                && code.equals(Codes.ALREADY_CLAIMED)
                && proof.claimSecret().isPresent();
    }

    private void pause(long deadline) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.clamp(deadline - System.nanoTime(), 0, backoff.toNanos())));
        Duration doubled = backoff.multipliedBy(2);
        backoff = doubled.compareTo(LAST_BACKOFF) < 0 ? doubled : LAST_BACKOFF;
    }
}
