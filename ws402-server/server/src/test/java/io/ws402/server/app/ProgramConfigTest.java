package io.ws402.server.app;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.protocol.config.ConfigDocument;
import io.ws402.protocol.config.ConfigEntry;
import io.ws402.protocol.config.ConfigException;
import io.ws402.protocol.config.ConfigKey;
import io.ws402.server.http.PagePolicy;
import io.ws402.server.http.SocketLimits;
import io.ws402.server.pricing.Tariff;
import io.ws402.server.session.SessionRules;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramConfigTest {
    private static final Map<String, String> KEY = Map.of("GATEWAY_API_KEY", "the-key-of-this-server");
    private static final String ONE_RESOURCE = """
            resources:
              - id: stream
                resource: echo
                prices:
                  - { asset: USDC, pricePerSecond: 100, pricePerMegabyte: 7, pricePerMessage: 3 }
            """;

    @Test
    void theDocumentedFileSaysWhatTheDefaultsAre() throws IOException {
        ProgramConfig documented = read(documented(), KEY);
        ProgramConfig bare = read(ONE_RESOURCE, KEY);
        assertEquals(bare.server().sessions(), documented.server().sessions());
        assertEquals(bare.server().limits(), documented.server().limits());
        assertEquals(SessionRules.DEFAULTS, documented.server().sessions());
        assertEquals(SocketLimits.DEFAULTS, documented.server().limits());
        assertEquals(PagePolicy.DEFAULTS, documented.server().page());
        assertEquals("127.0.0.1", documented.server().host());
        assertEquals(4030, documented.server().port());
        assertEquals(ServerConfig.DEFAULTS.drainTimeout(), documented.server().drainTimeout());
        assertEquals(bare.gateway().toString(), documented.gateway().toString());
        assertEquals(
                List.of("ticker", "echo"),
                documented.server().resources().stream().map(ResourceConfig::id).toList());
    }

    @Test
    void theSecurityDocumentNamesEveryLimitWithItsDefault() throws IOException {
        String document = Files.readString(Path.of("..", "..", "docs", "SECURITY.md"));
        String limits =
                document.substring(document.indexOf("### WS402 server"), document.indexOf("### Payment gateway"));
        Map<String, String> documented = Pattern.compile("(?m)^\\| `([\\w.]+)` \\| ([^|]+) \\|")
                .matcher(limits)
                .results()
                .collect(toMap(row -> row.group(1), row -> row.group(2)));
        Map<String, String> known = ServerKeys.ALL.entries().stream()
                .filter(entry -> entry.path().startsWith("limits."))
                .collect(toMap(
                        ConfigEntry::path,
                        entry -> ((ConfigKey<?>) entry).fallback().orElseThrow()));
        assertEquals(known, documented);
    }

    @Test
    void readsAResourceWithItsPrices() {
        ResourceConfig resource = read(ONE_RESOURCE, KEY).server().resources().getFirst();
        assertEquals(new ResourceKind.Echo(), resource.kind());
        assertEquals(Duration.ofSeconds(3), resource.updateInterval());
        Tariff.Price price = resource.tariff().prices().getFirst();
        assertEquals("USDC", price.asset());
        assertEquals(BigInteger.valueOf(100), price.plan().pricePerSecond());
        assertEquals(BigInteger.valueOf(7), price.plan().pricePerMegabyte());
        assertEquals(BigInteger.valueOf(3), price.plan().pricePerMessage());
        assertEquals(3_600, price.plan().maxDurationSeconds());
    }

    @Test
    void takesTheNamesOfWs402ZeroOneFromTheEnvironment() {
        ProgramConfig config = read(
                ONE_RESOURCE, Map.of("GATEWAY_API_KEY", "key", "GATEWAY_URL", "http://10.0.0.5:4029/", "PORT", "8080"));
        assertEquals("http://10.0.0.5:4029", config.gateway().gatewayUrl());
        assertEquals("http://10.0.0.5:4029", config.server().gatewayUrl());
        assertEquals(8080, config.server().port());
        assertFalse(config.toString().contains("key"), config::toString);
    }

    @Test
    void namesTheMissingGatewayKeyAndItsRemedy() {
        String refusal = refusal(ONE_RESOURCE, Map.of());
        assertTrue(refusal.contains("gateway.apiKey") && refusal.contains("GATEWAY_API_KEY"), refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port: 70000|port",
                "prot: 4030|prot",
                "sessions: { outageGrace: 1s }|outageGrace",
                "sessions: { pingInterval: 30s }|idleTimeout",
                "limits: { sessions: 0 }|limits.sessions",
                "limits: { verify: 0s }|limits.verify",
                "trustedProxies: [ example.com ]|example.com",
                "operatorKeyHash: secret|operatorKeyHash",
                "publicUrl: pay.example|publicUrl",
                "journal: { folder: \"a\\0b\" }|journal.folder must be the path of a file or folder",
            })
    void refusesWhatCanNotWork(String line, String named) {
        String refusal = refusal(line + "\n" + ONE_RESOURCE, KEY);
        assertTrue(refusal.contains(named), refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resources: []|resources",
                "resources: [{ id: schema, resource: echo, prices: [{ pricePerSecond: 1 }] }]|schema",
                "resources: [{ id: a/b, resource: echo, prices: [{ pricePerSecond: 1 }] }]|a/b",
                "resources: [{ id: a, resource: dance, prices: [{ pricePerSecond: 1 }] }]|resource",
                "resources: [{ id: a, resource: echo }]|prices",
                "resources: [{ id: a, prices: [{ pricePerSecond: 1 }] }]|resources[0].resource is missing, and so are upstream, file and http",
                "resources: [{ id: a, resource: ticker, tickInterval: 0s, prices: [{ pricePerSecond: 1 }] }]|tickInterval is zero",
                "resources: [{ id: a, resource: echo, prices: [{ pricePerMessage: 1 }] }]|pricePerSecond",
                "resources: [{ id: a, resource: echo, prices: [{ pricePerSecond: 1.5 }] }]|pricePerSecond",
                "resources: [{ id: a, resource: echo, updateInterval: 50ms, prices: [{ pricePerSecond: 1 }] }]|100ms",
                "resources: [{ id: a, resource: echo, maxSessionDuration: 1ms, prices: [{ pricePerSecond: 1 }] }]|maxSess",
                "resources: [{ id: a, file: \"a\\0b\", prices: [{ pricePerSecond: 1 }] }]|resources[0].file must be the path",
                "resources: [{ id: a, resource: echo, prices: [{ pricePerSecond: 1000000000000000000000000000000000000000000000000000000000000000000000000000 }] }]|pricePerSecond is refused: the maximum duration costs",
            })
    void refusesAResourceThatCanNotBeSold(String yaml, String named) {
        String refusal = refusal(yaml, KEY);
        assertTrue(refusal.contains(named), refusal);
    }

    private static final String RATES = """
            rates:
              - { asset: USDC, decimals: 6, rate: 1 }
              - { asset: ETH, decimals: 18, rate: "2500" }
              - { asset: CREDIT, decimals: 0, rate: 0.001 }
            """;

    @Test
    void reckonsAPriceInOneAssetInAllThatHaveARate() {
        String yaml = RATES + """
                resources:
                  - id: a
                    resource: echo
                    price: { asset: USDC, perSecond: "0.01", perMegabyte: 1 }
                    prices: [{ asset: CREDIT, pricePerSecond: 7 }]
                """;
        Tariff tariff = read(yaml, KEY).server().resources().getFirst().tariff();
        assertEquals(
                List.of("CREDIT 7 0", "USDC 10000 1000000", "ETH 4000000000000 400000000000000"),
                tariff.prices().stream()
                        .map(price -> price.asset() + " " + price.plan().pricePerSecond() + " "
                                + price.plan().pricePerMegabyte())
                        .toList());
    }

    @Test
    void warnsOfPricesThatRoundingMakesMuchLessAndOfNoOthers() {
        String yaml = RATES + """
                resources:
                  - id: rounded
                    resource: echo
                    price: { asset: USDC, perSecond: "0.0199", perMessage: "0.01" }
                  - id: given
                    resource: echo
                    price: { asset: USDC, perSecond: "0.0199" }
                    prices: [{ asset: CREDIT, pricePerSecond: 19 }]
                """;
        List<String> warnings = read(yaml, KEY).warnings();
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.getFirst().startsWith("rounded: the price of a second in CREDIT"), warnings::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "price: { asset: GOLD, perSecond: 1 }|price.asset names GOLD, which rates do not know",
                "price: { asset: USDC }|price.perSecond is 0 or missing",
                "price: { asset: USDC, perSecond: 0 }|price.perSecond is 0 or missing",
                "price: { asset: USDC, perSecond: 1e-2 }|price.perSecond",
                "price: { asset: USDC, perSecond: -1 }|price.perSecond",
                "price: { asset: USDC, perSecond: 0.0001 }|the price of a second is less than the smallest unit of CREDIT",
                "price: { asset: USDC, perSecond: 1, perMessage: 0.0001 }|the price of a message is less than the smallest unit of CREDIT",
                "price: { perSecond: 1 }|price.perSecond stands without price.asset",
                "price: { perMessage: 1 }, prices: [{ pricePerSecond: 1 }]|price.perMessage stands without price.asset",
                "price: { asset: USDC, pricePerSecond: 1 }|price.pricePerSecond",
            })
    void refusesAPriceThatCanNotBeReckoned(String price, String named) {
        String refusal = refusal(RATES + "resources: [{ id: a, resource: echo, " + price + " }]", KEY);
        assertTrue(refusal.contains(named), refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ asset: USDC, decimals: 6, rate: 0 }|rate is 0",
                "{ asset: USDC, decimals: 6 }|rate",
                "{ asset: USDC, rate: 1 }|decimals",
                "{ asset: USDC, decimals: 37, rate: 1 }|decimals must be 0 … 36",
                "{ asset: USDC, decimals: 6, rate: 1.5e3 }|rate",
                "{ asset: USDC, decimals: 6, rate: USDC }|rate",
                "{ asset: USDC, decimals: 6, rate: 1, in: ETH }|in",
                "{ asset: USDC, decimals: 6, rate: 1 }, { asset: USDC, decimals: 6, rate: 2 }|USDC",
            })
    void refusesARateThatMakesNoSense(String rates, String named) {
        String refusal = refusal("rates: [" + rates + "]\n" + ONE_RESOURCE, KEY);
        assertTrue(refusal.contains("rates[") && refusal.contains(named), refusal);
    }

    @Test
    void sellsByTimeAloneWhatIsHandedOutOverHttpAlsoByRates() {
        String refusal = refusal(
                RATES + "resources: [{ id: a, file: /tmp/x, price: { asset: USDC, perSecond: 1, perMessage: 1 } }]",
                KEY);
        assertTrue(refusal.contains("price.perMessage is for what goes over the WebSocket"), refusal);
    }

    @Test
    void refusesAKeyThatBelongsToAnotherKindOfResource() {
        String refusal = refusal(ONE_RESOURCE + "    tickInterval: 1s\n", KEY);
        assertTrue(refusal.contains("server.yaml, line 6: resources[0].tickInterval means nothing here"), refusal);
        assertTrue(refusal.contains("a resource that is ticker") && refusal.contains("Remove it"), refusal);
    }

    @Test
    void aTickerHasItsOwnKeysAndTheirDefaults() {
        ResourceKind bare = kind("resources: [{ id: a, resource: ticker, prices: [{ pricePerSecond: 1 }] }]");
        assertEquals(new ResourceKind.PriceTicker(Duration.ofMillis(250), 402), bare);
        ResourceKind set = kind(
                "resources: [{ id: a, resource: ticker, tickInterval: 1s, seed: 7, prices: [{ pricePerSecond: 1 }] }]");
        assertEquals(new ResourceKind.PriceTicker(Duration.ofSeconds(1), 7), set);
    }

    @Test
    void thePageConnectsToOriginsAndNothingElse() {
        PagePolicy page = read(
                        "page: { servers: ['https://eu.example', 'http://127.0.0.1:4031'], connect: [\"wss://rpc.example\"] }\n"
                                + ONE_RESOURCE,
                        KEY)
                .server()
                .page();
        assertEquals(List.of("https://eu.example", "http://127.0.0.1:4031"), page.servers());
        assertEquals(List.of("wss://rpc.example"), page.connect());
    }

    @Test
    void thePagePaysOnSolanaThroughTheNodesThatAreNamed() {
        PagePolicy page = read(
                        "page: { solana: { mainnet: 'https://rpc.example/v1/?api-key=a-1', localnet: 'http://[::1]:8899' } }\n"
                                + ONE_RESOURCE,
                        KEY)
                .server()
                .page();
        assertEquals(
                Map.of("mainnet", "https://rpc.example/v1/?api-key=a-1", "localnet", "http://[::1]:8899"),
                page.solana());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rpc.example",
                "wss://rpc.example",
                "https://rpc.example; script-src *",
                "https://user:password@rpc.example",
                "https://rpc.example/#a",
                "https://rpc.example/ *"
            })
    void refusesANodeOfSolanaThatIsNone(String wrong) {
        String refusal = refusal("page: { solana: { devnet: \"" + wrong + "\" } }\n" + ONE_RESOURCE, KEY);
        assertTrue(refusal.contains("page.solana.devnet"), refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "servers: [eu.example]",
                "servers: ['https://eu.example/path']",
                "servers: ['wss://eu.example']",
                "connect: ['*']",
                "connect: [\"https://a; script-src 'unsafe-inline'\"]",
                "connect: ['https://a b']",
                "enabled: maybe"
            })
    void refusesWhatWouldWidenThePolicyOfThePage(String wrong) {
        String refusal = refusal("page: { " + wrong + " }\n" + ONE_RESOURCE, KEY);
        assertTrue(refusal.contains("page." + wrong.substring(0, wrong.indexOf(':'))), refusal);
    }

    @Test
    void refusesTwoResourcesOfOneName() {
        String refusal = refusal(
                "resources: [{ id: a, resource: echo, prices: [{ pricePerSecond: 1 }] },"
                        + " { id: a, resource: ticker, prices: [{ pricePerSecond: 1 }] }]",
                KEY);
        assertTrue(refusal.contains("two resources"), refusal);
    }

    private static ResourceKind kind(String yaml) {
        return read(yaml, KEY).server().resources().getFirst().kind();
    }

    private static String refusal(String yaml, Map<String, String> environment) {
        return String.valueOf(assertThrows(ConfigException.class, () -> read(yaml, environment))
                .getMessage());
    }

    private static ProgramConfig read(String yaml, Map<String, String> environment) {
        return ProgramConfig.of(ConfigDocument.parse("server.yaml", yaml, environment));
    }

    private static String documented() throws IOException {
        try (InputStream packed = ServerCommand.class.getResourceAsStream("server.yaml")) {
            assertTrue(packed != null);
            return new String(packed.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
