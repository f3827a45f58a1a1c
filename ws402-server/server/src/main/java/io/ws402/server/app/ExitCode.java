package io.ws402.server.app;

/** Exit codes, after {@code sysexits.h}; they are the same for every WS402 program. */
final class ExitCode {
    static final int DONE = 0;
    /** The command line is wrong. */
    static final int USAGE = 64;
    /** Something that is needed is missing or in use: the port, the journal folder. */
    static final int UNAVAILABLE = 69;
    /** A defect. */
    static final int DEFECT = 70;
    /** The configuration is wrong. */
    static final int CONFIGURATION = 78;

    private ExitCode() {}
}
