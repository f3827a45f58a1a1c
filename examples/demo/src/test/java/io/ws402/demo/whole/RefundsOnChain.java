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
import org.web3j.protocol.core.methods.response.EthBlock;

/** Every transfer of coins in a range of blocks, by who got them: what the chain says, whatever anybody believes. */
record RefundsOnChain(Map<String, List<BigInteger>> received) {
    static RefundsOnChain since(EvmDevnet chain, BigInteger firstBlock) throws IOException {
        Web3j web3j = chain.anvil().web3j();
        Map<String, List<BigInteger>> received = new HashMap<>();
        BigInteger head = chain.anvil().blockNumber();
        for (BigInteger number = firstBlock; number.compareTo(head) <= 0; number = number.add(BigInteger.ONE)) {
            EthBlock.Block block = web3j.ethGetBlockByNumber(DefaultBlockParameter.valueOf(number), true)
                    .send()
                    .getBlock();
            for (EthBlock.TransactionResult<?> result : block.getTransactions()) {
                EthBlock.TransactionObject transaction = (EthBlock.TransactionObject) result.get();
                if (transaction.getTo() != null && transaction.getValue().signum() > 0) {
                    received.computeIfAbsent(lower(transaction.getTo()), recipient -> new ArrayList<>())
                            .add(transaction.getValue());
                }
            }
        }
        return new RefundsOnChain(received);
    }

    /** The amounts that went to an address, in order. */
    List<BigInteger> to(String address) {
        return received.getOrDefault(lower(address), List.of());
    }

    private static String lower(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
