package io.ws402.protocol.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigDocumentTest {
    private static final ConfigKey<Integer> PORT =
            ConfigKey.port("port", "Where it listens.").orElse("4029").env("GATEWAY_PORT", "PORT");
    private static final ConfigKey<Duration> LEASE = ConfigKey.duration(
                    "session.leaseDuration", "How long a lease lives.")
            .orElse("6s");
    private static final ConfigKey<Secret> API_KEY =
            ConfigKey.secret("apiKey", "What servers show.").env("GATEWAY_API_KEY");
    private static final ConfigKey<List<String>> ORIGINS = ConfigKey.of(
                    "origins", ConfigType.TEXT.list(), "Who may call from a browser.")
            .orElse("");
    private static final ConfigKey<String> PUBLIC_URL =
            ConfigKey.of("publicUrl", ConfigType.URL, "How it is reached.").optionally();
    private static final ConfigKey<String> ID = ConfigKey.text("id", "Its name.");
    private static final ConfigKey<BigInteger> PRICE = ConfigKey.amount("pricePerSecond", "What it costs.");
    private static final ConfigItems RESOURCES =
            new ConfigItems("resources", ConfigSchema.of(ID, PRICE), "What is sold.");
    private static final ConfigSection METHODS = new ConfigSection("methods", "How to pay.");
    private static final ConfigSchema SCHEMA =
            ConfigSchema.of(PORT, LEASE, API_KEY, ORIGINS, PUBLIC_URL, RESOURCES, METHODS);

    private static final ConfigSchema EVERY_TYPE = ConfigSchema.of(
            optional("text", ConfigType.TEXT),
            optional("whole", ConfigType.WHOLE),
            optional("port", ConfigType.PORT),
            optional("flag", ConfigType.FLAG),
            optional("duration", ConfigType.DURATION),
            optional("amount", ConfigType.AMOUNT),
            optional("url", ConfigType.URL),
            optional("word", ConfigType.choice("one", "two")),
            optional("texts", ConfigType.TEXT.list()));

    private static final String COMPLETE = """
            port: 4100
            session:
              leaseDuration: 250ms
            apiKey: a-very-secret-key
            origins: [ "https://a.example", https://b.example ]
            resources:
              - id: ticker
                pricePerSecond: 1000000000000000000000
              - id: 42
                pricePerSecond: "7"
            methods:
              evm:
                - id: base
                  chainId: 8453
                  wallet: 0x00000000000000000000000000000000000000Ab
                  enabled: true
            """;

    @Test
    void readsEveryKeyByItsOwnType() {
        Config config = check(COMPLETE, Map.of());

        assertEquals(4100, config.get(PORT));
        assertEquals(Duration.ofMillis(250), config.get(LEASE));
        assertEquals("a-very-secret-key", config.get(API_KEY).reveal());
        assertEquals(List.of("https://a.example", "https://b.example"), config.get(ORIGINS));
        assertEquals(Optional.empty(), config.find(PUBLIC_URL));
        assertEquals(
                List.of("ticker", "42"),
                config.items(RESOURCES).stream().map(item -> item.get(ID)).toList());
        assertEquals(
                new BigInteger("1000000000000000000000"),
                config.items(RESOURCES).getFirst().get(PRICE));
    }

    @Test
    void handsAFreeSectionOnAsJson() {
        assertEquals(
                new JsonObject()
                        .put(
                                "evm",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("id", "base")
                                                .put("chainId", 8453)
                                                .put("wallet", "0x00000000000000000000000000000000000000Ab")
                                                .put("enabled", true))),
                check(COMPLETE, Map.of()).section(METHODS));
    }

    @Test
    void fallsBackWithoutAFile() {
        Config config = ConfigDocument.ofEnvironment(Map.of("GATEWAY_API_KEY", "key", "GATEWAY_PORT", ""))
                .check(SCHEMA);

        assertEquals(4029, config.get(PORT));
        assertEquals(Duration.ofSeconds(6), config.get(LEASE));
        assertEquals(List.of(), config.get(ORIGINS));
        assertEquals(List.of(), config.items(RESOURCES));
        assertEquals(new JsonObject(), config.section(METHODS));
    }

    @Test
    void letsTheEnvironmentWin() {
        Config config = check(
                COMPLETE,
                Map.of(
                        "PORT", "1",
                        "GATEWAY_PORT", "2",
                        "WS402_PORT", "3",
                        "WS402_SESSION_LEASE_DURATION", "9s",
                        "WS402_ORIGINS", "https://c.example, https://d.example",
                        "WS402_RESOURCES_1_PRICE_PER_SECOND", "8"));

        assertEquals(3, config.get(PORT));
        assertEquals(Duration.ofSeconds(9), config.get(LEASE));
        assertEquals(List.of("https://c.example", "https://d.example"), config.get(ORIGINS));
        assertEquals(BigInteger.valueOf(8), config.items(RESOURCES).get(1).get(PRICE));
    }

    @Test
    void prefersTheFirstOfTheFurtherNames() {
        assertEquals(
                2, check(COMPLETE, Map.of("PORT", "1", "GATEWAY_PORT", "2")).get(PORT));
    }

    @Test
    void reportsEveryProblemWithPlaceAndRemedy() {
        ConfigException refusal = refusal("""
                prot: 1
                session: 5
                origins: [[1]]
                resources:
                  - id: a
                    prcePerSecond: 7
                  - plain
                methods: [evm]
                """, Map.of("PORT", "99999"));

        assertEquals(
                List.of(
                        "gateway.yaml, line 1: prot is not known. Did you mean port?",
                        "gateway.yaml, line 2: session must be a mapping. Write its keys below it, indented.",
                        "PORT: port must be a port number, 0 … 65535, not '99999'. Where it listens.",
                        "gateway.yaml: apiKey is missing."
                                + " Add it to the file, or set WS402_API_KEY or GATEWAY_API_KEY: What servers show.",
                        "gateway.yaml, line 3: origins must be a list, each element a text that is not blank,"
                                + " not something nested. Who may call from a browser.",
                        "gateway.yaml, line 6: resources[0].prcePerSecond is not known. Did you mean pricePerSecond?",
                        "gateway.yaml: resources[0].pricePerSecond is missing."
                                + " Add it to the file, or set WS402_RESOURCES_0_PRICE_PER_SECOND: What it costs.",
                        "gateway.yaml, line 7: resources[1] must be a mapping. Write its keys below the dash.",
                        "gateway.yaml, line 8: methods must be a mapping. Write its keys below it, indented."),
                refusal.problems().stream().map(ConfigProblem::toString).toList());
    }

    @Test
    void refusesADuplicateKeyByItsLine() {
        ConfigProblem problem =
                refusal("port: 1\napiKey: x\nport: 2\n", Map.of()).problems().getFirst();

        assertEquals(new ConfigProblem("gateway.yaml, line 3", "port", "stands twice", "Remove one of them."), problem);
    }

    @Test
    void refusesWhatIsNoYamlByItsLine() {
        assertTrue(refusal("port: 1\napiKey: [\n", Map.of())
                .getMessage()
                .startsWith("gateway.yaml, line 3: the file is not YAML"));
        assertTrue(refusal("a: &x 1\nb: *x\n", Map.of()).getMessage().contains("is an alias"));
        assertTrue(refusal("just words", Map.of()).getMessage().contains("is not a mapping"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "a: {", "- "})
    void refusesWhatNestsWithoutEnd(String deeper) {
        ConfigException refusal = refusal("a: 1\nb: " + "[{a: ".repeat(16) + "\n" + deeper.repeat(20_000), Map.of());

        assertEquals(
                "gateway.yaml, line 2: the file is nested deeper than 32 levels. Write it flatter.",
                refusal.getMessage());
    }

    @Test
    void saysWhenAFileCanNotBeRead() {
        ConfigException refusal =
                assertThrows(ConfigException.class, () -> ConfigDocument.load(Path.of("no-such-file.yaml"), Map.of()));

        assertTrue(refusal.getMessage().startsWith("no-such-file.yaml: the file can not be read"));
    }

    @Test
    void refusesDurationsWithoutUnit() {
        for (String wrong : List.of("6", "6 s", "-6s", "1.5s", "6seconds")) {
            assertTrue(refusal("apiKey: x\nsession: {leaseDuration: '" + wrong + "'}", Map.of())
                    .getMessage()
                    .contains("'" + wrong + "'"));
        }
    }

    @Test
    void neverShowsASecret() {
        Config config = check(COMPLETE, Map.of());
        String refusal = refusal("apiKey: ' '\nport: x", Map.of()).getMessage();

        assertEquals("(secret)", config.get(API_KEY).toString());
        assertTrue(refusal.contains("apiKey must be a text that is not blank, not what it is"), refusal);
        assertFalse(config.refuse(API_KEY, "is too short", "Make it longer.")
                .getMessage()
                .contains("very"));
    }

    @Test
    void namesTheSourceInAProgramsOwnRefusal() {
        assertEquals(
                "PORT: port is taken. Choose another.",
                check(COMPLETE, Map.of("PORT", "5"))
                        .refuse(PORT, "is taken", "Choose another.")
                        .getMessage());
        assertEquals(
                "gateway.yaml, line 7: resources[0].id is reserved. Choose another.",
                check(COMPLETE, Map.of())
                        .items(RESOURCES)
                        .getFirst()
                        .refuse(ID, "is reserved", "Choose another.")
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text| |a text that is not blank",
                "whole|-1|a whole number",
                "whole|1.5|a whole number",
                "whole|1e3|a whole number",
                "whole|\u0661|a whole number",
                "whole|9999999999999999999|a whole number",
                "port|65536|a port number",
                "port|http|a port number",
                "flag|yes|true or false",
                "duration|6|a duration such as 250ms",
                "duration|-6s|a duration such as 250ms",
                "duration|999999999999d|a duration such as 250ms",
                "amount|-1|a whole number of smallest units",
                "amount|0.5|a whole number of smallest units",
                "url|ftp://host|an absolute http or https URL",
                "url|pay.example|an absolute http or https URL",
                "url|http://a b|an absolute http or https URL",
                "word|three|one of one, two",
                "texts|{a: 1}|a list, each element a text",
            })
    void refusesAWrongValueOfEveryTypeByFileKeyAndRemedy(String key, String value, String expected) {
        String written = value == null ? "" : value;
        String yaml = key + ": " + (written.startsWith("{") ? written : "'" + written + "'");
        ConfigProblem inFile = assertThrows(
                        ConfigException.class,
                        () -> ConfigDocument.parse("gateway.yaml", "# one\n" + yaml, Map.of())
                                .check(EVERY_TYPE))
                .problems()
                .getFirst();
        assertEquals("gateway.yaml, line 2", inFile.source());
        assertEquals(key, inFile.key());
        assertTrue(inFile.complaint().startsWith("must be " + expected), inFile::toString);
        assertEquals("What " + key + " is for.", inFile.remedy());
    }

    @Test
    void guessesWhichKeyWasMeant() {
        for (ConfigEntry entry : EVERY_TYPE.entries()) {
            String misspelt = entry.path().substring(1);
            ConfigProblem problem = assertThrows(
                            ConfigException.class,
                            () -> ConfigDocument.parse("gateway.yaml", misspelt + ": 1", Map.of())
                                    .check(EVERY_TYPE))
                    .problems()
                    .getFirst();
            assertEquals("Did you mean " + entry.path() + "?", problem.remedy());
        }
    }

    private static <T> ConfigKey<T> optional(String key, ConfigType<T> type) {
        return ConfigKey.of(key, type, "What " + key + " is for.").optionally();
    }

    private static Config check(String yaml, Map<String, String> environment) {
        return ConfigDocument.parse("gateway.yaml", yaml, environment).check(SCHEMA);
    }

    private static ConfigException refusal(String yaml, Map<String, String> environment) {
        return assertThrows(ConfigException.class, () -> check(yaml, environment));
    }
}
