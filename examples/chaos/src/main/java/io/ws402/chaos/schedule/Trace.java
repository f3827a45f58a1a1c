package io.ws402.chaos.schedule;

import java.util.function.Consumer;

/** What happened, as a hash that two runs of one seed share, and in words for whoever reads along. */
public final class Trace {
    private static final long PRIME = 0x100000001B3L;

    private final Consumer<String> reader;
    private long hash = 0xCBF29CE484222325L;

    /** @param reader gets every line */
    public Trace(Consumer<String> reader) {
        this.reader = reader;
    }

    /** A line of words. */
    public void line(String words) {
        note(words);
        reader.accept(words);
    }

    /** Something that belongs to the hash only. */
    public void note(String fact) {
        for (int at = 0; at < fact.length(); at++) {
            hash = (hash ^ fact.charAt(at)) * PRIME;
        }
        hash = (hash ^ '\n') * PRIME;
    }

    /** Of all so far. */
    public long hash() {
        return hash;
    }
}
