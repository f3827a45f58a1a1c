package io.ws402.demo.client;

import io.ws402.protocol.gateway.SessionAnswer;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.message.ServerMessage.Refund;
import io.ws402.protocol.payment.SessionStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows an ended session's refund to its last step, at whichever server answers. */
final class RefundWatch {
    private static final Duration FIRST_POLL = Duration.ofMillis(200);
    private static final Duration LAST_POLL = Duration.ofSeconds(2);

    private final JsonHttp http;
    private final List<ResourceAddress> servers;
    private final SessionListener listener;
    private final Map<String, String> shown = new HashMap<>();

    RefundWatch(JsonHttp http, List<ResourceAddress> servers, SessionListener listener) {
        this.http = http;
        this.servers = servers;
        this.listener = listener;
    }

    /** The session as it was seen last, at rest or when the time was up; empty when nobody answered. */
    Optional<SessionStatus> follow(String sessionId, String accessToken, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<SessionStatus> last = Optional.empty();
        Duration poll = FIRST_POLL;
        int server = 0;
        int refusals = 0;
        while (true) {
            try {
                SessionStatus status = status(servers.get(server % servers.size()), sessionId, accessToken);
                refunds(status).forEach(this::show);
                last = Optional.of(status);
                if (isAtRest(status)) {
                    return last;
                }
                refusals = 0;
            } catch (JsonHttp.Refused refused) {
                server++;
                refusals = isFinal(refused) ? refusals + 1 : 0;
                if (refusals >= servers.size()) {
                    return last;
                }
            } catch (IOException | MalformedJson elsewhere) {
                server++;
            }
            if (System.nanoTime() >= deadline) {
                return last;
            }
            Thread.sleep(poll);
            poll = poll.multipliedBy(3).dividedBy(2);
            poll = poll.compareTo(LAST_POLL) < 0 ? poll : LAST_POLL;
        }
    }

    private SessionStatus status(ResourceAddress server, String sessionId, String accessToken) throws IOException {
        return SessionAnswer.fromJson(http.get(server.session(sessionId), accessToken))
                .status();
    }

    /** An expired token or an unknown session stays so; a server that is busy or cut off may know more later. */
    static boolean isFinal(JsonHttp.Refused refused) {
        return refused.status() / 100 == 4 && refused.status() != 429;
    }

    /** A session's refunds as its end would have told them. */
    static List<Refund> refunds(SessionStatus status) {
        return status.refunds().stream().map(Refund::of).toList();
    }

    /** Whether a session's money has been divided. */
    static boolean isOver(SessionStatus status) {
        return !status.state().equals("held");
    }

    /** Tells the listener of a refund whose state it has not been told yet. */
    void show(Refund refund) {
        if (!refund.state().equals(shown.put(refund.id(), refund.state()))) {
            listener.refund(refund);
        }
    }

    private static boolean isAtRest(SessionStatus status) {
        return isOver(status)
                && status.refunds().stream().allMatch(refund -> SessionSummary.LAST_STATES.contains(refund.state()));
    }
}
