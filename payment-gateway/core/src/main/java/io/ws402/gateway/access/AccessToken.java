package io.ws402.gateway.access;

/**
 * A token that opens a session's HTTP resource and its status.
 *
 * @param value the JWT
 * @param expiresInMs from now
 */
public record AccessToken(String value, long expiresInMs) {
    @Override
    public String toString() {
        return "AccessToken[expiresInMs=" + expiresInMs + "]";
    }
}
