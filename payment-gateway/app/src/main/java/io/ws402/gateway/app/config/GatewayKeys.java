package io.ws402.gateway.app.config;

import io.ws402.protocol.config.ConfigKey;
import io.ws402.protocol.config.ConfigSchema;
import io.ws402.protocol.config.ConfigSection;
import io.ws402.protocol.config.ConfigType;
import io.ws402.protocol.config.Secret;
import io.ws402.protocol.rate.Rate;
import java.nio.file.Path;
import java.time.Duration;

/** Every key of {@code gateway.yaml}. */
final class GatewayKeys {
    static final ConfigKey<Boolean> DEV = ConfigKey.flag(
                    "dev",
                    "Development: keys may be generated, come from the environment, and nothing real is at stake.")
            .orElse("false");
    static final ConfigKey<String> HOST = ConfigKey.text(
                    "http.host", "The address to listen on. The gateway belongs on a private network.")
            .orElse("127.0.0.1")
            .env("GATEWAY_HOST");
    static final ConfigKey<Integer> PORT = ConfigKey.port("http.port", "The port; 0 lets the system choose one.")
            .orElse("4029")
            .env("GATEWAY_PORT");
    static final ConfigKey<Duration> DRAIN = ConfigKey.duration(
                    "http.drainTimeout", "How long requests may go on when the gateway is stopped.")
            .orElse("30s");
    static final ConfigKey<Rate> RATE_FAILED_LOGINS = ConfigKey.of(
                    "limits.rates.failedLogins", Rate.CONFIG, "How often an address may try an unknown API key.")
            .orElse("60/m burst 60");
    static final ConfigKey<Rate> RATE_PAYMENTS = ConfigKey.of(
                    "limits.rates.payments", Rate.CONFIG, "How often an API key may quote, verify and begin anything.")
            .orElse("2000/s burst 10000");
    static final ConfigKey<Rate> RATE_SESSIONS = ConfigKey.of(
                    "limits.rates.sessions", Rate.CONFIG, "How often an API key may keep, hand over and end sessions.")
            .orElse("5000/s burst 50000");
    static final ConfigKey<Rate> RATE_READS = ConfigKey.of(
                    "limits.rates.reads", Rate.CONFIG, "How often an API key may ask for anything.")
            .orElse("500/s burst 2000");
    static final ConfigKey<Path> DATA = ConfigKey.of(
                    "data", ConfigType.PATH, "The folder for the embedded PostgreSQL and the token key.")
            .orElse("data/gateway");
    static final ConfigKey<Secret> DATABASE_URL = ConfigKey.secret(
                    "database.url",
                    "postgresql://user:password@host:port/database; without it the gateway runs its own PostgreSQL.")
            .optionally()
            .env("DATABASE_URL");
    static final ConfigKey<Long> CONNECTIONS = ConfigKey.whole("database.connections", "How many connections to share.")
            .orElse("16");
    static final ConfigKey<Duration> STATEMENT_TIMEOUT = ConfigKey.duration(
                    "database.statementTimeout", "When the database gives a statement up.")
            .orElse("10s");
    static final ConfigKey<Secret> SERVER_KEY = ConfigKey.secret(
                    "keys.server", "The API key of WS402 servers, 32 random characters or more (openssl rand -hex 32).")
            .optionally()
            .env("GATEWAY_API_KEY");
    static final ConfigKey<Secret> OPERATOR_KEY = ConfigKey.secret(
                    "keys.operator", "The API key of operators, 32 random characters or more (openssl rand -hex 32).")
            .optionally()
            .env("OPERATOR_API_KEY");
    static final ConfigKey<String> MERCHANT_ID = ConfigKey.of(
                    "merchant.id",
                    ConfigType.of("mch_ and up to 60 letters, digits, '-' or '_'", GatewayKeys::merchantId),
                    "The merchant that these keys belong to.")
            .orElse("mch_default");
    static final ConfigKey<String> MERCHANT_NAME =
            ConfigKey.text("merchant.name", "Its name, for display.").orElse("Default merchant");
    static final ConfigKey<Integer> FEE = ConfigKey.of(
                    "merchant.feeBasisPoints",
                    ConfigType.of("a whole number, 0 … 10000", GatewayKeys::basisPoints),
                    "The platform's part of what is consumed, in hundredths of a percent.")
            .orElse("0");
    static final ConfigKey<Duration> LEASE = ConfigKey.duration(
                    "leases.lease", "How long a checkpoint holds a session for its server.")
            .orElse("6s");
    static final ConfigKey<Duration> RESUME_WINDOW = ConfigKey.duration(
                    "leases.resumeWindow", "How long after its lease a session can be resumed; then it is settled.")
            .orElse("60s");
    static final ConfigKey<Duration> OUTAGE_GRACE = ConfigKey.duration(
                    "leases.outageGrace",
                    "How long servers serve on while no gateway answers; below the resume window.")
            .orElse("30s");
    static final ConfigKey<Duration> HOLD_GRACE = ConfigKey.duration(
                    "leases.holdGrace", "How long after its maximum duration a 0.1 hold waits for its refund call.")
            .orElse("10m");
    static final ConfigKey<Duration> QUOTE_LIFETIME = ConfigKey.duration(
                    "quotes.lifetime", "How long a payer has to pay.")
            .orElse("15m");
    static final ConfigKey<Duration> QUARANTINE = ConfigKey.duration(
                    "quotes.quarantine", "How long after that an amount is given to nobody else.")
            .orElse("24h");
    static final ConfigKey<Duration> RETENTION = ConfigKey.duration(
                    "quotes.retention", "How long after its quarantine a quote that was never paid is kept.")
            .orElse("7d");
    static final ConfigKey<Long> OPEN_PER_ADDRESS = ConfigKey.whole(
                    "quotes.openPerAddress", "How many unpaid quotes one network address may have open.")
            .orElse("100");
    static final ConfigKey<Long> OPEN_PER_KEY = ConfigKey.whole(
                    "quotes.openPerKey", "How many unpaid quotes one API key may have open.")
            .orElse("10000");
    static final ConfigKey<Duration> CLAIMABLE_FOR = ConfigKey.duration(
                    "quotes.claimableFor",
                    "How long money whose proof nobody presents waits for its payer before it goes back.")
            .orElse("24h");
    static final ConfigKey<Path> TOKEN_KEY = ConfigKey.of(
                    "tokens.keyFile",
                    ConfigType.PATH,
                    "The key that signs session tokens, shared by all gateways of an installation; made when missing."
                            + " Default: token-key.pem in the data folder.")
            .optionally();
    static final ConfigKey<Path> RECEIPT_KEY = ConfigKey.of(
                    "receipts.keyFile",
                    ConfigType.PATH,
                    "The keys of signed receipts, shared by all gateways of an installation: one that signs, and all that"
                            + " are published. Without it receipts are not signed; development makes receipt-key.pem in the"
                            + " data folder.")
            .optionally();
    static final ConfigKey<Duration> AUDIT_INTERVAL = ConfigKey.duration(
                    "audit.interval", "How often the ledger's law is checked for the metrics.")
            .orElse("60s");
    static final ConfigKey<Duration> RECONCILIATION_INTERVAL = ConfigKey.duration(
                    "reconciliation.interval", "How often the books are compared with what the wallets hold.")
            .orElse("5m");
    static final ConfigKey<String> DEFAULT_METHOD = ConfigKey.text(
                    "defaultMethod", "The payment method of quotes that name none; the first one when left out.")
            .optionally();
    static final ConfigSection METHODS =
            new ConfigSection("methods", "The payment methods, each family with keys of its own.");

