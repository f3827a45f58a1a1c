package io.ws402.gateway.methods.solana.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.fuzz.Documents;
import io.ws402.fuzz.Reader;
import io.ws402.gateway.methods.rpc.MalformedAnswer;
import io.ws402.gateway.methods.solana.chain.Bytes;
import io.ws402.gateway.methods.solana.chain.ChainTransaction;
import io.ws402.gateway.methods.solana.chain.Instruction;
import io.ws402.gateway.methods.solana.chain.Mint;
import io.ws402.gateway.methods.solana.chain.TokenAccount;
import io.ws402.gateway.methods.solana.chain.TokenBalance;
import io.ws402.gateway.methods.solana.chain.TokenProgram;
import io.ws402.gateway.methods.solana.chain.Transfer;
import java.math.BigInteger;
import java.util.List;

/** What Solana nodes answer: transactions, and the bytes of mints and token accounts. */
public final class SolanaAnswerFuzzTest implements Reader {
    private final Documents documents = Documents.of(SolanaAnswerFuzzTest.class);

    @FuzzTest
    @Override
    public void read(byte[] input) {
        accounts(Bytes.of(input));
        JsonObject answer;
        try {
            answer = new JsonObject(Buffer.buffer(documents.text(input)));
        } catch (DecodeException refused) {
            return;
        }
        try {
            isThat(TransactionReader.read(Fields.of("transaction", answer)), answer);
        } catch (MalformedAnswer refused) {
            // As it should.
        }
    }

    private static void accounts(Bytes data) {
        Mint.of(data).ifPresent(mint -> {
            assertTrue(mint.decimals() >= 0 && mint.decimals() <= 255);
            assertTrue(mint.extensions().size() <= data.length());
            assertTrue(mint.accountSize(TokenProgram.TOKEN) > 0);
            mint.unfit().ifPresent(reason -> assertTrue(reason.length() > 0));
        });
        TokenAccount.of(data).ifPresent(account -> fits64Bits(account.units()));
    }

    private static void isThat(ChainTransaction transaction, JsonObject json) {
        JsonObject message = json.getJsonObject("transaction").getJsonObject("message");
        JsonObject meta = json.getJsonObject("meta");
        assertEquals(numbers(meta.getJsonArray("preBalances")), transaction.before());
        assertEquals(numbers(meta.getJsonArray("postBalances")), transaction.after());
        assertEquals(meta.getValue("err") == null, transaction.succeeded());
        assertEquals(
                signers(message),
                transaction.keys().stream().filter(Instruction.Key::signer).count());
        assertEquals(
                transaction.feePayer().text(),
                message.getJsonArray("accountKeys").getString(0));
        assertEquals(instructions(message, meta), transaction.instructions().size(), "no instruction is passed over");
        fits64Bits(transaction.fee());
        amounts(meta.getJsonArray("postTokenBalances"), transaction.tokensAfter());
        for (Transfer transfer : Transfer.in(transaction)) {
            fits64Bits(transfer.units());
            transaction.gain(transfer.destination());
            transaction.tokenGain(transfer.destination());
        }
    }

    private static long signers(JsonObject message) {
        return message.getJsonObject("header").getLong("numRequiredSignatures");
    }

    private static int instructions(JsonObject message, JsonObject meta) {
        int count = message.getJsonArray("instructions").size();
        JsonArray inner = meta.getJsonArray("innerInstructions");
        for (int i = 0; i < inner.size(); i++) {
            count += inner.getJsonObject(i).getJsonArray("instructions").size();
        }
        return count;
    }

    private static void amounts(JsonArray balances, List<TokenBalance> read) {
        assertEquals(balances.size(), read.size());
        for (int i = 0; i < read.size(); i++) {
            BigInteger units = read.get(i).units();
            fits64Bits(units);
            assertEquals(
                    new BigInteger(balances.getJsonObject(i)
                            .getJsonObject("uiTokenAmount")
                            .getString("amount")),
                    units);
        }
    }

    private static List<BigInteger> numbers(JsonArray balances) {
        return balances.stream()
                .map(balance -> new BigInteger(balance.toString()))
                .toList();
    }

    private static void fits64Bits(BigInteger units) {
        assertTrue(units.signum() >= 0 && units.bitLength() <= 64, units::toString);
    }
}
