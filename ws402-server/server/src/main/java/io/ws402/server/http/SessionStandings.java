package io.ws402.server.http;

import io.vertx.core.Future;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.protocol.payment.SessionStatus;
import io.ws402.server.session.HeldSessions;
import io.ws402.server.session.SessionState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Where sessions stand: those of this process by themselves, others by the gateway, which is asked once for all who want
 * to know at a time, and not again for two seconds. Shared by all event loops; futures complete on any thread.
 */
final class SessionStandings {
    /** How old an answer of the gateway may be. */
    static final Duration FRESH = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int REMEMBERED_MOST = 10_000;

    private final HeldSessions held;
    private final PaymentProvider provider;
    private final LongSupplier nanoClock;
    private final Map<String, Asked> asked = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Asked> eldest) {
            return size() > REMEMBERED_MOST;
        }
    };

    private record Asked(Future<Optional<SessionStatus>> answer, long atNanos) {}

    SessionStandings(HeldSessions held, PaymentProvider provider, LongSupplier nanoClock) {
        this.held = held;
        this.provider = provider;
        this.nanoClock = nanoClock;
    }

    /** Calls the listener when a session of this process is paused or over, on that session's event loop. */
    void whenStopped(BiConsumer<String, Problem> listener) {
        held.whenStopped(sessionId -> {
            if (here(sessionId).orElseGet(Standing::notLive) instanceof Standing.Closed(Problem why)) {
                listener.accept(sessionId, why);
            }
        });
    }

    /** Whether the session opens the resource; fails when the gateway has to be asked and does not answer. */
    Future<Standing> of(String sessionId, String resourceId) {
        Optional<Standing> here = here(sessionId);
        if (here.isPresent()) {
            return Future.succeededFuture(here.get());
        }
        Asked question = ask(sessionId);
        return question.answer()
                .map(found -> found.filter(status -> status.resourceId().equals(resourceId))
                        .map(status -> standing(status, question.atNanos()))
                        .orElseGet(Standing::unknown));
    }

    /** The same for a session of this process; empty when another holds it, or nobody. */
    Optional<Standing> here(String sessionId) {
        return held.state(sessionId).map(state -> switch (state) {
            case SessionState.Active() -> new Standing.Live(nanoClock.getAsLong());
            case SessionState.Paused() -> Standing.paused();
            case SessionState.Closing _, SessionState.Ended _ -> Standing.notLive();
        });
    }

    private static Standing standing(SessionStatus status, long asOfNanos) {
        if (!status.isLive()) {
            return Standing.notLive();
        }
        return status.paused() ? Standing.paused() : new Standing.Live(asOfNanos);
    }

    private synchronized Asked ask(String sessionId) {
        long now = nanoClock.getAsLong();
        Asked before = asked.get(sessionId);
        if (before != null && (!before.answer().isComplete() || now - before.atNanos() < FRESH.toNanos())) {
            return before;
        }
        // Removed first, so that the eldest entry is the one that was asked about longest ago.
        asked.remove(sessionId);
        Asked question =
                new Asked(provider.session(sessionId).timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), now);
        asked.put(sessionId, question);
        return question;
    }
}
