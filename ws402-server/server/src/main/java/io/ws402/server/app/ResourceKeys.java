package io.ws402.server.app;

import static io.ws402.protocol.config.ConfigKey.amount;
import static io.ws402.protocol.config.ConfigKey.decimal;
import static io.ws402.protocol.config.ConfigKey.duration;
import static io.ws402.protocol.config.ConfigKey.text;
import static io.ws402.protocol.config.ConfigKey.whole;

import io.ws402.protocol.config.ConfigItems;
import io.ws402.protocol.config.ConfigKey;
import io.ws402.protocol.config.ConfigSchema;
import io.ws402.protocol.config.ConfigType;
import io.ws402.protocol.config.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Every key of an element of {@code resources}. Those of one kind alone have no default here, but with their kind. */
final class ResourceKeys {
    static final ConfigKey<String> PRICE_METHOD =
            text("method", "The payment method's short id.").optionally();
    static final ConfigKey<String> PRICE_ASSET =
            text("asset", "A symbol or CAIP-19 id.").optionally();
    static final ConfigKey<BigInteger> PER_SECOND =
            amount("pricePerSecond", "For a second.").orElse("0");
    static final ConfigKey<BigInteger> PER_MEGABYTE =
            amount("pricePerMegabyte", "For 2^20 bytes of both directions.").orElse("0");
    static final ConfigKey<BigInteger> PER_MESSAGE =
            amount("pricePerMessage", "For a message of either direction.").orElse("0");
    static final ConfigItems PRICES = new ConfigItems(
            "prices",
            ConfigSchema.of(PRICE_METHOD, PRICE_ASSET, PER_SECOND, PER_MEGABYTE, PER_MESSAGE),
            "What it costs in each thing it can be paid with.");

    static final ConfigKey<String> REFERENCE_ASSET =
            text("price.asset", "An asset of rates.").optionally();
    static final ConfigKey<BigDecimal> REFERENCE_PER_SECOND =
            decimal("price.perSecond", "For a second, in whole units.").optionally();
    static final ConfigKey<BigDecimal> REFERENCE_PER_MEGABYTE = decimal(
                    "price.perMegabyte", "For 2^20 bytes of both directions, in whole units.")
            .optionally();
    static final ConfigKey<BigDecimal> REFERENCE_PER_MESSAGE = decimal(
                    "price.perMessage", "For a message of either direction, in whole units.")
            .optionally();

    static final ConfigKey<String> ID = text("id", "Its name in URLs.");
    static final ConfigKey<Duration> MAX_SESSION_DURATION =
            duration("maxSessionDuration", "How long a session may be.").orElse("1h");
    static final ConfigKey<Duration> UPDATE_INTERVAL = duration(
                    "updateInterval", "How often payers hear what they have used.")
            .orElse("3s");

    static final ConfigKey<String> RESOURCE = ConfigKey.of(
                    "resource", ConfigType.choice("ticker", "echo"), "Which built-in resource.")
            .optionally();
    static final ConfigKey<Duration> TICK_INTERVAL =
            duration("tickInterval", "Between two ticks of a ticker.").optionally();
    static final ConfigKey<Long> SEED =
            whole("seed", "Decides a ticker's prices.").optionally();

    static final ConfigKey<Secret> UPSTREAM = ConfigKey.secret(
                    "upstream", "A WebSocket service to sell instead, by its URL, which may hold a key.")
            .optionally();
    static final ConfigKey<List<String>> SUBPROTOCOLS = ConfigKey.of(
                    "subprotocols", ConfigType.TEXT.list(), "What the upstream speaks.")
            .optionally();
    static final ConfigKey<List<String>> FORWARDED_HEADERS = ConfigKey.of(
                    "headers.forward", ConfigType.TEXT.list(), "Which headers of the payer it gets.")
            .optionally();
    static final ConfigKey<String> HEADER_NAME = text("name", "The header's name.");
    static final ConfigKey<Secret> HEADER_VALUE = ConfigKey.secret("value", "The header's value.");
    static final ConfigItems SET_HEADERS =
            new ConfigItems("headers.set", ConfigSchema.of(HEADER_NAME, HEADER_VALUE), "Headers it always gets.");
    static final ConfigKey<Boolean> FORWARD_QUERY = ConfigKey.flag(
                    "forwardQuery", "Whether it gets the payer's query string.")
            .optionally();
    static final ConfigKey<Path> TRUST = ConfigKey.of(
                    "trust", ConfigType.PATH, "A PEM file with the certificates that it is trusted by.")
            .optionally();

    static final ConfigKey<Path> FILE = ConfigKey.of("file", ConfigType.PATH, "A file to hand out over HTTP instead.")
            .optionally();
    static final ConfigKey<String> CONTENT_TYPE = text(
                    "contentType", "The file's media type, where its name does not say it.")
            .optionally();
    static final ConfigKey<Secret> HTTP = ConfigKey.secret(
                    "http", "An HTTP service to hand out instead, by its URL, which may hold a key.")
            .optionally();
    static final ConfigKey<List<String>> METHODS = ConfigKey.of(
                    "methods", ConfigType.TEXT.list(), "What may be asked of the HTTP service.")
            .optionally();

    static final ConfigItems RESOURCES = new ConfigItems(
            "resources",
            ConfigSchema.of(
                    ID,
                    RESOURCE,
                    TICK_INTERVAL,
                    SEED,
                    UPSTREAM,
                    FILE,
                    CONTENT_TYPE,
                    HTTP,
                    METHODS,
                    SUBPROTOCOLS,
                    FORWARDED_HEADERS,
                    SET_HEADERS,
                    FORWARD_QUERY,
                    TRUST,
                    MAX_SESSION_DURATION,
                    UPDATE_INTERVAL,
                    PRICES,
                    REFERENCE_ASSET,
                    REFERENCE_PER_SECOND,
                    REFERENCE_PER_MEGABYTE,
                    REFERENCE_PER_MESSAGE),
            "What is sold.");

    static final ConfigKey<String> RATED_ASSET = text("asset", "A symbol or CAIP-19 id.");
    static final ConfigKey<Long> RATED_DECIMALS = whole("decimals", "How many decimal places a whole unit of it has.");
    static final ConfigKey<BigDecimal> RATE = decimal("rate", "What a whole unit of it is worth.");
    static final ConfigItems RATES = new ConfigItems(
            "rates",
            ConfigSchema.of(RATED_ASSET, RATED_DECIMALS, RATE),
            "What assets are worth, all in one unit of account.");

    private ResourceKeys() {}
}
