package io.ws402.gateway.app.config;

import io.ws402.protocol.config.Secret;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The two API keys that a gateway makes sure of.
 *
 * @param server for WS402 servers
 * @param operator for operators
 * @param serverIsGenerated whether nobody knows the server's key yet, so that it has to be shown once
 * @param operatorIsGenerated the same of the operator's
 */
public record ApiKeySecrets(Secret server, Secret operator, boolean serverIsGenerated, boolean operatorIsGenerated) {
    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static Secret generate() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return new Secret(HexFormat.of().formatHex(bytes));
    }
}
