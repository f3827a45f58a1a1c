package io.ws402.server.session;

/** Something that a {@link Ticker} wakes at a moment of its own. Belongs to one ticker at a time, and to its loop. */
public abstract class Timed {
    /** Not in a heap. */
    static final int NOWHERE = -1;

    long dueNanos;
    int heapIndex = NOWHERE;

    /** Whether it has asked for a moment since it was woken. */
    boolean waits;

    /** The moment has come; it may ask the ticker for another one. */
    protected abstract void due();
}
