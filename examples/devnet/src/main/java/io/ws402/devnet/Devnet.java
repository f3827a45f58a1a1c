package io.ws402.devnet;

import io.ws402.gateway.storage.EmbeddedPostgres;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL, an EVM chain with tokens, and funded accounts: all that a gateway needs around it.
 *
 * @param accounts each with {@value #COINS_EACH} coins and {@value #TOKENS_EACH} USDC to begin with
 */
public record Devnet(EmbeddedPostgres postgres, EvmDevnet evm, List<Account> accounts) implements AutoCloseable {
    public static final int COINS_EACH = 1_000;
    public static final int TOKENS_EACH = 10_000;

    /**
     * Starts everything.
     *
     * @throws DevnetException when the chain cannot be had
     * @throws io.ws402.gateway.storage.EmbeddedPostgresException when PostgreSQL cannot be had; in both cases nothing
     *     is left running
     */
    public static Devnet start(DevnetOptions options) {
        // The chain first: without Node.js it fails at once, before a data folder is made.
        EvmDevnet evm = EvmDevnet.start(options.anvil());
        try {
            List<Account> accounts = options.wellKnownKeys()
                    ? Account.wellKnown(options.accounts())
                    : Stream.generate(Account::random).limit(options.accounts()).toList();
            for (Account account : accounts) {
                evm.fund(account.address(), EvmDevnet.ETHER.multiply(BigInteger.valueOf(COINS_EACH)));
                evm.mintUsdc(
                        account.address(),
                        BigInteger.TEN.pow(TestToken.DECIMALS).multiply(BigInteger.valueOf(TOKENS_EACH)));
            }
            return new Devnet(EmbeddedPostgres.start(options.dataFolder(), options.postgresPort()), evm, accounts);
        } catch (RuntimeException e) {
            evm.close();
            throw e;
        }
    }

    /** Adds coins to what {@code address} has. */
    public void fund(String address, BigInteger wei) {
        evm.fund(address, wei);
    }

    /** Makes new USDC for {@code address}, in units of 10^-6. */
    public void mintUsdc(String address, BigInteger units) {
        evm.mintUsdc(address, units);
    }

    /** Ends the chain and stops PostgreSQL, whose data stays. */
    @Override
    public void close() {
        try {
            evm.close();
        } finally {
            postgres.close();
        }
    }
}
