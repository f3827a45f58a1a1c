package io.ws402.protocol.config;

/**
 * Something wrong with a configuration.
 *
 * @param source where it stands: {@code gateway.yaml, line 12}, or the name of an environment variable
 * @param key the path of the key, for example {@code session.lease} or {@code resources[0].id}
 * @param complaint what is wrong with it
 * @param remedy what to do
 */
public record ConfigProblem(String source, String key, String complaint, String remedy) {
    @Override
    public String toString() {
        return source + ": " + key + " " + complaint + ". " + remedy;
    }
}
