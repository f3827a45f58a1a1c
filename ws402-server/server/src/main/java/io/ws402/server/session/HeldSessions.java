package io.ws402.server.session;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The sessions that this process serves, or has ended and still waits for the gateway's answer to. For whoever works for
 * a session elsewhere than on its event loop. Thread-safe.
 */
public final class HeldSessions {
    private final ConcurrentHashMap<String, Session> byId = new ConcurrentHashMap<>();
    private final List<Consumer<String>> whenStopped = new CopyOnWriteArrayList<>();

    HeldSessions() {}

    /** Where a session stands; empty when another server holds it, or nobody. */
    public Optional<SessionState> state(String sessionId) {
        return Optional.ofNullable(byId.get(sessionId)).map(Session::state);
    }

    /**
     * Calls the listener with a session's id whenever one is paused or ends, after {@link #state} says so, on that
     * session's event loop.
     */
    public void whenStopped(Consumer<String> listener) {
        whenStopped.add(listener);
    }

    void add(Session session) {
        byId.put(session.id(), session);
    }

    void changed(Session session) {
        if (!(session.state() instanceof SessionState.Active)) {
            whenStopped.forEach(listener -> listener.accept(session.id()));
        }
    }

    /** Another connection may have taken up a session of the same id meanwhile. */
    void remove(Session session) {
        byId.remove(session.id(), session);
    }
}
