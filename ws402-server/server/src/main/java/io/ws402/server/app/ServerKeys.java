package io.ws402.server.app;

import static io.ws402.protocol.config.ConfigKey.duration;
import static io.ws402.protocol.config.ConfigKey.flag;
import static io.ws402.protocol.config.ConfigKey.text;
import static io.ws402.protocol.config.ConfigKey.whole;

import io.ws402.protocol.config.ConfigKey;
import io.ws402.protocol.config.ConfigSchema;
import io.ws402.protocol.config.ConfigType;
import io.ws402.protocol.config.Secret;
import io.ws402.protocol.rate.Rate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Every key of {@code config/server.yaml}, with the default that the file documents. */
final class ServerKeys {
    private static final String HOST_AND_PORT = "(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?";

    static final ConfigKey<String> HOST =
            text("host", "The address to listen on.").orElse("127.0.0.1");
    static final ConfigKey<Integer> PORT =
            ConfigKey.port("port", "The port to listen on.").orElse("4030").env("PORT");
    static final ConfigKey<Long> EVENT_LOOPS =
            whole("eventLoops", "How many event loops serve payers.").orElse("0");
    static final ConfigKey<String> PUBLIC_URL = ConfigKey.of(
                    "publicUrl", ConfigType.URL, "Where payers reach the server.")
            .optionally();
    static final ConfigKey<Duration> DRAIN_TIMEOUT = duration(
                    "drainTimeout", "How long stopping waits for sessions to be handed over.")
            .orElse("15s");
    static final ConfigKey<String> OPERATOR_KEY_HASH =
            text("operatorKeyHash", "SHA-256 of the operator's key.").optionally();
    static final ConfigKey<List<String>> TRUSTED_PROXIES = ConfigKey.of(
                    "trustedProxies", ConfigType.TEXT.list(), "Whose X-Forwarded headers count.")
            .orElse("");
    static final ConfigKey<List<String>> ALLOWED_ORIGINS = ConfigKey.of(
                    "allowedOrigins", ConfigType.TEXT.list(), "Which pages may connect.")
            .orElse("");

    static final ConfigKey<Boolean> PAGE_ENABLED =
            flag("page.enabled", "Whether browsers get the payer's page.").orElse("true");
    static final ConfigKey<List<String>> PAGE_SERVERS = ConfigKey.of(
                    "page.servers",
                    origin("https?", "an origin such as https://eu.pay.example.com")
                            .list(),
                    "Other servers of the fleet that the page may go on with.")
            .orElse("");
    static final ConfigKey<List<String>> PAGE_CONNECT = ConfigKey.of(
                    "page.connect",
                    origin("(?:http|ws)s?", "an origin such as https://rpc.example.com")
                            .list(),
                    "Where else the page may connect to.")
            .orElse("");
    static final ConfigKey<String> PAGE_SOLANA_MAINNET = solanaNode("mainnet");
    static final ConfigKey<String> PAGE_SOLANA_DEVNET = solanaNode("devnet");
    static final ConfigKey<String> PAGE_SOLANA_TESTNET = solanaNode("testnet");
    static final ConfigKey<String> PAGE_SOLANA_LOCALNET = solanaNode("localnet");

    static final ConfigKey<String> GATEWAY_URL = ConfigKey.of("gateway.url", ConfigType.URL, "Where the gateway is.")
            .orElse("http://localhost:4029")
            .env("GATEWAY_URL");
    static final ConfigKey<Secret> GATEWAY_API_KEY = ConfigKey.secret(
                    "gateway.apiKey", "By which the gateway knows this server.")
            .env("GATEWAY_API_KEY");
    static final ConfigKey<Duration> GATEWAY_TIMEOUT =
            duration("gateway.timeout", "How long a call may take in all.").orElse("30s");
    static final ConfigKey<Duration> GATEWAY_ATTEMPT_TIMEOUT =
            duration("gateway.attemptTimeout", "How long one attempt may take.").orElse("5s");
    static final ConfigKey<Long> GATEWAY_RETRY_ATTEMPTS =
            whole("gateway.retryAttempts", "How often a call is tried at most.").orElse("3");

