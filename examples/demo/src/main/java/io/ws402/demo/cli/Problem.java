package io.ws402.demo.cli;

/** Ends a command with a sentence for people and an exit code; never with a stack trace. */
public final class Problem extends RuntimeException {
    private final int exitCode;

    /** The sentence says what is wrong and what to do. */
    public Problem(int exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    /** One of {@link ExitCodes}. */
    public int exitCode() {
        return exitCode;
    }

    /** What is wrong and what to do. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
