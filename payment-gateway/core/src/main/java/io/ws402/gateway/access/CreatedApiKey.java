package io.ws402.gateway.access;

/**
 * A new API key, at the only moment when its secret is known.
 *
 * @param id its id
 * @param secret what to send as {@code Authorization: Bearer …}; can not be read again
 */
public record CreatedApiKey(String id, String secret) {
    @Override
    public String toString() {
        return "CreatedApiKey[id=" + id + "]";
    }
}
