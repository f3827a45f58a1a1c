package io.ws402.gateway.app.config;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.payment.QuotePolicy;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.protocol.config.ConfigDocument;
import io.ws402.protocol.rate.Rate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a gateway is told when it starts, checked. Holds secrets; its text form does not show them.
 *
 * @param development whether nothing real is at stake
 * @param http where and how it listens
 * @param rates how often others may call it
 * @param data its folder
 * @param database how it uses its database
 * @param databaseUrl which one; empty for an embedded one in the data folder
 * @param keys the API keys to make sure of
 * @param merchant whose they are
 * @param leases of sessions
 * @param quotes their times and caps
 * @param claimableFor how long money waits for its payer's proof
 * @param tokenKeyFile the key that signs session tokens
 * @param receiptKeyFile the keys of receipts; empty where receipts are not signed, which development always does
 * @param auditInterval how often the ledger's law is checked
 * @param reconciliationInterval how often books and wallets are compared
 * @param methods the section of the payment methods
 * @param defaultMethod the method of quotes that name none; empty for the first network, or credits
 */
public record GatewayConfig(
        boolean development,
        Http http,
        Rates rates,
        Path data,
        DatabaseOptions database,
        Optional<ConnectionSettings> databaseUrl,
        ApiKeySecrets keys,
        Merchant merchant,
        LeasePolicy leases,
        QuotePolicy quotes,
        Duration claimableFor,
        Path tokenKeyFile,
        Optional<Path> receiptKeyFile,
        Duration auditInterval,
        Duration reconciliationInterval,
        JsonObject methods,
        Optional<String> defaultMethod) {
    /**
     * Where and how the gateway listens.
     *
     * @param port 0 lets the system choose
     */
    public record Http(String host, int port, Duration drainTimeout) {}

    /**
     * How often others may call.
     *
     * @param failedLogins with an unknown API key, per network address
     * @param payments to begin something, per API key
     * @param sessions to keep or end sessions, per API key
     * @param reads to ask, per API key
     */
    public record Rates(Rate failedLogins, Rate payments, Rate sessions, Rate reads) {}

    /** Whose money it is. */
    public record Merchant(String id, String name, int feeBasisPoints) {}

    /**
     * Checks a configuration.
     *
     * @param environment of the process: its API keys, and the variables by which 0.1 gateways were configured
     * @param development whether {@code --dev} was given; {@code dev: true} in the document does the same
     * @throws io.ws402.protocol.config.ConfigException listing what is wrong, each with key and remedy
     */
    public static GatewayConfig read(ConfigDocument document, Map<String, String> environment, boolean development) {
        return new GatewayConfigReader(document.check(GatewayKeys.SCHEMA), environment, development, true).read();
    }

    /** As {@link #read}, for work on the database that lets nobody in: API keys may be missing. */
    public static GatewayConfig readForDatabase(
            ConfigDocument document, Map<String, String> environment, boolean development) {
        return new GatewayConfigReader(document.check(GatewayKeys.SCHEMA), environment, development, false).read();
    }

    @Override
    public String toString() {
        return "GatewayConfig[http=" + http + ", data=" + data + ", databaseUrl=" + databaseUrl + "]";
    }
}
