package io.ws402.gateway.app.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts unknown API keys per network address, so that guessing costs the guesser and not the database. Keys that are
 * known are never held up by it, whoever shares their address. Bounded in memory: the addresses that failed longest ago
 * are forgotten first. Thread-safe.
 */
final class FailedLogins {
    private static final int ADDRESSES_KEPT = 10_000;
    private static final long WINDOW_NANOS = 60_000_000_000L;

    private final int allowedPerMinute;
    private final LongSupplier nanoClock;
    private final Map<String, Window> windows = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > ADDRESSES_KEPT;
        }
    };

    FailedLogins(int allowedPerMinute, LongSupplier nanoClock) {
        this.allowedPerMinute = allowedPerMinute;
        this.nanoClock = nanoClock;
    }

    /** How long an address has to wait before it may try another key, in milliseconds; 0 when it may now. */
    synchronized long waitMs(String address) {
        Window window = windows.get(address);
        if (window == null || window.failures < allowedPerMinute) {
            return 0;
        }
        long left = window.startedAt + WINDOW_NANOS - nanoClock.getAsLong();
        if (left <= 0) {
            windows.remove(address);
            return 0;
        }
        return left / 1_000_000 + 1;
    }

    /** An unknown key came from there. */
    synchronized void failed(String address) {
        long now = nanoClock.getAsLong();
        Window window = windows.get(address);
        if (window == null || now - window.startedAt >= WINDOW_NANOS) {
            windows.put(address, new Window(now, 1));
        } else {
            windows.put(address, new Window(window.startedAt, window.failures + 1));
        }
    }

    private record Window(long startedAt, int failures) {}
}
