package io.ws402.gateway.app.cli;

/** Exit codes, after {@code sysexits.h}; they are the same for every WS402 program. */
final class ExitCode {
    static final int DONE = 0;
    /** The ledger's law does not hold, or a wallet holds something else than the ledger says. */
    static final int DIFFERENCE = 1;
    /** The command line is wrong. */
    static final int USAGE = 64;
    /** Something that is needed is missing or in use: a port, the database. */
    static final int UNAVAILABLE = 69;
    /** A defect. */
    static final int DEFECT = 70;
    /** The configuration is wrong. */
    static final int CONFIGURATION = 78;

    private ExitCode() {}
}
