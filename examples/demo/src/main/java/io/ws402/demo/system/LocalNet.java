package io.ws402.demo.system;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.Anvil;
import io.ws402.devnet.EvmDevnet;
import io.ws402.devnet.SolanaOptions;
import java.util.Map;

/** Local chains and a PostgreSQL without anything of WS402 on them. Blocking; {@link #close} may come at any moment. */
public final class LocalNet implements AutoCloseable {
    private final Closers closers = new Closers();

    /**
     * Starts the EVM chain and PostgreSQL.
     *
     * @throws SystemException with a sentence that says what is missing
     */
    public Ground start(int chainPort, int databasePort) {
        Ports.requireFree(Map.of("the chain", chainPort, "PostgreSQL", databasePort));
        WorkFolder folder = closers.add(WorkFolder.create());
        Ground ground = closers.add(Ground.start(folder.file("postgres"), databasePort, chainPort));
        if (ground.chain().isEmpty()) {
            throw new SystemException(ground.whyNoChain());
        }
        return ground;
    }

    /**
     * Starts the Solana chain, where there can be one.
     *
     * @throws SystemException with a sentence that says what is wrong
     */
    public SolanaGround startSolana(int port) {
        Ports.requireFree(Map.of("the Solana chain", port));
        return closers.add(SolanaGround.start(SolanaOptions.DEFAULT.withPort(port)));
    }

    /** The document of {@code devnet --json}. */
    public static JsonObject toJson(Ground ground, SolanaGround solana) {
        EvmDevnet chain = ground.chain().orElseThrow();
        JsonArray accounts = new JsonArray();
        ground.accounts()
                .forEach(account -> accounts.add(
                        new JsonObject().put("address", account.address()).put("privateKey", account.privateKey())));
        JsonObject document = new JsonObject()
                .put("evmRpcUrl", chain.anvil().rpcUrl())
                .put("chainId", Anvil.CHAIN_ID)
                .put("usdc", chain.usdc().address())
                .put("usdt", chain.usdt().address())
                .put("accounts", accounts)
                .put("databaseUrl", ground.databaseUrl());
        JsonObject ofSolana = solana.toJson();
        return ofSolana == null ? document : document.put("solana", ofSolana);
    }

    @Override
    public void close() {
        closers.close();
    }
}
