package io.ws402.demo.cli;

/** What the commands' exit codes mean; as far as there are customs, those of {@code sysexits.h}. */
public final class ExitCodes {
    /** It went as it should. */
    public static final int OK = 0;
    /** A session did not go as it should, or its sums do not agree. */
    public static final int FAILED = 1;
    /** An option, an argument or a key that makes no sense. */
    public static final int USAGE = 64;
    /** A receipt that proves nothing. */
    public static final int NOT_VERIFIED = 65;
    /** Something that is needed is missing or does not answer: a port, a server, a gateway, a chain. */
    public static final int UNAVAILABLE = 69;
    /** A defect of this program. */
    public static final int DEFECT = 70;
    /** Not over in time; nothing is lost, the gateway carries on. */
    public static final int NOT_YET = 75;
    /** The session went well, but its signed receipt is missing, provisional, or says something else than was seen. */
    public static final int NO_RECEIPT = 76;
    /** The account holds too little, or the price is above what was allowed; nothing was paid. */
    public static final int FUNDS = 77;
    /** Ctrl-C, as shells say it. */
    public static final int INTERRUPTED = 130;

    private ExitCodes() {}
}
