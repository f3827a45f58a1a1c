package io.ws402.gateway.methods.evm.rpc;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.evm.chain.Block;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.chain.Hex;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.evm.chain.Transaction;
import io.ws402.gateway.methods.evm.chain.Transfer;
import io.ws402.gateway.methods.rpc.MalformedAnswer;
import io.ws402.gateway.methods.rpc.RpcCaller;
import io.ws402.gateway.methods.rpc.RpcCaller.Call;
import io.ws402.gateway.methods.rpc.RpcChain;
import io.ws402.gateway.methods.rpc.RpcException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The calls that payments need. Each blocks its (virtual) thread, and throws {@link RpcException} when it brings no
 * result.
 *
 * @see <a href="https://ethereum.github.io/execution-apis/">Ethereum JSON-RPC</a>
 */
public final class EvmRpc {
    /** The newest block of a node. */
    public static final String LATEST = "latest";
    /** The newest block that the chain's consensus will not undo. */
    public static final String FINALIZED = "finalized";

    private static final Call CHAIN_ID = new Call("eth_chainId", List.of(), 1024);

    private static final int SMALL = 64 * 1024;
    private static final int RECEIPT = 2 * 1024 * 1024;
    private static final int WHOLE_BLOCK = 32 * 1024 * 1024;
    private static final String PENDING = "pending";
    private static final String BALANCE_OF = "0x70a08231";
    private static final long BALANCE_GAS = 200_000;

    private final RpcCaller caller;

    EvmRpc(RpcCaller caller) {
        this.caller = caller;
    }

    /** The EVM chain of this EIP-155 id. */
    public static RpcChain<EvmRpc> chain(long chainId) {
        return new RpcChain<>(
                Long.toString(chainId),
                CHAIN_ID,
                answer -> Long.toString(AnswerReader.number("chain id", answer)),
                "correct the URL, or network and chainId",
                EvmRpc::new,
                RefusalKind::anotherEndpointMayDo);
    }

    /** A block by {@link #LATEST} or {@link #FINALIZED}; empty when the node has none yet. */
    public Optional<Block> block(String tag) {
        return blockBy(tag);
    }

    /** The block at a height; empty when the node has none there. */
    public Optional<Block> blockAt(long number) {
        return blockBy(Hex.of(number));
    }

    private Optional<Block> blockBy(String numberOrTag) {
        Call call = new Call("eth_getBlockByNumber", List.of(numberOrTag, false), RECEIPT);
        return caller.call(
                call, answer -> AnswerFields.ofNullable("block", answer).map(AnswerReader::block));
    }

    /** A block by its hash. */
    public Optional<Block> blockOf(String hash) {
        Call call = new Call("eth_getBlockByHash", List.of(hash, false), RECEIPT);
        return caller.call(
                call, answer -> AnswerFields.ofNullable("block", answer).map(AnswerReader::block));
    }

    /** All transactions of the block at a height; empty when the node has no such block. */
    public Optional<List<Transaction>> transactionsAt(long number) {
        Call call = new Call("eth_getBlockByNumber", List.of(Hex.of(number), true), WHOLE_BLOCK);
        return caller.call(
                call, answer -> AnswerFields.ofNullable("block", answer).map(AnswerReader::transactions));
    }

    /** What a transaction did; empty while no block holds it. */
    public Optional<Receipt> receipt(String transactionHash) {
        Call call = new Call("eth_getTransactionReceipt", List.of(transactionHash), RECEIPT);
        return caller.call(
                call,
                answer -> AnswerFields.ofNullable("receipt", answer)
                        .map(AnswerReader::receipt)
                        .map(receipt -> sameHash(receipt, receipt.transactionHash(), transactionHash)));
    }

    /** A transaction, waiting or in a block; empty when the node does not know it. */
    public Optional<Transaction> transaction(String hash) {
        Call call = new Call("eth_getTransactionByHash", List.of(hash), RECEIPT);
        return caller.call(
                call,
                answer -> AnswerFields.ofNullable("transaction", answer)
                        .map(AnswerReader::transaction)
                        .map(transaction -> sameHash(transaction, transaction.hash(), hash)));
    }

    private static <T> T sameHash(T found, String hash, String asked) {
        if (!hash.equals(asked)) {
            throw new MalformedAnswer("the answer is about another transaction");
        }
        return found;
    }