    static final ConfigKey<Duration> CHECKPOINT_INTERVAL = duration(
                    "sessions.checkpointInterval", "How often readings go to the gateway.")
            .orElse("2s");
    static final ConfigKey<Duration> OUTAGE_GRACE = duration(
                    "sessions.outageGrace", "How long sessions go on without the gateway.")
            .orElse("30s");
    static final ConfigKey<Duration> PING_INTERVAL = duration(
                    "sessions.pingInterval", "After how much silence a payer is pinged.")
            .orElse("5s");
    static final ConfigKey<Duration> IDLE_TIMEOUT = duration(
                    "sessions.idleTimeout", "After how much silence a payer counts as gone.")
            .orElse("20s");
    static final ConfigKey<Duration> PAUSE_MAX = duration(
                    "sessions.pauseMax", "How long a session may be paused in all.")
            .orElse("10m");
    static final ConfigKey<List<Duration>> BALANCE_LOW_AT = ConfigKey.of(
                    "sessions.balanceLowAt", ConfigType.DURATION.list(), "How much time is left when payers are told.")
            .orElse("60s, 10s");
    static final ConfigKey<Duration> SETTLE_ANSWER_WAIT = duration(
                    "sessions.settleAnswerWait", "How long a socket waits for its settlement.")
            .orElse("10s");
    static final ConfigKey<Duration> REPORT_RETRY_FOR = duration(
                    "sessions.reportRetryFor", "How long a last reading is offered to the gateway.")
            .orElse("24h");

    static final ConfigKey<Path> JOURNAL_FOLDER = ConfigKey.of(
                    "journal.folder",
                    ConfigType.PATH,
                    "Where last readings are kept that the gateway has not answered.")
            .orElse("data/server");
    static final ConfigKey<Long> JOURNAL_READINGS = whole(
                    "journal.readings", "How many last readings may wait before no session is started.")
            .orElse("100000");

    static final ConfigKey<Duration> FIRST_MESSAGE = duration(
                    "limits.firstMessage", "From connecting to the first message.")
            .orElse("10s");
    static final ConfigKey<Duration> KEEP_ALIVE =
            duration("limits.keepAlive", "From one HTTP request to the next.").orElse("30s");
    static final ConfigKey<Duration> VERIFY =
            duration("limits.verify", "From a proof to its session.").orElse("30s");
    static final ConfigKey<Duration> RESOURCE_OPEN = duration(
                    "limits.resourceOpen", "How long a resource may take to get ready.")
            .orElse("10s");
    static final ConfigKey<Duration> STUCK =
            duration("limits.stuck", "How long a connection may stand still.").orElse("30s");
    static final ConfigKey<Long> FRAME_BYTES =
            whole("limits.frameBytes", "Largest WebSocket frame.").orElse("65536");
    static final ConfigKey<Long> MESSAGE_BYTES =
            whole("limits.messageBytes", "Largest WebSocket message.").orElse("1048576");
    static final ConfigKey<Long> SEND_QUEUE_BYTES =
            whole("limits.sendQueueBytes", "How much may wait for a payer.").orElse("4194304");
    static final ConfigKey<Long> DROPPED_MESSAGES = whole(
                    "limits.droppedMessages", "How many meaningless messages are dropped.")
            .orElse("16");
    static final ConfigKey<Long> UNPAID_SOCKETS = whole("limits.unpaidSockets", "WebSockets without a session, in all.")
            .orElse("10000");
    static final ConfigKey<Long> UNPAID_SOCKETS_PER_ADDRESS = whole(
                    "limits.unpaidSocketsPerAddress", "WebSockets without a session, per address.")
            .orElse("64");
    static final ConfigKey<Long> SESSIONS =
            whole("limits.sessions", "Sessions, those being settled included.").orElse("100000");

