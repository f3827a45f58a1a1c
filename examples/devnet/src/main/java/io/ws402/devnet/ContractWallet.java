package io.ws402.devnet;

import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.utils.Numeric;

/**
 * A payer's wallet that is a contract: it forwards coins it receives to its owner, which costs more than 21000 gas, and
 * pays by inner calls.
 */
public record ContractWallet(Transactions transactions, String address, Account owner) {
    public static ContractWallet deploy(Transactions transactions, Account owner) {
        String address = ContractArtifact.load("ContractWallet")
                .deploy(transactions, owner, List.of(new Address(owner.address())));
        return new ContractWallet(transactions, address, owner);
    }

    /** Pays coins, which the owner attaches, by an inner call; returns the hash without waiting for a block. */
    public String pay(String to, BigInteger wei) {
        return execute(to, wei, "0x");
    }

    /** Pays the wallet's own units of a token; returns the hash without waiting for a block. */
    public String pay(TestToken token, String to, BigInteger units) {
        return execute(token.address(), BigInteger.ZERO, token.transferData(to, units));
    }

    private String execute(String to, BigInteger wei, String data) {
        Function execute = new Function(
                "execute",
                List.of(new Address(to), new Uint256(wei), new DynamicBytes(Numeric.hexStringToByteArray(data))),
                List.of());
        return transactions.submit(owner, address, wei, FunctionEncoder.encode(execute));
    }
}
