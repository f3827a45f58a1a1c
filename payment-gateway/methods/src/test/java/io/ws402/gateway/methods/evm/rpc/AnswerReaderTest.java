package io.ws402.gateway.methods.evm.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.evm.chain.Transaction;
import io.ws402.gateway.methods.evm.chain.Transfer;
import io.ws402.gateway.methods.rpc.MalformedAnswer;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerReaderTest {
    private static final String WORD = "0x" + "1".repeat(64);
    private static final String ADDRESS = "0x" + "2".repeat(40);
    private static final String PADDED = "0x" + "0".repeat(24) + "3".repeat(40);
    private static final String VALUE = "0x" + "0".repeat(62) + "ff";

    @Test
    void readsTransfersWithTheirPositionWithinTheReceipt() {
        Receipt receipt =
                read(receipt().put("logs", new JsonArray().add(log(WORD)).add(log(Transfer.TOPIC))));
        assertEquals(
                List.of(new Transfer(
                        1,
                        new EvmAddress(ADDRESS),
                        new EvmAddress("0x" + "3".repeat(40)),
                        new EvmAddress("0x" + "3".repeat(40)),
                        BigInteger.valueOf(255))),
                receipt.transfers());
    }

    @Test
    void takesNoEventForATransferThatIsNotOneToTheLetter() {
        JsonObject ofNft = log(Transfer.TOPIC);
        ofNft.getJsonArray("topics").add(VALUE);
        JsonObject dirtyAddress = log(Transfer.TOPIC);
        dirtyAddress.getJsonArray("topics").set(2, WORD);
        List<JsonObject> lookAlikes = List.of(
                ofNft,
                dirtyAddress,
                log(Transfer.TOPIC).put("data", "0x"),
                log(Transfer.TOPIC).put("data", VALUE + "00"),
                log(Transfer.TOPIC).put("removed", true));
        for (JsonObject each : lookAlikes) {
            assertEquals(
                    List.of(),
                    read(receipt().put("logs", new JsonArray().add(each))).transfers());
        }
    }

    @Test
    void addsWhatARollupChargesToTheFee() {
        assertEquals(
                BigInteger.valueOf(21_000 * 2 + 5),
                read(receipt().put("l1Fee", "0x5")).fee());
    }

    @Test
    void takesNoTypeForAnotherThatHasTheSameLowestBytes() {
        assertTrue(transaction("0x7e").isBridged());
        assertThrows(MalformedAnswer.class, () -> transaction("0x10000007e"));
    }

    private static Transaction transaction(String type) {
        return AnswerReader.transaction(AnswerFields.of(
                "transaction",
                new JsonObject()
                        .put("hash", WORD)
                        .put("from", ADDRESS)
                        .put("value", "0x1")
                        .put("nonce", "0x0")
                        .put("type", type)));
    }

    @Test
    void readsARevertedTransactionAsOne() {
        assertFalse(read(receipt().put("status", "0x0")).succeeded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"transactionHash", "blockNumber", "blockHash", "status", "gasUsed", "logs"})
    void believesNoReceiptWithoutItsFieldsOrWithOthersInTheirPlace(String field) {
        assertThrows(MalformedAnswer.class, () -> read(receipt().putNull(field)));
        assertThrows(MalformedAnswer.class, () -> read(receipt().put(field, 7)));
        assertThrows(MalformedAnswer.class, () -> read(receipt().put(field, "0xzz")));
        assertThrows(MalformedAnswer.class, () -> read(receipt().put(field, "0x" + "f".repeat(65))));
    }

    @Test
    void throwsNothingElseHoweverAnAnswerIsMutilated() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            JsonObject answer = receipt().put("logs", new JsonArray().add(log(Transfer.TOPIC)));
            JsonObject target =
                    random.nextBoolean() ? answer : answer.getJsonArray("logs").getJsonObject(0);
            List<String> fields = List.copyOf(target.fieldNames());
            String field = fields.get(random.nextInt(fields.size()));
            Object value = List.of("", "0x", WORD + "00", 1, true, new JsonObject(), new JsonArray().addNull())
                    .get(random.nextInt(7));
            target.put(field, value);
            try {
                read(answer);
            } catch (RuntimeException e) {
                assertInstanceOf(MalformedAnswer.class, e, "seed " + seed);
            }
        }
    }

    private static Receipt read(JsonObject json) {
        return AnswerReader.receipt(AnswerFields.of("receipt", json));
    }

    private static JsonObject receipt() {
        return new JsonObject()
                .put("transactionHash", WORD)
                .put("blockNumber", "0x10")
                .put("blockHash", WORD)
                .put("status", "0x1")
                .put("gasUsed", "0x5208")
                .put("effectiveGasPrice", "0x2")
                .put("logs", new JsonArray());
    }

    private static JsonObject log(String topic) {
        return new JsonObject()
                .put("address", ADDRESS)
                .put("topics", new JsonArray().add(topic).add(PADDED).add(PADDED))
                .put("data", VALUE)
                .put("removed", false);
    }
}