    static final ConfigKey<Rate> RATE_SCHEMA = ConfigKey.of(
                    "limits.rates.schema", Rate.CONFIG, "How often an address may ask for terms.")
            .orElse("20/s burst 200");
    static final ConfigKey<Rate> RATE_HANDSHAKE = ConfigKey.of(
                    "limits.rates.handshake", Rate.CONFIG, "How often an address may open a WebSocket.")
            .orElse("50/s burst 500");
    static final ConfigKey<Rate> RATE_PROOF = ConfigKey.of(
                    "limits.rates.proof", Rate.CONFIG, "How often an address may show a proof or resume token.")
            .orElse("50/s burst 500");
    static final ConfigKey<Rate> RATE_OTHER = ConfigKey.of(
                    "limits.rates.other", Rate.CONFIG, "How often an address may ask for anything else.")
            .orElse("50/s burst 500");
    static final ConfigKey<Rate> RATE_TOTAL = ConfigKey.of(
                    "limits.rates.total", Rate.CONFIG, "How much is begun for those who have not paid, in all.")
            .orElse("2000/s burst 10000");
    static final ConfigKey<Long> HTTP_PER_SESSION = whole(
                    "limits.httpPerSession", "HTTP responses under way for one session.")
            .orElse("8");

    static final ConfigSchema ALL = ConfigSchema.of(
            HOST,
            PORT,
            EVENT_LOOPS,
            PUBLIC_URL,
            DRAIN_TIMEOUT,
            OPERATOR_KEY_HASH,
            TRUSTED_PROXIES,
            ALLOWED_ORIGINS,
            PAGE_ENABLED,
            PAGE_SERVERS,
            PAGE_CONNECT,
            PAGE_SOLANA_MAINNET,
            PAGE_SOLANA_DEVNET,
            PAGE_SOLANA_TESTNET,
            PAGE_SOLANA_LOCALNET,
            GATEWAY_URL,
            GATEWAY_API_KEY,
            GATEWAY_TIMEOUT,
            GATEWAY_ATTEMPT_TIMEOUT,
            GATEWAY_RETRY_ATTEMPTS,
            CHECKPOINT_INTERVAL,
            OUTAGE_GRACE,
            PING_INTERVAL,
            IDLE_TIMEOUT,
            PAUSE_MAX,
            BALANCE_LOW_AT,
            SETTLE_ANSWER_WAIT,
            REPORT_RETRY_FOR,
            JOURNAL_FOLDER,
            JOURNAL_READINGS,
            FIRST_MESSAGE,
            KEEP_ALIVE,
            VERIFY,
            RESOURCE_OPEN,
            STUCK,
            FRAME_BYTES,
            MESSAGE_BYTES,
            SEND_QUEUE_BYTES,
            DROPPED_MESSAGES,
            UNPAID_SOCKETS,
            UNPAID_SOCKETS_PER_ADDRESS,
            SESSIONS,
            RATE_SCHEMA,
            RATE_HANDSHAKE,
            RATE_PROOF,
            RATE_OTHER,
            RATE_TOTAL,
            HTTP_PER_SESSION,
            ResourceKeys.RATES,
            ResourceKeys.RESOURCES);

    private ServerKeys() {}

    private static ConfigKey<String> solanaNode(String cluster) {
        return ConfigKey.of(
                        "page.solana." + cluster,
                        // What is in it goes to everybody, and its origin into the policy of the page.
                        matching(
                                "https?://" + HOST_AND_PORT + "(?:/[A-Za-z0-9._~/-]*)?(?:\\?[A-Za-z0-9._~=&-]*)?",
                                "a URL such as https://rpc.example.com/solana"),
                        "A node by which the page pays on Solana.")
                .optionally();
    }

    private static ConfigType<String> origin(String schemes, String expected) {
        return matching(schemes + "://" + HOST_AND_PORT, expected);
    }

    private static ConfigType<String> matching(String pattern, String expected) {
        Pattern form = Pattern.compile(pattern);
        return ConfigType.of(expected, text -> {
            if (!form.matcher(text).matches()) {
                throw new IllegalArgumentException();
            }
            return text;
        });
    }
}
