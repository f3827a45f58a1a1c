package io.ws402.devnet;

import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Uint256;

/**
 * An ERC-20 token of the local chain. Amounts are in its smallest unit, six decimals below the token.
 *
 * <p>Thread-safe; blocking. What the owner does (mint, blacklist, pause) is in a block when the call returns.
 *
 * @param address checksummed or not
 * @param owner may mint
 */
public record TestToken(Transactions transactions, String address, Account owner) {
    public static final int DECIMALS = 6;

    /** Deploys "USD Coin": every function returns what ERC-20 says; accounts can be blacklisted and all be paused. */
    public static TestToken deployUsdc(Transactions transactions, Account owner) {
        return deploy("TestUsdc", transactions, owner);
    }

    /** Deploys "Tether USD": transfer, transferFrom and approve return nothing. */
    public static TestToken deployUsdt(Transactions transactions, Account owner) {
        return deploy("TestUsdt", transactions, owner);
    }

    private static TestToken deploy(String contract, Transactions transactions, Account owner) {
        String address = ContractArtifact.load(contract).deploy(transactions, owner, List.of());
        return new TestToken(transactions, address, owner);
    }

    /** Makes new units out of nothing. */
    public void mint(String to, BigInteger units) {
        byOwner("mint", new Address(to), new Uint256(units));
    }

    public BigInteger balance(String account) {
        return Anvil.number(transactions.read(address, encoded("balanceOf", new Address(account))));
    }

    /** Sends units; returns the transaction's hash without waiting for a block. */
    public String transfer(Account from, String to, BigInteger units) {
        return transactions.submit(from, address, BigInteger.ZERO, transferData(to, units));
    }

    /** The call data of a transfer, for a wallet to execute. */
    public String transferData(String to, BigInteger units) {
        return encoded("transfer", new Address(to), new Uint256(units));
    }

    /** From now on transfers to and from {@code account} revert. Only the USD Coin can. */
    public void blacklist(String account) {
        byOwner("blacklist", new Address(account));
    }

    public void unBlacklist(String account) {
        byOwner("unBlacklist", new Address(account));
    }

    /** From now on every transfer reverts. Only the USD Coin can. */
    public void pause() {
        byOwner("pause");
    }

    public void unpause() {
        byOwner("unpause");
    }

    @SuppressWarnings("rawtypes") // web3j's own signature
    private void byOwner(String function, Type... arguments) {
        transactions.execute(owner, address, BigInteger.ZERO, encoded(function, arguments));
    }

    @SuppressWarnings("rawtypes") // web3j's own signature
    private static String encoded(String function, Type... arguments) {
        return FunctionEncoder.encode(new Function(function, List.of(arguments), List.of()));
    }
}
