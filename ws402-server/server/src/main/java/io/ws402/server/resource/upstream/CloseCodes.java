package io.ws402.server.resource.upstream;

/** Which close codes may be handed on (RFC 6455, 7.4). */
final class CloseCodes {
    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    /** Says that no close frame came; never on the wire. */
    static final int ABNORMAL = 1006;

    private static final int NO_STATUS = 1005;
    private static final int INTERNAL_ERROR = 1011;

    private CloseCodes() {}

    /** The code as it may stand in a close frame of our own. */
    static int sendable(int received) {
        if (received == NO_STATUS) {
            return NORMAL;
        }
        boolean allowed = (received >= 1000 && received <= 1003)
                || (received >= 1007 && received <= 1014)
                || (received >= 3000 && received <= 4999);
        return allowed ? received : INTERNAL_ERROR;
    }

    /** What an upstream hears when the session ended for this reason, and not by a close frame of the payer. */
    static int ofEnd(String reason) {
        return switch (reason) {
            case "client_ended", "balance_exhausted", "max_duration_reached", "pause_limit_reached" -> NORMAL;
            default -> GOING_AWAY;
        };
    }
}
