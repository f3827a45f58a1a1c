package io.ws402.demo.whole;

import io.ws402.devnet.EvmDevnet;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.utils.Numeric;

/**
 * Every transfer since a block, by who got it: what the chain says, whatever anybody believes.
 *
 * @param coins of the chain's own coin
 * @param tokens of the test USDC
 */
record RefundsOnChain(Map<String, List<BigInteger>> coins, Map<String, List<BigInteger>> tokens) {
    private static final String TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

    static RefundsOnChain since(EvmDevnet chain, BigInteger firstBlock) throws IOException {
        Web3j web3j = chain.anvil().web3j();
        BigInteger head = chain.anvil().blockNumber();
        return new RefundsOnChain(
                coins(web3j, firstBlock, head), tokens(web3j, chain.usdc().address(), firstBlock));
    }

    private static Map<String, List<BigInteger>> coins(Web3j web3j, BigInteger first, BigInteger head)
            throws IOException {
        Map<String, List<BigInteger>> received = new HashMap<>();
        for (BigInteger number = first; number.compareTo(head) <= 0; number = number.add(BigInteger.ONE)) {
            EthBlock.Block block = web3j.ethGetBlockByNumber(DefaultBlockParameter.valueOf(number), true)
                    .send()
                    .getBlock();
            for (EthBlock.TransactionResult<?> result : block.getTransactions()) {
                EthBlock.TransactionObject transaction = (EthBlock.TransactionObject) result.get();
                if (transaction.getTo() != null && transaction.getValue().signum() > 0) {
                    add(received, transaction.getTo(), transaction.getValue());
                }
            }
        }
        return received;
    }

    private static Map<String, List<BigInteger>> tokens(Web3j web3j, String token, BigInteger first)
            throws IOException {
        EthFilter filter = new EthFilter(DefaultBlockParameter.valueOf(first), DefaultBlockParameterName.LATEST, token);
        filter.addSingleTopic(TRANSFER);
        Map<String, List<BigInteger>> received = new HashMap<>();
        for (EthLog.LogResult<?> result : web3j.ethGetLogs(filter).send().getLogs()) {
            Log log = (Log) result.get();
            String recipient = "0x" + log.getTopics().get(2).substring(26);
            add(received, recipient, Numeric.toBigInt(log.getData()));
        }
        return received;
    }

    private static void add(Map<String, List<BigInteger>> received, String recipient, BigInteger amount) {
        received.computeIfAbsent(lower(recipient), first -> new ArrayList<>()).add(amount);
    }

    /** The coins that went to an address, in order. */
    List<BigInteger> coinsTo(String address) {
        return coins.getOrDefault(lower(address), List.of());
    }

    /** The tokens that went to an address, in order. */
    List<BigInteger> tokensTo(String address) {
        return tokens.getOrDefault(lower(address), List.of());
    }

    private static String lower(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
