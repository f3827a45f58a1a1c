package io.ws402.gateway.methods.evm.rpc;

import io.vertx.core.json.JsonArray;
import io.ws402.gateway.methods.evm.chain.Block;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.chain.Hex;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.evm.chain.Transaction;
import io.ws402.gateway.methods.evm.chain.Transfer;
import io.ws402.gateway.methods.rpc.MalformedAnswer;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns answers of nodes into what they mean, or throws {@link MalformedAnswer}. */
final class AnswerReader {
    private static final int WORD_DIGITS = 66;
    private static final String ADDRESS_PADDING = "0x" + "0".repeat(24);

    private AnswerReader() {}

    static BigInteger quantity(String what, @Nullable Object answer) {
        return (answer instanceof String text ? Hex.quantity(text) : Optional.<BigInteger>empty())
                .orElseThrow(() -> new MalformedAnswer(what + " is not a quantity"));
    }

    static long number(String what, @Nullable Object answer) {
        BigInteger value = quantity(what, answer);
        if (value.bitLength() > 62) {
            throw new MalformedAnswer(what + " is too large");
        }
        return value.longValue();
    }

    static String word(String what, @Nullable Object answer) {
        return (answer instanceof String text ? Hex.word(text) : Optional.<String>empty())
                .orElseThrow(() -> new MalformedAnswer(what + " is not a hash"));
    }

    static String data(String what, @Nullable Object answer) {
        return (answer instanceof String text ? Hex.data(text) : Optional.<String>empty())
                .orElseThrow(() -> new MalformedAnswer(what + " is not bytes"));
    }

    static Block block(AnswerFields fields) {
        return new Block(
                fields.number("number"),
                fields.word("hash"),
                timestamp(fields),
                fields.optionalQuantity("baseFeePerGas"));
    }

    private static Instant timestamp(AnswerFields fields) {
        long seconds = fields.number("timestamp");
        if (seconds > Instant.MAX.getEpochSecond()) {
            throw new MalformedAnswer("block.timestamp is too large");
        }
        return Instant.ofEpochSecond(seconds);
    }

    static List<Transaction> transactions(AnswerFields block) {
        List<Transaction> transactions = new ArrayList<>();
        for (Object each : block.array("transactions")) {
            transactions.add(transaction(AnswerFields.of("transaction", each)));
        }
        return transactions;
    }

    static Transaction transaction(AnswerFields fields) {
        return new Transaction(
                fields.word("hash"),
                fields.optionalNumber("blockNumber"),
                fields.address("from"),
                fields.optionalAddress("to"),
                fields.quantity("value"),
                fields.number("nonce"),
                type(fields));
    }

    private static int type(AnswerFields transaction) {
        long type = transaction.optionalNumber("type").orElse(0L);
        if (type > Integer.MAX_VALUE) {
            throw new MalformedAnswer("transaction.type is too large");
        }
        return (int) type;
    }

    static Receipt receipt(AnswerFields fields) {
        return new Receipt(
                fields.word("transactionHash"),
                fields.number("blockNumber"),
                fields.word("blockHash"),
                fields.quantity("status").equals(BigInteger.ONE),
                fields.quantity("gasUsed"),
                fields.optionalQuantity("effectiveGasPrice").orElse(BigInteger.ZERO),
                fields.optionalQuantity("l1Fee").orElse(BigInteger.ZERO),
                transfers(fields.array("logs")));
    }

    static Set<String> transactionsOfLogs(@Nullable Object answer) {
        if (!(answer instanceof JsonArray logs)) {
            throw new MalformedAnswer("logs are not an array");
        }
        Set<String> transactions = new LinkedHashSet<>();
        for (Object log : logs) {
            transactions.add(AnswerFields.of("log", log).word("transactionHash"));
        }
        return transactions;
    }

    private static List<Transfer> transfers(JsonArray logs) {
        List<Transfer> transfers = new ArrayList<>();
        for (int position = 0; position < logs.size(); position++) {
            transfer(position, AnswerFields.of("log", logs.getValue(position))).ifPresent(transfers::add);
        }
        return transfers;
    }

    /** A log that is an ERC-20 transfer to the letter: an ERC-721 one has four topics, look-alikes other words. */
    private static Optional<Transfer> transfer(int position, AnswerFields log) {
        JsonArray topics = log.array("topics");
        if (log.isTrue("removed") || topics.size() != 3 || !Transfer.TOPIC.equals(topics.getValue(0))) {
            return Optional.empty();
        }
        String amount = log.data("data");
        Optional<EvmAddress> from = addressIn(topics.getValue(1));
        Optional<EvmAddress> to = addressIn(topics.getValue(2));
        if (amount.length() != WORD_DIGITS || from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        BigInteger value = new BigInteger(amount.substring(2), 16);
        return Optional.of(new Transfer(position, log.address("address"), from.get(), to.get(), value));
    }

    private static Optional<EvmAddress> addressIn(@Nullable Object topic) {
        return topic instanceof String text && text.length() == WORD_DIGITS && text.startsWith(ADDRESS_PADDING)
                ? EvmAddress.ofAnyCase("0x" + text.substring(ADDRESS_PADDING.length()))
                : Optional.empty();
    }
}
