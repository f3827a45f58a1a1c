package io.ws402.demo.client;

import io.ws402.protocol.message.ServerMessage;
import org.jspecify.annotations.Nullable;

/** The newest tokens of a session; a 0.1 server gives none. */
final class Tokens {
    private @Nullable String resume;
    private @Nullable String access;

    Tokens(ServerMessage.SessionStarted started) {
        resume = started.resumeToken();
        access = started.accessToken();
    }

    /** Takes the session up after a lost connection; works once. */
    @Nullable String resume() {
        return resume;
    }

    /** Opens the session's state. */
    @Nullable String access() {
        return access;
    }

    void replace(ServerMessage.SessionStarted started) {
        resume = started.resumeToken();
        if (started.accessToken() != null) {
            access = started.accessToken();
        }
    }

    void replace(ServerMessage.Token token) {
        resume = token.resumeToken();
        access = token.accessToken();
    }

    void replaceResume(String token) {
        resume = token;
    }
}
