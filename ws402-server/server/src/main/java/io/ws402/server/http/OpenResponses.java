package io.ws402.server.http;

import io.ws402.protocol.gateway.Problem;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The HTTP responses under way, by the session that pays for them. Shared by all event loops; thread-safe. */
final class OpenResponses {
    private final int perSessionMax;
    private final ConcurrentHashMap<String, Set<OpenResponse>> bySession = new ConcurrentHashMap<>();

    OpenResponses(int perSessionMax) {
        this.perSessionMax = perSessionMax;
    }

    /** Counts a response; false when its session has as many as it may. */
    boolean enter(OpenResponse response) {
        boolean[] entered = {false};
        bySession.compute(response.sessionId(), (id, open) -> {
            Set<OpenResponse> now = open == null ? ConcurrentHashMap.newKeySet() : open;
            if (now.size() < perSessionMax) {
                now.add(response);
                entered[0] = true;
            }
            return now;
        });
        return entered[0];
    }

    void leave(OpenResponse response) {
        bySession.computeIfPresent(response.sessionId(), (id, open) -> {
            open.remove(response);
            return open.isEmpty() ? null : open;
        });
    }

    /** Cuts the responses of a session off. */
    void stop(String sessionId, Problem why) {
        Set<OpenResponse> open = bySession.get(sessionId);
        if (open != null) {
            open.forEach(response -> response.stop(why));
        }
    }
}
