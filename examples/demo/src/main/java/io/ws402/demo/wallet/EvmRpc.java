package io.ws402.demo.wallet;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import okhttp3.OkHttpClient;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.http.HttpService;
import org.web3j.utils.Numeric;

/**
 * The few questions a payer asks an EVM node. Every call takes a bounded time and fails with {@link IOException} when
 * the node does not answer, with {@link Refused} when it answers that it will not.
 */
final class EvmRpc implements AutoCloseable {
    /** The node answered with an error. */
    static final class Refused extends IOException {
        Refused(String message) {
            super(message);
        }
    }

    /** What a unit of gas may cost at most, and the part of it that goes to whoever makes the block. */
    record GasPrice(BigInteger maxFee, BigInteger priorityFee) {}

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final BigInteger USUAL_PRIORITY_FEE = BigInteger.valueOf(1_000_000_000);

    private final OkHttpClient http;
    private final ScheduledExecutorService executor;
    private final Web3j web3j;

    EvmRpc(String url) {
        this.http = new OkHttpClient.Builder()
                .connectTimeout(CONNECT_LIMIT)
                .readTimeout(ANSWER_LIMIT)
                .callTimeout(ANSWER_LIMIT.plus(CONNECT_LIMIT))
                .build();
        // web3j's own executor would keep the JVM alive.
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("evm-rpc").factory());
        this.web3j = Web3j.build(new HttpService(url, http), 1000, executor);
    }

    long chainId() throws IOException {
        return ask(web3j.ethChainId()).getChainId().longValueExact();
    }

    BigInteger balance(String address) throws IOException {
        return ask(web3j.ethGetBalance(address, DefaultBlockParameterName.LATEST))
                .getBalance();
    }

    BigInteger tokenBalance(String token, String address) throws IOException {
        Transaction call = Transaction.createEthCallTransaction(address, token, Erc20.balanceOf(address));
        String answer =
                ask(web3j.ethCall(call, DefaultBlockParameterName.LATEST)).getValue();
        if (answer == null || answer.length() != 66) {
            throw new Refused("there is no token at " + token);
        }
        return Numeric.toBigInt(answer);
    }

    /** How many transactions the address has sent, those still waiting included: its next nonce. */
    BigInteger nextNonce(String address) throws IOException {
        return ask(web3j.ethGetTransactionCount(address, DefaultBlockParameterName.PENDING))
                .getTransactionCount();
    }

    /** A price that stays enough while the base fee doubles. */
    GasPrice gasPrice() throws IOException {
        EthBlock.Block head = ask(web3j.ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false))
                .getBlock();
        BigInteger priorityFee;
        try {
            priorityFee = ask(web3j.ethMaxPriorityFeePerGas()).getMaxPriorityFeePerGas();
        } catch (Refused notEveryNodeKnowsThis) {
            priorityFee = USUAL_PRIORITY_FEE;
        }
        return new GasPrice(head.getBaseFeePerGas().shiftLeft(1).add(priorityFee), priorityFee);
    }

    BigInteger estimateGas(String from, String to, BigInteger value, String data) throws IOException {
        Transaction call = Transaction.createFunctionCallTransaction(from, null, null, null, to, value, data);
        return ask(web3j.ethEstimateGas(call)).getAmountUsed();
    }

    void send(String signed) throws IOException {
        ask(web3j.ethSendRawTransaction(signed));
    }

    /** The receipt, once the transaction is in a block. */
    Optional<TransactionReceipt> receipt(String txHash) throws IOException {
        return ask(web3j.ethGetTransactionReceipt(txHash)).getTransactionReceipt();
    }

    private static <T extends Response<?>> T ask(Request<?, T> request) throws IOException {
        T answer = request.send();
        if (answer.hasError()) {
            throw new Refused(answer.getError().getMessage());
        }
        return answer;
    }

    @Override
    public void close() {
        executor.shutdownNow();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