    /** The transactions in which these tokens say that they moved to an account, in blocks from one height to another. */
    public Set<String> transfersTo(EvmAddress account, List<EvmAddress> tokens, long from, long to) {
        JsonObject filter = new JsonObject()
                .put("fromBlock", Hex.of(from))
                .put("toBlock", Hex.of(to))
                .put("address", tokens.stream().map(EvmAddress::lower).toList())
                .put("topics", Arrays.asList(Transfer.TOPIC, null, "0x" + account.word()));
        return caller.call(new Call("eth_getLogs", List.of(filter), WHOLE_BLOCK), AnswerReader::transactionsOfLogs);
    }

    /** How much of the native coin an account holds, in wei, after the block at a height. */
    public BigInteger balanceAt(EvmAddress account, long number) {
        return balance(account, Hex.of(number));
    }

    /** How much of the native coin an account holds now, in wei. */
    public BigInteger balance(EvmAddress account) {
        return balance(account, LATEST);
    }

    private BigInteger balance(EvmAddress account, String at) {
        Call call = new Call("eth_getBalance", List.of(account.lower(), at), SMALL);
        return caller.call(call, answer -> AnswerReader.quantity("balance", answer));
    }

    /** How much of a token an account holds after the block at a height; refused when the contract does not tell. */
    public BigInteger tokenBalanceAt(EvmAddress account, EvmAddress token, long number) {
        String balanceOf = BALANCE_OF + account.word();
        Message message = new Message(account, token, BigInteger.ZERO, balanceOf, BALANCE_GAS);
        Call call = new Call("eth_call", List.of(message.toJson(), Hex.of(number)), SMALL);
        return caller.call(
                call,
                answer -> new BigInteger(
                        AnswerReader.word("token balance", answer).substring(2), 16));
    }

    /** How many transactions of an account are in blocks: the nonce that the next one must have. */
    public long nonce(EvmAddress account) {
        return nonce(account, LATEST);
    }

    /** As {@link #nonce(EvmAddress)}, after the block at a height. */
    public long nonceAt(EvmAddress account, long number) {
        return nonce(account, Hex.of(number));
    }

    /** As {@link #nonce(EvmAddress)}, with those that wait in this node's pool. */
    public long nonceWithPending(EvmAddress account) {
        return nonce(account, PENDING);
    }

    private long nonce(EvmAddress account, String at) {
        Call call = new Call("eth_getTransactionCount", List.of(account.lower(), at), SMALL);
        return caller.call(call, answer -> AnswerReader.number("nonce", answer));
    }

    /** Whether a contract stands at an address. */
    public boolean isContract(EvmAddress address) {
        Call call = new Call("eth_getCode", List.of(address.lower(), LATEST), RECEIPT);
        return caller.call(call, answer -> AnswerReader.data("code", answer).length() > 2);
    }

    /** How much gas a message would take; refused when it would be reverted. */
    public BigInteger estimateGas(Message message) {
        Call call = new Call("eth_estimateGas", List.of(message.toJson()), SMALL);
        return caller.call(call, answer -> AnswerReader.quantity("gas", answer));
    }

    /** What a message would return, as hexadecimal; refused when it would be reverted. */
    public String call(Message message) {
        Call call = new Call("eth_call", List.of(message.toJson(), LATEST), SMALL);
        return caller.call(call, answer -> AnswerReader.data("return value", answer));
    }

    /** What the node thinks a unit of gas should be tipped with, in wei. */
    public BigInteger suggestedTip() {
        Call call = new Call("eth_maxPriorityFeePerGas", List.of(), SMALL);
        return caller.call(call, answer -> AnswerReader.quantity("tip", answer));
    }

    /** Hands signed bytes to the node; the hash that it knows them by. */
    public String send(String raw) {
        Call call = new Call("eth_sendRawTransaction", List.of(raw), SMALL);
        return caller.call(call, answer -> AnswerReader.word("transaction hash", answer));
    }

    /**
     * A call or transfer to be tried.
     *
     * @param from on whose behalf
     * @param to whom it calls
     * @param value the native coin it carries, in wei
     * @param data its calldata as hexadecimal, {@code 0x} for none
     * @param gasLimit how much gas it may take
     */
    public record Message(EvmAddress from, EvmAddress to, BigInteger value, String data, long gasLimit) {
        JsonObject toJson() {
            JsonObject json = new JsonObject()
                    .put("from", from.lower())
                    .put("to", to.lower())
                    .put("value", Hex.of(value))
                    .put("data", data)
                    .put("gas", Hex.of(gasLimit));
            return json;
        }
    }
}
