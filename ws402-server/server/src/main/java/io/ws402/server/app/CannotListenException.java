package io.ws402.server.app;

import java.io.IOException;

/** The address or port can not be had; the message is a sentence with the remedy. */
final class CannotListenException extends RuntimeException {
    private CannotListenException(String sentence) {
        super(sentence, null, false, false);
    }

    static CannotListenException of(ServerConfig config, IOException cause) {
        String place = config.host() + ":" + config.port();
        String why = String.valueOf(cause.getMessage());
        if (why.contains("in use")) {
            return new CannotListenException("port " + config.port() + " on " + config.host()
                    + " is in use; stop what listens there, or choose another port with --port");
        }
        if (why.contains("Permission denied")) {
            return new CannotListenException(
                    "the port of " + place + " needs privileges; choose one above 1023 with --port");
        }
        return new CannotListenException("the server can not listen on " + place + " (" + why
                + "); choose an address of this machine with --host");
    }
}
