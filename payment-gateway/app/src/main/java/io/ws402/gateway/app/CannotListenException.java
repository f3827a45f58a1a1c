package io.ws402.gateway.app;

/** The gateway can not listen where it was told to; the message says why and what to do. */
public final class CannotListenException extends RuntimeException {
    private static final String IN_USE = "Address already in use";

    CannotListenException(String host, int port, Throwable cause) {
        super(sentence(host, port, String.valueOf(cause.getMessage())), cause);
    }

    private static String sentence(String host, int port, String reason) {
        return reason.contains(IN_USE)
                ? "port " + port + " on " + host
                        + " is in use; stop the other program, or choose another port with --port or GATEWAY_PORT"
                : "nothing can listen on " + host + ":" + port + " (" + reason
                        + "); choose an address of this machine with --host or GATEWAY_HOST";
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
