package io.ws402.bench.cli;

/** What the exit codes mean. No figure, however bad, is a failure. */
final class ExitCodes {
    /** Everything was measured that this machine can measure. */
    static final int OK = 0;
    /** An option that makes no sense. */
    static final int USAGE = 64;
    /** A defect of this program, or of what it measures. */
    static final int DEFECT = 70;

    private ExitCodes() {}
}
