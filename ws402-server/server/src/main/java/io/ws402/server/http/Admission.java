package io.ws402.server.http;

import io.ws402.server.metrics.ServerMetrics;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Counts sockets and sessions of all event loops against the caps. Safe for use from any thread. */
final class Admission {
    /** A server whose journal is full takes nobody new. */
    static final String NO_NEW_SESSIONS = "no_new_sessions";

    static final String TRY_ANOTHER = "This server starts no sessions now. Try another, or later.";

    private final SocketLimits limits;
    private final UnpaidRates rates;
    private final ServerMetrics metrics;
    private final BooleanSupplier takesSessions;
    private final AtomicInteger unpaid = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> unpaidByAddress = new ConcurrentHashMap<>();

    Admission(SocketLimits limits, UnpaidRates rates, ServerMetrics metrics, BooleanSupplier takesSessions) {
        this.limits = limits;
        this.rates = rates;
        this.metrics = metrics;
        this.takesSessions = takesSessions;
    }

    /** What came of a socket that wants in. */
    sealed interface Entry {
        /** It is counted until its ticket is left. */
        record Admitted(Ticket ticket) implements Entry {}

        /** It is not. */
        record Refused(int status, String code, String reason) implements Entry {}
    }

    Entry enter(String address) {
        Entry entry = tryEnter(address);
        if (entry instanceof Entry.Refused(int status, String code, String reason)) {
            metrics.refused(code);
        } else {
            metrics.socketOpened();
        }
        return entry;
    }

    private Entry tryEnter(String address) {
        if (!takesSessions.getAsBoolean()) {
            return new Entry.Refused(503, NO_NEW_SESSIONS, TRY_ANOTHER);
        }
        if (sessions.get() >= limits.sessionsMax()) {
            return new Entry.Refused(503, "server_full", "This server serves as many sessions as it may. Try another.");
        }
        if (unpaid.incrementAndGet() > limits.unpaidMax()) {
            unpaid.decrementAndGet();
            return new Entry.Refused(503, "too_many_sockets", "Too many connections wait for payment here. Try later.");
        }
        int ofAddress = unpaidByAddress.merge(address, 1, Integer::sum);
        if (ofAddress > limits.unpaidPerAddressMax()) {
            leave(address);
            return new Entry.Refused(
                    429, "too_many_sockets", "Too many connections of your address wait for payment. Use those first.");
        }
        return new Entry.Admitted(new Ticket(address));
    }

    private void leave(String address) {
        unpaid.decrementAndGet();
        unpaidByAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    /** One socket's place. Confined to its event loop; everything may be called repeatedly. */
    final class Ticket {
        private final String address;
        private boolean waiting = true;
        private boolean session;

        private Ticket(String address) {
            this.address = address;
        }

        /** Takes a turn to have a proof or token checked; 0, or how many milliseconds to wait for one. */
        long waitForProofMs() {
            return rates.take(UnpaidRates.Kind.PROOF, address);
        }

        /** The network address it came from. */
        String address() {
            return address;
        }

        /** Takes a place among the sessions; false when there is none. */
        boolean reserveSession() {
            if (!session) {
                session = sessions.incrementAndGet() <= limits.sessionsMax();
                if (!session) {
                    sessions.decrementAndGet();
                }
            }
            return session;
        }

        /** It no longer counts as unpaid. */
        void paid() {
            if (waiting) {
                waiting = false;
                leave(address);
                metrics.socketLeft();
            }
        }

        /** It is gone, and so is its session. */
        void leave() {
            paid();
            if (session) {
                session = false;
                sessions.decrementAndGet();
            }
        }

        private void leave(String of) {
            Admission.this.leave(of);
        }
    }
}