    static final ConfigSchema SCHEMA = ConfigSchema.of(
            DEV,
            HOST,
            PORT,
            DRAIN,
            RATE_FAILED_LOGINS,
            RATE_PAYMENTS,
            RATE_SESSIONS,
            RATE_READS,
            DATA,
            DATABASE_URL,
            CONNECTIONS,
            STATEMENT_TIMEOUT,
            SERVER_KEY,
            OPERATOR_KEY,
            MERCHANT_ID,
            MERCHANT_NAME,
            FEE,
            LEASE,
            RESUME_WINDOW,
            OUTAGE_GRACE,
            HOLD_GRACE,
            QUOTE_LIFETIME,
            QUARANTINE,
            RETENTION,
            OPEN_PER_ADDRESS,
            OPEN_PER_KEY,
            CLAIMABLE_FOR,
            TOKEN_KEY,
            RECEIPT_KEY,
            AUDIT_INTERVAL,
            RECONCILIATION_INTERVAL,
            DEFAULT_METHOD,
            METHODS);

    private GatewayKeys() {}

    private static String merchantId(String text) {
        if (!text.matches("mch_[A-Za-z0-9_-]{1,60}")) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static Integer basisPoints(String text) {
        int points = Integer.parseInt(text);
        if (points < 0 || points > 10_000) {
            throw new IllegalArgumentException();
        }
        return points;
    }
}
