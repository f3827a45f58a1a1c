package io.ws402.demo.system;

import io.ws402.devnet.Account;
import io.ws402.devnet.AnvilOptions;
import io.ws402.devnet.DevnetException;
import io.ws402.devnet.EvmDevnet;
import io.ws402.devnet.TestToken;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.EmbeddedPostgres;
import io.ws402.gateway.storage.EmbeddedPostgresException;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

/**
 * What a gateway stands on: PostgreSQL and, where this machine can have one, a local chain with funded accounts.
 *
 * @param postgres the database
 * @param chain the chain, or none
 * @param accounts each with {@value #COINS_EACH} ETH and {@value #TOKENS_EACH} USDC; none without a chain. For the last one
 *     the chain's node signs, so that a page can pay with it
 * @param whyNoChain why there is no chain, for people; empty when there is one
 */
public record Ground(EmbeddedPostgres postgres, Optional<EvmDevnet> chain, List<Account> accounts, String whyNoChain)
        implements AutoCloseable {
    /** What each account holds to begin with. */
    public static final int COINS_EACH = 1_000;
    /** What each account holds to begin with. */
    public static final int TOKENS_EACH = 10_000;

    private static final int ACCOUNTS = 9;
    private static final int BLOCK_SECONDS = 1;

    /**
     * Starts both.
     *
     * @param folder PostgreSQL's data folder
     * @throws SystemException with a sentence that says what is missing; then nothing is left running
     */
    public static Ground start(Path folder, int databasePort, int chainPort) {
        FutureTask<EmbeddedPostgres> database = new FutureTask<>(() -> EmbeddedPostgres.start(folder, databasePort));
        Thread.ofVirtual().name("start-postgres").start(database);
        try {
            return on(database, chainPort);
        } catch (RuntimeException e) {
            closeOnceStarted(database);
            throw e;
        }
    }

    private static Ground on(FutureTask<EmbeddedPostgres> database, int chainPort) {
        EvmDevnet chain;
        try {
            // While everything is set up no block has to be waited for.
            chain = EvmDevnet.start(new AnvilOptions(chainPort, Duration.ZERO));
        } catch (DevnetException e) {
            return switch (e.reason()) {
                case NODE_MISSING, INSTALL_FAILED, UNSUPPORTED_PLATFORM, SOURCES_MISSING ->
                    new Ground(started(database), Optional.empty(), List.of(), firstLine(e.getMessage()));
                case PORT_IN_USE, START_FAILED, CALL_FAILED -> throw new SystemException(firstLine(e.getMessage()), e);
            };
        }
        try {
            List<Account> accounts = IntStream.range(0, ACCOUNTS)
                    .mapToObj(index -> funded(chain))
                    .toList();
            chain.anvil().call("anvil_impersonateAccount", accounts.getLast().address());
            chain.anvil().stopMining();
            chain.anvil().mineEvery(BLOCK_SECONDS);
            return new Ground(started(database), Optional.of(chain), accounts, "");
        } catch (RuntimeException e) {
            chain.close();
            throw e instanceof DevnetException refused ? new SystemException(firstLine(refused.getMessage()), e) : e;
        }
    }

    private static EmbeddedPostgres started(FutureTask<EmbeddedPostgres> database) {
        try {
            return database.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EmbeddedPostgresException refused) {
                throw new SystemException(String.valueOf(refused.getMessage()), refused);
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SystemException("interrupted while PostgreSQL was starting", e);
        }
    }

    private static void closeOnceStarted(FutureTask<EmbeddedPostgres> database) {
        try {
            database.get().close();
        } catch (ExecutionException neverStarted) {
            // Then there is nothing to close.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Account funded(EvmDevnet chain) {
        Account account = chain.account(EvmDevnet.ETHER.multiply(BigInteger.valueOf(COINS_EACH)));
        chain.mintUsdc(
                account.address(), BigInteger.TEN.pow(TestToken.DECIMALS).multiply(BigInteger.valueOf(TOKENS_EACH)));
        return account;
    }

    static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }

    /** The database's URL with its password, as {@code DATABASE_URL} has it. */
    public String databaseUrl() {
        ConnectionSettings connection = postgres.connection();
        return "postgresql://" + encoded(connection.user()) + ":" + encoded(connection.password()) + "@"
                + connection.host() + ":" + connection.port() + "/" + encoded(connection.database());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        chain.ifPresent(EvmDevnet::close);
        postgres.close();
    }
}
