package io.ws402.gateway.methods.solana.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.rpc.MalformedAnswer;
import io.ws402.gateway.methods.solana.chain.ChainTransaction;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.Transfer;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2p.solanaj.utils.Base58;

final class TransactionReaderTest {
    private static final String SYSTEM = "11111111111111111111111111111111";
    private static final String TOKEN = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
    private static final BigInteger LARGEST = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    /** An address whose bytes are all the same. */
    private static String address(int of) {
        byte[] bytes = new byte[SolanaAddress.BYTES];
        Arrays.fill(bytes, (byte) of);
        return Base58.encode(bytes);
    }

    /**
     * A versioned transaction, as a node shows it: payer, another signer, our wallet; from lookup tables a source and a
     * destination of tokens, the programs, a mint and a reference; a program that nobody knows makes the transfers.
     */
    private static JsonObject versioned() {
        String coins = data(ByteBuffer.allocate(12).putInt(2).putLong(500));
        String tokens = data(ByteBuffer.allocate(10)
                .put((byte) 12)
                .putLong(LARGEST.longValue())
                .put((byte) 6));
        return new JsonObject("""
                {"slot": 7, "blockTime": 1700000000, "version": 0,
                 "transaction": {"signatures": ["first", "second"], "message": {
                   "header": {"numRequiredSignatures": 2, "numReadonlySignedAccounts": 1, "numReadonlyUnsignedAccounts": 1},
                   "accountKeys": ["%s", "%s", "%s", "%s"], "recentBlockhash": "%s",
                   "addressTableLookups": [],
                   "instructions": [{"programIdIndex": 3, "accounts": [0, 2], "data": "", "stackHeight": null}]}},
                 "meta": {"err": null, "fee": 10000,
                   "preBalances": [18446744073709551615, 0, 0, 1, 0, 0, 1, 1, 1, 0],
                   "postBalances": [18446744073709541115, 0, 500, 1, 0, 0, 1, 1, 1, 0],
                   "preTokenBalances": [{"accountIndex": 4, "mint": "%s", "owner": "%s", "programId": "%s",
                     "uiTokenAmount": {"amount": "18446744073709551615", "decimals": 6}}],
                   "postTokenBalances": [{"accountIndex": 5, "mint": "%s", "owner": "%s", "programId": "%s",
                     "uiTokenAmount": {"amount": "18446744073709551615", "decimals": 6}}],
                   "innerInstructions": [{"index": 0, "instructions": [
                     {"programIdIndex": 7, "accounts": [0, 2, 9], "data": "%s"},
                     {"programIdIndex": 6, "accounts": [4, 8, 5, 1, 9], "data": "%s"}]}],
                   "loadedAddresses": {"writable": ["%s", "%s"], "readonly": ["%s", "%s", "%s", "%s"]}}}
                """.formatted(
                        address(1),
                        address(2),
                        address(3),
                        address(4),
                        address(5),
                        address(8),
                        address(1),
                        TOKEN,
                        address(8),
                        address(3),
                        TOKEN,
                        coins,
                        tokens,
                        address(6),
                        address(7),
                        TOKEN,
                        SYSTEM,
                        address(8),
                        address(9)));
    }

