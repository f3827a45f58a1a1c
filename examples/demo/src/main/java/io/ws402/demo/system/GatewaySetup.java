package io.ws402.demo.system;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.Account;
import io.ws402.devnet.EvmDevnet;
import io.ws402.devnet.SolanaAccount;
import io.ws402.devnet.SolanaDevnet;
import io.ws402.devnet.SplToken;
import io.ws402.devnet.TestToken;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the demo's gateway is configured: a file that only its owner can read, and secrets in its environment.
 *
 * @param serverKey the API key of the servers
 * @param operatorKey the API key of operators
 */
public record GatewaySetup(String serverKey, String operatorKey) {
    /** The id of the local EVM chain's payment method. */
    public static final String METHOD = "local";
    /** The id of the local Solana chain's payment method. */
    public static final String SOLANA_METHOD = "solana";

    private static final String MAIN_CLASS = "io.ws402.gateway.app.cli.Main";
    private static final String WALLET_KEY = "MERCHANT_PRIVATE_KEY";
    private static final String SOLANA_KEY = "MERCHANT_SOLANA_KEY";
    private static final BigInteger MERCHANT_COINS = BigInteger.TEN;
    private static final int SOLANA_POLL_MS = 200;
    // Everybody here comes from one address.
    private static final int OPEN_QUOTES = 10_000;

    static GatewaySetup random() {
        return new GatewaySetup(Secrets.random(), Secrets.random());
    }

    Service service(WorkFolder folder, Ground ground, SolanaGround solana, Ports ports, LeaseTimes leases) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "GATEWAY_API_KEY", serverKey,
                "OPERATOR_API_KEY", operatorKey,
                "DATABASE_URL", ground.databaseUrl()));
        JsonObject methods = new JsonObject().put("credits", new JsonObject().put("enabled", true));
        ground.chain().ifPresent(chain -> {
            Account merchant = chain.account(EvmDevnet.ETHER.multiply(MERCHANT_COINS));
            environment.put(WALLET_KEY, merchant.privateKey());
            methods.put("evm", new JsonArray().add(evm(chain)));
        });
        solana.chain().ifPresent(chain -> {
            SolanaAccount merchant = chain.account(SolanaDevnet.SOL.multiply(MERCHANT_COINS));
            environment.put(SOLANA_KEY, merchant.secretKey());
            methods.put("solana", new JsonArray().add(solana(chain)));
        });
        JsonObject config = new JsonObject()
                .put("dev", true)
                .put("http", new JsonObject().put("port", ports.gateway()).put("drainTimeout", "5s"))
                .put("data", folder.file("gateway").toString())
                .put(
                        "leases",
                        new JsonObject()
                                .put("lease", millis(leases.lease()))
                                .put("resumeWindow", millis(leases.resumeWindow()))
                                .put("outageGrace", millis(leases.outageGrace()))
                                .put("holdGrace", millis(leases.resumeWindow())))
                .put("quotes", new JsonObject().put("openPerAddress", OPEN_QUOTES))
                .put("methods", methods);
        // Every JSON document is YAML, with all its quoting done.
        Path file = folder.write("gateway.yaml", config.encodePrettily());
        return new Service(
                "the gateway",
                URI.create("http://127.0.0.1:" + ports.gateway()),
                MAIN_CLASS,
                List.of("--config", file.toString()),
                environment,
                folder.file("gateway.log"));
    }

    private static JsonObject evm(EvmDevnet chain) {
        return new JsonObject()
                .put("id", METHOD)
                .put("network", "local")
                .put("rpcUrls", new JsonArray().add(chain.anvil().rpcUrl()))
                .put("privateKeyEnv", WALLET_KEY)
                .put(
                        "finality",
                        new JsonArray()
                                .add(new JsonObject().put("confirmations", 1).put("refundConfirmations", 2)))
                .put(
                        "tokens",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("symbol", "USDC")
                                        .put("address", chain.usdc().address())
                                        .put("decimals", TestToken.DECIMALS)));
    }

    private static JsonObject solana(SolanaDevnet chain) {
        return new JsonObject()
                .put("id", SOLANA_METHOD)
                .put("network", "localnet")
                .put("genesisHash", chain.chain().genesisHash())
                .put("rpcUrls", new JsonArray().add(chain.chain().rpcUrl()))
                .put("privateKeyEnv", SOLANA_KEY)
                .put("pollIntervalMs", SOLANA_POLL_MS)
                .put(
                        "tokens",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("symbol", "USDC")
                                        .put("mint", chain.usdc().mint())
                                        .put("decimals", SplToken.DECIMALS)));
    }

    static String millis(Duration duration) {
        return duration.toMillis() + "ms";
    }

    @Override
    public String toString() {
        return "GatewaySetup[]";
    }
}
