package io.ws402.demo.system;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.Account;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where everything of a running demo is, so that other people's clients can be pointed at it. Holds keys: it is shown
 * to whoever started the demo, and to nobody else.
 *
 * @param gatewayUrl the gateway
 * @param gatewayApiKey a server's key
 * @param operatorApiKey an operator's key
 * @param servers the servers
 * @param resources what they sell
 * @param evmRpcUrl the local chain's node; null without a chain
 * @param chainId its number; null without a chain
 * @param usdc the test token's contract; null without a chain
 * @param accounts funded accounts of the chain
 * @param solana the local Solana chain, or none
 * @param creditAccounts funded accounts of credits, where there is no EVM chain to pay on
 * @param databaseUrl the gateway's database
 * @param page the payer's page, with wallets to try it
 */
public record Endpoints(
        URI gatewayUrl,
        String gatewayApiKey,
        String operatorApiKey,
        List<URI> servers,
        List<Resource> resources,
        @Nullable String evmRpcUrl,
        @Nullable Long chainId,
        @Nullable String usdc,
        List<Account> accounts,
        SolanaGround solana,
        List<CreditAccount> creditAccounts,
        String databaseUrl,
        URI page) {
    /**
     * Something that is sold.
     *
     * @param pricePerSecond in the smallest unit of {@code currency}, as a decimal string
     */
    public record Resource(String id, String kind, URI url, String pricePerSecond, String currency) {}

    /** An account of credits with its secret in hex. */
    public record CreditAccount(String account, String secret) {
        @Override
        public String toString() {
            return account;
        }
    }

    /** The document of {@code demo --keep --json}. */
    public JsonObject toJson() {
        JsonArray serverUrls = new JsonArray();
        servers.forEach(server -> serverUrls.add(server.toString()));
        JsonArray onSale = new JsonArray();
        resources.forEach(resource -> onSale.add(new JsonObject()
                .put("id", resource.id())
                .put("kind", resource.kind())
                .put("url", resource.url().toString())
                .put("pricePerSecond", resource.pricePerSecond())
                .put("currency", resource.currency())));
        JsonArray funded = new JsonArray();
        accounts.forEach(account ->
                funded.add(new JsonObject().put("address", account.address()).put("privateKey", account.privateKey())));
        JsonObject json = new JsonObject()
                .put("gatewayUrl", gatewayUrl.toString())
                .put("gatewayApiKey", gatewayApiKey)
                .put("operatorApiKey", operatorApiKey)
                .put("servers", serverUrls)
                .put("resources", onSale)
                .put("evmRpcUrl", evmRpcUrl)
                .put("chainId", chainId)
                .put("usdc", usdc)
                .put("accounts", funded)
                .put("databaseUrl", databaseUrl)
                .put("page", page.toString());
        JsonObject ofSolana = solana.toJson();
        if (ofSolana != null) {
            json.put("solana", ofSolana);
        }
        return creditAccounts.isEmpty() ? json : json.put("creditAccounts", credits());
    }

    private JsonArray credits() {
        JsonArray credits = new JsonArray();
        creditAccounts.forEach(account ->
                credits.add(new JsonObject().put("account", account.account()).put("secret", account.secret())));
        return credits;
    }

    @Override
    public String toString() {
        return "Endpoints[gatewayUrl=" + gatewayUrl + ", servers=" + servers + "]";
    }
}
