package io.ws402.gateway.app.config;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.app.config.GatewayConfig.Http;
import io.ws402.gateway.app.config.GatewayConfig.Merchant;
import io.ws402.gateway.app.config.GatewayConfig.Rates;
import io.ws402.gateway.payment.QuotePolicy;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.protocol.config.Config;
import io.ws402.protocol.config.ConfigEntry;
import io.ws402.protocol.config.ConfigException;
import io.ws402.protocol.config.ConfigKey;
import io.ws402.protocol.config.ConfigProblem;
import io.ws402.protocol.config.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes a {@link GatewayConfig} of values that have their types already, and checks what concerns several of them. */
final class GatewayConfigReader {
    private static final String KEY_REMEDY =
            "Make one with openssl rand -hex 32, or start with --dev, which makes keys of its own.";

    private final Config config;
    private final Map<String, String> environment;
    private final boolean development;
    private final boolean needsKeys;
    private final List<ConfigProblem> problems = new ArrayList<>();

    GatewayConfigReader(Config config, Map<String, String> environment, boolean development, boolean needsKeys) {
        this.config = config;
        this.environment = environment;
        this.development = development || config.get(GatewayKeys.DEV);
        this.needsKeys = needsKeys;
    }

    GatewayConfig read() {
        Path data = config.get(GatewayKeys.DATA);
        Optional<ApiKeySecrets> keys = Optional.of(keys());
        Optional<ConnectionSettings> url = databaseUrl();
        Optional<LeasePolicy> leases = checked(GatewayKeys.OUTAGE_GRACE, this::leases);
        Optional<QuotePolicy> quotes = checked(GatewayKeys.OPEN_PER_ADDRESS, this::quotes);
        Optional<DatabaseOptions> database = checked(GatewayKeys.CONNECTIONS, this::database);
        JsonObject methods = LegacyEnvironment.complete(config.section(GatewayKeys.METHODS), environment);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new GatewayConfig(
                development,
                http(),
                rates(),
                data,
                database.orElseThrow(),
                url,
                keys.orElseThrow(),
                new Merchant(
                        config.get(GatewayKeys.MERCHANT_ID),
                        config.get(GatewayKeys.MERCHANT_NAME),
                        config.get(GatewayKeys.FEE)),
                leases.orElseThrow(),
                quotes.orElseThrow(),
                config.get(GatewayKeys.CLAIMABLE_FOR),
                config.find(GatewayKeys.TOKEN_KEY).orElse(data.resolve("token-key.pem")),
                config.find(GatewayKeys.RECEIPT_KEY)
                        .or(() -> development ? Optional.of(data.resolve("receipt-key.pem")) : Optional.empty()),
                config.get(GatewayKeys.AUDIT_INTERVAL),
                config.get(GatewayKeys.RECONCILIATION_INTERVAL),
                methods,
                config.find(GatewayKeys.DEFAULT_METHOD));
    }

    private Http http() {
        return new Http(config.get(GatewayKeys.HOST), config.get(GatewayKeys.PORT), config.get(GatewayKeys.DRAIN));
    }

    private Rates rates() {
        return new Rates(
                config.get(GatewayKeys.RATE_FAILED_LOGINS),
                config.get(GatewayKeys.RATE_PAYMENTS),
                config.get(GatewayKeys.RATE_SESSIONS),
                config.get(GatewayKeys.RATE_READS));
    }

    private DatabaseOptions database() {
        return new DatabaseOptions(
                bounded(GatewayKeys.CONNECTIONS), config.get(GatewayKeys.STATEMENT_TIMEOUT), development);
    }

    private LeasePolicy leases() {
        return new LeasePolicy(
                config.get(GatewayKeys.LEASE),
                config.get(GatewayKeys.RESUME_WINDOW),
                config.get(GatewayKeys.OUTAGE_GRACE),
                config.get(GatewayKeys.HOLD_GRACE));
    }

    private QuotePolicy quotes() {
        return new QuotePolicy(
                config.get(GatewayKeys.QUOTE_LIFETIME),
                config.get(GatewayKeys.QUARANTINE),
                config.get(GatewayKeys.RETENTION),
                bounded(GatewayKeys.OPEN_PER_ADDRESS),
                bounded(GatewayKeys.OPEN_PER_KEY));
    }

    private int bounded(ConfigKey<Long> key) {
        return (int) Math.min(config.get(key), Integer.MAX_VALUE);
    }

    private Optional<ConnectionSettings> databaseUrl() {
        return config.find(GatewayKeys.DATABASE_URL).flatMap(url -> {
            try {
                return Optional.of(ConnectionSettings.parse(url.reveal()));
            } catch (IllegalArgumentException e) {
                complain(
                        GatewayKeys.DATABASE_URL, "can not be used: " + e.getMessage(), "Correct it, or leave it out.");
                return Optional.empty();
            }
        });
    }

    private ApiKeySecrets keys() {
        Optional<Secret> server = key(GatewayKeys.SERVER_KEY);
        Optional<Secret> operator = key(GatewayKeys.OPERATOR_KEY);
        if (server.isPresent()
                && operator.isPresent()
                && server.get().reveal().equals(operator.get().reveal())) {
            complain(
                    GatewayKeys.OPERATOR_KEY,
                    "is the same as " + GatewayKeys.SERVER_KEY.path(),
                    "Make it another one.");
        }
        return new ApiKeySecrets(
                server.orElseGet(ApiKeySecrets::generate),
                operator.orElseGet(ApiKeySecrets::generate),
                server.isEmpty(),
                operator.isEmpty());
    }

    private Optional<Secret> key(ConfigKey<Secret> key) {
        Optional<Secret> found = config.find(key);
        found.map(Secret::reveal)
                .flatMap(development ? KeyStrength::complaintAboutShape : KeyStrength::complaint)
                .ifPresent(complaint -> complain(key, complaint, KEY_REMEDY));
        if (found.isEmpty() && needsKeys && !development) {
            complain(key, "is missing", KEY_REMEDY);
        }
        return found;
    }

    private <T> Optional<T> checked(ConfigEntry entry, Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (IllegalArgumentException e) {
            complain(entry, "is refused: " + e.getMessage(), "Correct it.");
            return Optional.empty();
        }
    }

    private void complain(ConfigEntry entry, String complaint, String remedy) {
        problems.addAll(config.refuse(entry, complaint, remedy).problems());
    }
}
