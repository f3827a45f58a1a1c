package io.ws402.server.session;

/** Wakes an event loop once, after a while. */
@FunctionalInterface
public interface Alarm {
    /**
     * Calls {@code wake} on the loop that asks.
     *
     * @param delayMs from now, 1 or more
     * @return takes the call back when it has not been made yet
     */
    Runnable after(long delayMs, Runnable wake);
}