    private static String data(ByteBuffer bytes) {
        ByteBuffer little = ByteBuffer.allocate(bytes.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.flip();
        if (bytes.capacity() == 12) {
            little.putInt(bytes.getInt()).putLong(bytes.getLong());
        } else {
            little.put(bytes.get()).putLong(bytes.getLong()).put(bytes.get());
        }
        return Base58.encode(little.array());
    }

    private static ChainTransaction read(JsonObject json) {
        return TransactionReader.read(Fields.of("transaction", json));
    }

    private static SolanaAddress at(int of) {
        return new SolanaAddress(address(of));
    }

    @Test
    void readsInnerTransfersAndAddressesFromLookupTables() {
        ChainTransaction transaction = read(versioned());
        assertEquals("first", transaction.signature());
        assertEquals(at(1), transaction.feePayer());
        assertTrue(transaction.isSignedBy(at(2)));
        assertFalse(transaction.isSignedBy(at(3)));
        List<Transfer> transfers = Transfer.in(transaction);
        assertEquals(
                List.of("0.0", "0.1"),
                transfers.stream().map(Transfer::position).toList());
        assertEquals(at(1), transfers.getFirst().source());
        assertEquals(at(3), transfers.getFirst().destination());
        assertEquals(BigInteger.valueOf(500), transfers.getFirst().units());
        assertEquals(at(6), transfers.getLast().source());
        assertEquals(at(7), transfers.getLast().destination());
        assertEquals(List.of(at(9)), transfers.getLast().references());
        assertEquals(
                at(1), transaction.tokenAccount(at(6)).orElseThrow().owner().orElseThrow());
    }

    @Test
    void readsEveryUnitOfTheLargestAmounts() {
        ChainTransaction transaction = read(versioned());
        assertEquals(Optional.of(BigInteger.valueOf(500)), transaction.gain(at(3)));
        assertEquals(Optional.of(BigInteger.valueOf(-10_500)), transaction.gain(at(1)));
        assertEquals(LARGEST, transaction.tokenGain(at(7)));
        assertEquals(LARGEST, Transfer.in(transaction).getLast().units());
    }

    /** Data has up to 10 KiB, sixty times in a transaction that costs next to nothing, and base58 takes the square of it. */
    @Test
    void doesNotReadDataThatIsLongerThanAnyTransfers() {
        JsonObject json = versioned();
        message(json).getJsonArray("instructions").getJsonObject(0).put("data", "2".repeat(10_000));
        ChainTransaction transaction = read(json);
        assertEquals(0, transaction.instructions().getFirst().data().length());
        assertEquals(2, Transfer.in(transaction).size());
    }

    static Stream<Named<Consumer<JsonObject>>> nonsense() {
        return Stream.of(
                Named.of("no balances", json -> meta(json).remove("preBalances")),
                Named.of("too few balances", json -> meta(json).put("postBalances", new JsonArray().add(1))),
                Named.of(
                        "a balance that was a double",
                        json -> meta(json).getJsonArray("preBalances").set(0, 1.5)),
                Named.of(
                        "a balance below nothing",
                        json -> meta(json).getJsonArray("preBalances").set(0, -1)),
                Named.of(
                        "a balance of more than 64 bits",
                        json -> meta(json).getJsonArray("preBalances").set(0, BigInteger.TWO.pow(64))),
                Named.of(
                        "an index of no key",
                        json -> message(json)
                                .getJsonArray("instructions")
                                .getJsonObject(0)
                                .put("programIdIndex", 99)),
                Named.of(
                        "no signature",
                        json -> json.getJsonObject("transaction").put("signatures", new JsonArray())),
                Named.of(
                        "an address that is none",
                        json -> message(json).getJsonArray("accountKeys").set(0, "0x00")),
                Named.of(
                        "data that is not base58",
                        json -> message(json)
                                .getJsonArray("instructions")
                                .getJsonObject(0)
                                .put("data", "0OIl")),
                Named.of(
                        "a token amount that is no number",
                        json -> meta(json)
                                .getJsonArray("postTokenBalances")
                                .getJsonObject(0)
                                .getJsonObject("uiTokenAmount")
                                .put("amount", "1e3")),
                Named.of(
                        "a token amount of more than 64 bits",
                        json -> meta(json)
                                .getJsonArray("postTokenBalances")
                                .getJsonObject(0)
                                .getJsonObject("uiTokenAmount")
                                .put("amount", "18446744073709551616")),
                Named.of("no record of what programs called", json -> meta(json).putNull("innerInstructions")),
                Named.of("no record of tokens", json -> meta(json).putNull("postTokenBalances")),
                Named.of("no slot", json -> json.remove("slot")),
                Named.of("no key at all", TransactionReaderTest::withoutKeys),
                Named.of("more signers than keys", json -> header(json).put("numRequiredSignatures", 5)),
                Named.of("nobody who signed", json -> header(json).put("numRequiredSignatures", 0)),
                Named.of(
                        "calls of an instruction that is not there",
                        json -> meta(json)
                                .getJsonArray("innerInstructions")
                                .getJsonObject(0)
                                .put("index", 1)),
                Named.of(
                        "calls of an instruction in two places",
                        json -> meta(json)
                                .getJsonArray("innerInstructions")
                                .add(new JsonObject().put("index", 0).put("instructions", new JsonArray()))));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void believesNoAnswerWith(Consumer<JsonObject> change) {
        JsonObject json = versioned();
        change.accept(json);
        assertThrows(MalformedAnswer.class, () -> read(json));
    }

    private static void withoutKeys(JsonObject json) {
        message(json).put("accountKeys", new JsonArray()).put("instructions", new JsonArray());
        for (String field :
                List.of("preBalances", "postBalances", "preTokenBalances", "postTokenBalances", "innerInstructions")) {
            meta(json).put(field, new JsonArray());
        }
        meta(json).remove("loadedAddresses");
    }

    private static JsonObject header(JsonObject json) {
        return message(json).getJsonObject("header");
    }

    private static JsonObject meta(JsonObject json) {
        return json.getJsonObject("meta");
    }

    private static JsonObject message(JsonObject json) {
        return json.getJsonObject("transaction").getJsonObject("message");
    }
}
