package io.ws402.chaos.cli;

/** What the exit codes mean. */
final class ExitCodes {
    /** Every rule held. */
    static final int OK = 0;
    /** A rule did not hold, or a mutant was not noticed. */
    static final int VIOLATED = 1;
    /** An option that makes no sense. */
    static final int USAGE = 64;
    /** A defect of this program. */
    static final int DEFECT = 70;

    private ExitCodes() {}
}
