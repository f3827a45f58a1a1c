package io.ws402.devnet;

import static io.ws402.devnet.JsonRpc.result;

import io.ws402.devnet.DevnetException.Reason;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.utils.Numeric;

/**
 * Signs and sends what accounts of the local chain want sent, each account's nonces in order. For play and tests: it
 * keeps nothing across a crash, as the gateway must.
 *
 * <p>Thread-safe; blocking with bounded waits.
 */
public final class Transactions {
    private static final BigInteger TIP = BigInteger.valueOf(1_000_000_000);
    private static final Duration MINED_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(25);

    private final Anvil chain;
    private final Map<String, Object> nonceLocks = new ConcurrentHashMap<>();

    public Transactions(Anvil chain) {
        this.chain = chain;
    }

    /** Sends coins; returns the transaction's hash without waiting for a block. */
    public String submit(Account from, String to, BigInteger wei) {
        return submit(from, to, wei, "0x");
    }

    /**
     * Sends coins or a call; returns the transaction's hash without waiting for a block.
     *
     * @throws DevnetException when the call would revert, or the chain refuses the transaction
     */
    public String submit(Account from, String to, BigInteger wei, String data) {
        return submit(from, to, wei, data, estimate(from, to, wei, data));
    }

    /** As above, with a gas limit given, so that a call which reverts reaches a block too. */
    public String submit(Account from, @Nullable String to, BigInteger wei, String data, BigInteger gasLimit) {
        // A nonce is taken with the pool's knowledge: between the look and the send nobody else may send for it.
        synchronized (nonceLocks.computeIfAbsent(from.address(), address -> new Object())) {
            RawTransaction transaction = RawTransaction.createTransaction(
                    Anvil.CHAIN_ID, nonce(from), gasLimit, to, wei, data, TIP, maximumFee());
            String signed = Numeric.toHexString(TransactionEncoder.signMessage(transaction, from.credentials()));
            return result("a transaction", chain.web3j().ethSendRawTransaction(signed))
                    .getTransactionHash();
        }
    }

    /** Waits until the transaction is in a block; the receipt may say that it failed. */
    public TransactionReceipt receipt(String hash) {
        long deadline = System.nanoTime() + MINED_LIMIT.toNanos();
        while (true) {
            var receipt = result("for a receipt", chain.web3j().ethGetTransactionReceipt(hash))
                    .getTransactionReceipt();
            if (receipt.isPresent()) {
                return receipt.get();
            }
            if (System.nanoTime() > deadline) {
                throw new DevnetException(
                        Reason.CALL_FAILED,
                        "Transaction " + hash + " was in no block after " + MINED_LIMIT.toSeconds() + " s");
            }
            Pause.of(POLL);
        }
    }

    /** Sends a call, mines a block for it at once and makes sure that it succeeded. */
    TransactionReceipt execute(Account from, String to, BigInteger wei, String data) {
        return mined(submit(from, to, wei, data));
    }

    /** Deploys a contract, in a block mined for it at once; returns its address. */
    String create(Account deployer, String code) {
        BigInteger gas = estimate(deployer, null, BigInteger.ZERO, code);
        return mined(submit(deployer, null, BigInteger.ZERO, code, gas)).getContractAddress();
    }

    private TransactionReceipt mined(String hash) {
        chain.mine(1);
        TransactionReceipt receipt = receipt(hash);
        if (!receipt.isStatusOK()) {
            throw new DevnetException(Reason.CALL_FAILED, "Transaction " + hash + " failed on chain");
        }
        return receipt;
    }

    /** What a call would return, without a transaction. */
    String read(String to, String data) {
        Transaction call = Transaction.createEthCallTransaction(null, to, data);
        return result("a call", chain.web3j().ethCall(call, DefaultBlockParameterName.LATEST))
                .getValue();
    }

    private BigInteger estimate(Account from, @Nullable String to, BigInteger wei, String data) {
        Transaction call = new Transaction(from.address(), null, null, null, to, wei, data);
        return result("to estimate a transaction", chain.web3j().ethEstimateGas(call))
                .getAmountUsed();
    }

    private BigInteger nonce(Account from) {
        return result(
                        "for a nonce",
                        chain.web3j().ethGetTransactionCount(from.address(), DefaultBlockParameterName.PENDING))
                .getTransactionCount();
    }

    private BigInteger maximumFee() {
        BigInteger baseFee = result(
                        "for the base fee", chain.web3j().ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false))
                .getBlock()
                .getBaseFeePerGas();
        return baseFee.shiftLeft(1).add(TIP);
    }
}
