package io.ws402.gateway.methods.rpc;

/** Whether an endpoint is worth asking first. After a failure it is asked last for a while that doubles each time. */
final class EndpointHealth {
    private static final long FIRST_PAUSE_NANOS = 2_000_000_000L;
    private static final int MAX_DOUBLINGS = 4;

    private int failures;
    private long pausedUntilNanos;
    private boolean chainChecked;

    /** Records an answer; true when it had failed before. */
    synchronized boolean answered() {
        boolean recovered = failures > 0;
        failures = 0;
        return recovered;
    }

    /** Records a failure; true when it is the first one. */
    synchronized boolean failed(long nowNanos) {
        pausedUntilNanos = nowNanos + (FIRST_PAUSE_NANOS << Math.min(failures, MAX_DOUBLINGS));
        return failures++ == 0;
    }

    synchronized boolean isPaused(long nowNanos) {
        return failures > 0 && nowNanos - pausedUntilNanos < 0;
    }

    synchronized boolean isChainChecked() {
        return chainChecked;
    }

    synchronized void chainIsRight() {
        chainChecked = true;
    }
}
