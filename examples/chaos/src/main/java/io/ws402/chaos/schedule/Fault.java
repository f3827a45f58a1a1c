package io.ws402.chaos.schedule;

/** What can go wrong when one thing is done. */
public enum Fault {
    /** It is not done, and whoever asked for it is told that it failed. */
    FAILS("fails before it is done"),
    /** It is done, and whoever asked for it is told that it failed. */
    ANSWER_LOST("is done, its answer is lost"),
    /** The process that asked for it dies before it is done. */
    CRASH_BEFORE("kills its process before it is done"),
    /** The process that asked for it dies after it was done. */
    CRASH_AFTER("is done, then its process dies"),
    /** It happens much later. */
    DELAYED("is delayed"),
    /** It arrives twice. */
    DUPLICATED("arrives twice");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    /** For a trace. */
    public String words() {
        return words;
    }
}
