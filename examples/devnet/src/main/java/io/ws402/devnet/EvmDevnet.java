package io.ws402.devnet;

import java.math.BigInteger;

/**
 * A local EVM chain with a test USDC and a test USDT on it, and coins for whoever asks.
 *
 * <p>Thread-safe; blocking. Ends with {@link #close} or with this JVM.
 */
public final class EvmDevnet implements AutoCloseable {
    /** One coin, 10^18 wei. */
    public static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private final Anvil anvil;
    private final Transactions transactions;
    private final TestToken usdc;
    private final TestToken usdt;

    private EvmDevnet(Anvil anvil) {
        this.anvil = anvil;
        this.transactions = new Transactions(anvil);
        Account owner = account(ETHER.multiply(BigInteger.valueOf(1_000_000)));
        this.usdc = TestToken.deployUsdc(transactions, owner);
        this.usdt = TestToken.deployUsdt(transactions, owner);
    }

    /** @throws DevnetException when it cannot be had, with a reason and the remedy; then nothing is left running */
    public static EvmDevnet start(AnvilOptions options) {
        Anvil anvil = Anvil.start(options);
        try {
            return new EvmDevnet(anvil);
        } catch (RuntimeException e) {
            anvil.close();
            throw e;
        }
    }

    public Anvil anvil() {
        return anvil;
    }

    public Transactions transactions() {
        return transactions;
    }

    public TestToken usdc() {
        return usdc;
    }

    public TestToken usdt() {
        return usdt;
    }

    /** Adds coins to what {@code address} has. */
    public synchronized void fund(String address, BigInteger wei) {
        anvil.setBalance(address, anvil.balance(address).add(wei));
    }

    public void mintUsdc(String address, BigInteger units) {
        usdc.mint(address, units);
    }

    public void mintUsdt(String address, BigInteger units) {
        usdt.mint(address, units);
    }

    /** A new account with a random key and this many coins. */
    public Account account(BigInteger wei) {
        Account account = Account.random();
        anvil.setBalance(account.address(), wei);
        return account;
    }

    @Override
    public void close() {
        anvil.close();
    }
}
