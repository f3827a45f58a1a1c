package io.ws402.gateway.app.config;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.payment.QuotePolicy;
import io.ws402.gateway.session.LeasePolicy;
import io.ws402.protocol.config.ConfigDocument;
import io.ws402.protocol.config.ConfigEntry;
import io.ws402.protocol.config.ConfigException;
import io.ws402.protocol.config.ConfigKey;
import io.ws402.protocol.config.ConfigProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GatewayConfigTest {
    private static final String SERVER_KEY = "f3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final String OPERATOR_KEY = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final Map<String, String> KEYS =
            Map.of("GATEWAY_API_KEY", SERVER_KEY, "OPERATOR_API_KEY", OPERATOR_KEY);

    @Test
    void hasADefaultForEverythingButTheKeys() {
        GatewayConfig config = read("", KEYS, false);
        assertEquals(new GatewayConfig.Http("127.0.0.1", 4029, Duration.ofSeconds(30)), config.http());
        assertEquals(LeasePolicy.DEFAULT, config.leases());
        assertEquals(QuotePolicy.DEFAULT, config.quotes());
        assertEquals(Path.of("data", "gateway", "token-key.pem"), config.tokenKeyFile());
        assertTrue(config.databaseUrl().isEmpty());
        assertTrue(config.defaultMethod().isEmpty());
    }

    @Test
    void signsReceiptsWithAKeyThatIsNamedAndInDevelopmentWithOneOfItsOwn() {
        assertTrue(read("", KEYS, false).receiptKeyFile().isEmpty());
        assertEquals(
                Path.of("/keys/receipts.pem"),
                read("receipts: {keyFile: /keys/receipts.pem}", KEYS, false)
                        .receiptKeyFile()
                        .orElseThrow());
        assertEquals(
                Path.of("data", "gateway", "receipt-key.pem"),
                read("", KEYS, true).receiptKeyFile().orElseThrow());
    }

    @Test
    void theDocumentedFileSaysWhatTheDefaultsAre() {
        GatewayConfig bare = read("", KEYS, false);
        GatewayConfig documented = GatewayConfig.read(ConfigDocument.load(documentedFile(), KEYS), KEYS, false);
        assertEquals(bare.http(), documented.http());
        assertEquals(bare.rates(), documented.rates());
        assertEquals(bare.database(), documented.database());
        assertEquals(bare.databaseUrl(), documented.databaseUrl());
        assertEquals(bare.leases(), documented.leases());
        assertEquals(bare.quotes(), documented.quotes());
        assertEquals(bare.merchant(), documented.merchant());
        assertEquals(bare.tokenKeyFile(), documented.tokenKeyFile());
        assertEquals(bare.receiptKeyFile(), documented.receiptKeyFile());
        assertEquals(bare.auditInterval(), documented.auditInterval());
        assertEquals(bare.defaultMethod(), documented.defaultMethod());
        assertEquals(bare.development(), documented.development());
    }

    @Test
    void theDocumentedFileNamesEveryKey() throws Exception {
        String file = java.nio.file.Files.readString(documentedFile());
        GatewayKeys.SCHEMA.entries().forEach(entry -> {
            String last = entry.path().substring(entry.path().lastIndexOf('.') + 1);
            assertTrue(file.contains(last + ":"), entry.path());
        });
    }

    @Test
    void theSecurityDocumentNamesEveryLimitWithItsDefault() throws IOException {
        String document = Files.readString(Path.of("..", "..", "docs", "SECURITY.md"));
        Map<String, String> documented = Pattern.compile("(?m)^\\| `([\\w.]+)` \\| ([^|]+) \\|")
                .matcher(document.substring(document.indexOf("### Payment gateway")))
                .results()
                .collect(toMap(row -> row.group(1), row -> row.group(2)));
        Map<String, String> known = GatewayKeys.SCHEMA.entries().stream()
                .filter(entry -> entry.path().matches("limits\\..*|quotes\\.open.*"))
                .collect(toMap(
                        ConfigEntry::path,
                        entry -> ((ConfigKey<?>) entry).fallback().orElseThrow()));
        assertEquals(known, documented);
    }

    @Test
    void refusesToStartWithoutKeys() {
        List<ConfigProblem> problems = problems("", Map.of(), false);
        assertEquals(
                List.of("keys.server", "keys.operator"),
                problems.stream().map(ConfigProblem::key).toList());
        assertTrue(problems.getFirst().toString().contains("is missing"), problems.toString());
        assertTrue(problems.getFirst().toString().contains("openssl rand -hex 32"), problems.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiny-key",
                "your-secret-api-key-change-in-production",
                "0123456789abcdef0123456789abcdef",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
            })
    void refusesAKeyThatOthersKnowOrCanGuessAndNeverRepeatsIt(String key) {
        Map<String, String> environment = Map.of("GATEWAY_API_KEY", key, "OPERATOR_API_KEY", OPERATOR_KEY);
        List<ConfigProblem> problems = problems("", environment, false);
        assertEquals(1, problems.size(), problems.toString());
        assertEquals("keys.server", problems.getFirst().key());
        assertFalse(problems.getFirst().toString().contains(key));
    }

    @Test
    void refusesOneKeyForBothRoles() {
        Map<String, String> environment = Map.of("GATEWAY_API_KEY", SERVER_KEY, "OPERATOR_API_KEY", SERVER_KEY);
        assertTrue(problems("", environment, false).toString().contains("keys.operator"));
    }

    @Test
    void makesKeysOfItsOwnInDevelopment() {
        ApiKeySecrets first = read("", Map.of(), true).keys();
        ApiKeySecrets second = read("dev: true", Map.of(), false).keys();
        assertTrue(first.serverIsGenerated() && first.operatorIsGenerated());
        assertNotEquals(first.server().reveal(), second.server().reveal());
        assertEquals(64, first.operator().reveal().length());
        ApiKeySecrets given = read("", KEYS, true).keys();
        assertFalse(given.serverIsGenerated());
        assertEquals(SERVER_KEY, given.server().reveal());
    }

    @Test
    void takesAnExampleInDevelopmentButNothingShort() {
        String example = "your-secret-api-key-change-in-production";
        assertEquals(
                example,
                read("", Map.of("GATEWAY_API_KEY", example), true)
                        .keys()
                        .server()
                        .reveal());
        assertEquals(
                "keys.server",
                problems("", Map.of("GATEWAY_API_KEY", "dev"), true).getFirst().key());
    }

    @Test
    void takesKeysFromTheFileToo() {
        String file = "keys: {server: " + SERVER_KEY + ", operator: " + OPERATOR_KEY + "}";
        assertEquals(SERVER_KEY, read(file, Map.of(), false).keys().server().reveal());
        assertEquals(OPERATOR_KEY, read(file, Map.of(), false).keys().operator().reveal());
    }

    @Test
    void takesTheOldNamesFromTheEnvironment() {
        GatewayConfig config = read(
                "http: {port: 1}",
                Map.of(
                        "GATEWAY_API_KEY",
                        SERVER_KEY,
                        "OPERATOR_API_KEY",
                        OPERATOR_KEY,
                        "GATEWAY_PORT",
                        "4100",
                        "DATABASE_URL",
                        "postgresql://u:p%40ss@db.internal/ws"),
                false);
        assertEquals(4100, config.http().port());
        assertEquals("db.internal", config.databaseUrl().orElseThrow().host());
        assertFalse(config.toString().contains("p@ss"));
    }

    @Test
    void describesOneNetworkByTheOldVariables() {
        JsonObject methods = read(
                        "",
                        Map.of(
                                "MERCHANT_PRIVATE_KEY", "0x01",
                                "MERCHANT_WALLET", "0xabc",
                                "BASE_RPC", "https://rpc.example",
                                "BASE_NETWORK", "sepolia"),
                        true)
                .methods();
        assertEquals(new JsonObject("""
                {"evm":[{"network":"base-sepolia","rpcUrls":"https://rpc.example","wallet":"0xabc",
                         "privateKeyEnv":"MERCHANT_PRIVATE_KEY"}]}"""), methods);
    }

    @Test
    void takesEvmRpcUrlForALocalChain() {
        GatewayConfig config =
                read("", Map.of("EVM_RPC_URL", "http://127.0.0.1:8545", "MERCHANT_WALLET", "0xabc"), true);
        assertEquals(new JsonObject("""
                {"evm":[{"network":"local","rpcUrls":"http://127.0.0.1:8545","wallet":"0xabc"}]}"""), config.methods());
    }

    @Test
    void leavesNetworksOfTheFileAlone() {
        GatewayConfig config = read(
                "{methods: {evm: [{network: base, id: main}]}}", Map.of("EVM_RPC_URL", "http://127.0.0.1:1"), true);
        assertEquals(1, config.methods().getJsonArray("evm").size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "merchant: {feeBasisPoints: 99999999999}|merchant.feeBasisPoints",
                "merchant: {feeBasisPoints: 10001}|merchant.feeBasisPoints",
                "data: \"a\\0b\"|data",
                "tokens: {keyFile: \"a\\0b\"}|tokens.keyFile"
            })
    void refusesWhatIsNoValueOfItsKey(String line) {
        String[] parts = line.split("\\|", 2);
        List<ConfigProblem> problems = problems(parts[0], KEYS, false);
        assertEquals(
                List.of(parts[1]), problems.stream().map(ConfigProblem::key).toList());
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        List<ConfigProblem> problems = problems("""
                leases: {outageGrace: 2m}
                quotes: {openPerKey: 0}
                database: {url: "mysql://secret:hidden@x/y"}
                """, Map.of(), false);
        assertEquals(
                List.of("keys.server", "keys.operator", "database.url", "leases.outageGrace", "quotes.openPerAddress"),
                problems.stream().map(ConfigProblem::key).toList());
        assertFalse(problems.toString().contains("hidden"));
    }

    @Test
    void refusesAKeyThatIsNotKnownAndGuessesWhichWasMeant() {
        List<ConfigProblem> problems = problems("http: {prot: 1}", KEYS, false);
        assertTrue(problems.toString().contains("http.port"), problems.toString());
    }

    private static GatewayConfig read(String yaml, Map<String, String> environment, boolean development) {
        return GatewayConfig.read(ConfigDocument.parse("gateway.yaml", yaml, environment), environment, development);
    }

    private static List<ConfigProblem> problems(String yaml, Map<String, String> environment, boolean development) {
        return assertThrows(ConfigException.class, () -> read(yaml, environment, development))
                .problems();
    }

    private static Path documentedFile() {
        return Path.of("..", "..", "config", "gateway.yaml");
    }
}
