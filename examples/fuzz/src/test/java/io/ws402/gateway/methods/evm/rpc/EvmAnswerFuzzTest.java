package io.ws402.gateway.methods.evm.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.fuzz.Documents;
import io.ws402.fuzz.Reader;
import io.ws402.gateway.methods.evm.chain.Block;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.evm.chain.Transaction;
import io.ws402.gateway.methods.evm.chain.Transfer;
import io.ws402.gateway.methods.rpc.MalformedAnswer;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What EVM nodes answer: blocks, transactions, receipts and logs. */
public final class EvmAnswerFuzzTest implements Reader {
    private final Documents documents = Documents.of(EvmAnswerFuzzTest.class);

    @FuzzTest
    @Override
    public void read(byte[] input) {
        JsonObject answer;
        try {
            answer = new JsonObject(Buffer.buffer(documents.text(input)));
        } catch (DecodeException refused) {
            return;
        }
        AnswerFields fields = AnswerFields.of("answer", answer);
        tried(() -> AnswerReader.block(fields)).ifPresent(block -> isThat(block, answer));
        tried(() -> AnswerReader.transaction(fields)).ifPresent(transaction -> isThat(transaction, answer));
        tried(() -> AnswerReader.transactions(fields)).ifPresent(transactions -> {
            JsonArray listed = answer.getJsonArray("transactions");
            assertEquals(listed.size(), transactions.size());
            for (int i = 0; i < listed.size(); i++) {
                isThat(transactions.get(i), listed.getJsonObject(i));
            }
        });
        tried(() -> AnswerReader.receipt(fields)).ifPresent(receipt -> isThat(receipt, answer));
        tried(() -> AnswerReader.transactionsOfLogs(answer.getValue("logs")))
                .ifPresent(hashes -> areThose(hashes, answer.getJsonArray("logs")));
    }

    private static void isThat(Block block, JsonObject json) {
        same(json, "number", BigInteger.valueOf(block.number()));
        same(json, "timestamp", BigInteger.valueOf(block.timestamp().getEpochSecond()));
        block.baseFee().ifPresent(fee -> same(json, "baseFeePerGas", fee));
        assertTrue(block.hash().equalsIgnoreCase(json.getString("hash")));
    }

    private static void isThat(Transaction transaction, JsonObject json) {
        assertTrue(transaction.hash().equalsIgnoreCase(json.getString("hash")));
        assertTrue(transaction.from().lower().equalsIgnoreCase(json.getString("from")));
        assertEquals(json.getValue("to") != null, transaction.to().isPresent());
        assertEquals(json.getValue("blockNumber") != null, transaction.block().isPresent());
        same(json, "value", transaction.value());
        same(json, "nonce", BigInteger.valueOf(transaction.nonce()));
        if (json.getValue("type") != null) {
            same(json, "type", BigInteger.valueOf(transaction.type()));
        }
    }

    private static void isThat(Receipt receipt, JsonObject json) {
        same(json, "blockNumber", BigInteger.valueOf(receipt.blockNumber()));
        same(json, "gasUsed", receipt.gasUsed());
        assertEquals(receipt.succeeded(), quantity(json, "status").equals(BigInteger.ONE));
        assertTrue(receipt.fee().signum() >= 0);
        int behind = -1;
        for (Transfer transfer : receipt.transfers()) {
            assertTrue(transfer.position() > behind, "positions count up");
            behind = transfer.position();
            isThat(transfer, json.getJsonArray("logs").getJsonObject(transfer.position()));
        }
    }

    private static void isThat(Transfer transfer, JsonObject log) {
        JsonArray topics = log.getJsonArray("topics");
        assertEquals(3, topics.size());
        assertEquals(Transfer.TOPIC, topics.getString(0));
        assertTrue(topics.getString(1).equalsIgnoreCase("0x" + transfer.from().word()));
        assertTrue(topics.getString(2).equalsIgnoreCase("0x" + transfer.to().word()));
        assertTrue(transfer.token().lower().equalsIgnoreCase(log.getString("address")));
        assertEquals(66, log.getString("data").length());
        same(log, "data", transfer.value());
    }

    private static void areThose(Set<String> hashes, JsonArray logs) {
        for (int i = 0; i < logs.size(); i++) {
            String hash = logs.getJsonObject(i).getString("transactionHash");
            assertTrue(hashes.stream().anyMatch(hash::equalsIgnoreCase));
        }
    }

    private static void same(JsonObject json, String field, BigInteger read) {
        assertTrue(read.signum() >= 0 && read.bitLength() <= 256, () -> field + " is " + read);
        assertEquals(quantity(json, field), read, field);
    }

    private static BigInteger quantity(JsonObject json, String field) {
        return new BigInteger(json.getString(field).substring(2), 16);
    }

    private static <T> Optional<T> tried(Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (MalformedAnswer refused) {
            return Optional.empty();
        }
    }
}
