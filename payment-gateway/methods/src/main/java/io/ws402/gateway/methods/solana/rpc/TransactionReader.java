package io.ws402.gateway.methods.solana.rpc;

import io.vertx.core.json.JsonArray;
import io.ws402.gateway.methods.rpc.MalformedAnswer;
import io.ws402.gateway.methods.solana.chain.Bytes;
import io.ws402.gateway.methods.solana.chain.ChainTransaction;
import io.ws402.gateway.methods.solana.chain.Instruction;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TokenBalance;
import io.ws402.gateway.methods.solana.chain.TokenProgram;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p2p.solanaj.utils.Base58;

/** Reads a transaction as {@code getTransaction} gives it with the encoding {@code json}: by indexes into its keys. */
final class TransactionReader {
    /**
     * In base58. A transfer's data has 18 bytes at most; what is longer is not read, for base58 takes the square of the time,
     * and data can have 10 KiB, sixty times in a transaction that costs next to nothing.
     */
    private static final int LONGEST_DATA = 64;

    private final Fields answer;
    private final Fields message;
    private final Fields meta;
    private final List<Instruction.Key> keys;

    private TransactionReader(Fields answer) {
        this.answer = answer;
        this.message = answer.object("transaction").object("message");
        this.meta = answer.object("meta");
        this.keys = keys();
    }

    static ChainTransaction read(Fields answer) {
        return new TransactionReader(answer).transaction();
    }

    private ChainTransaction transaction() {
        JsonArray signatures = answer.object("transaction").array("signatures");
        if (signatures.isEmpty()) {
            throw new MalformedAnswer("transaction.signatures is empty");
        }
        List<BigInteger> before = balances("preBalances");
        List<BigInteger> after = balances("postBalances");
        if (before.size() != keys.size() || after.size() != keys.size()) {
            throw new MalformedAnswer("meta has not a balance for each key");
        }
        return new ChainTransaction(
                Fields.text("signature", signatures.getValue(0)),
                answer.number("slot"),
                answer.optionalNumber("blockTime").map(TransactionReader::time),
                meta.json().getValue("err") == null,
                meta.whole("fee"),
                keys,
                before,
                after,
                tokenBalances("preTokenBalances"),
                tokenBalances("postTokenBalances"),
                instructions());
    }

    static Instant time(long seconds) {
        if (seconds > Instant.MAX.getEpochSecond()) {
            throw new MalformedAnswer("blockTime is too large");
        }
        return Instant.ofEpochSecond(seconds);
    }

    /** The message's own keys, by its header, then those that it loaded from lookup tables. */
    private List<Instruction.Key> keys() {
        Fields header = message.object("header");
        JsonArray own = message.array("accountKeys");
        int signers = header.small("numRequiredSignatures");
        int readOnlySigners = header.small("numReadonlySignedAccounts");
        int readOnlyOthers = header.small("numReadonlyUnsignedAccounts");
        if (signers == 0 || signers > own.size()) {
            throw new MalformedAnswer("message.header does not fit the keys");
        }
        List<Instruction.Key> read = new ArrayList<>();
        for (int index = 0; index < own.size(); index++) {
            boolean signer = index < signers;
            boolean writable = signer ? index < signers - readOnlySigners : index < own.size() - readOnlyOthers;
            read.add(new Instruction.Key(Fields.address("accountKeys[]", own.getValue(index)), signer, writable));
        }
        meta.optionalObject("loadedAddresses").ifPresent(loaded -> {
            loaded.array("writable").forEach(each -> read.add(loaded(each, true)));
            loaded.array("readonly").forEach(each -> read.add(loaded(each, false)));
        });
        return read;
    }

    private static Instruction.Key loaded(@Nullable Object address, boolean writable) {
        return new Instruction.Key(Fields.address("loadedAddresses[]", address), false, writable);
    }

    private List<BigInteger> balances(String field) {
        List<BigInteger> balances = new ArrayList<>();
        meta.array(field).forEach(each -> balances.add(Fields.whole(field + "[]", each)));
        return balances;
    }

    private List<TokenBalance> tokenBalances(String field) {
        return meta.objects(field).stream()
                .map(balance -> new TokenBalance(
                        key(balance.small("accountIndex")).address(),
                        balance.address("mint"),
                        balance.optionalText("owner").flatMap(SolanaAddress::parse),
                        balance.optionalText("programId")
                                .flatMap(SolanaAddress::parse)
                                .flatMap(TokenProgram::at),
                        decimalText(balance.object("uiTokenAmount").text("amount"))))
                .toList();
    }

    private static BigInteger decimalText(String digits) {
        if (!digits.matches("[0-9]{1,20}")) {
            throw new MalformedAnswer("uiTokenAmount.amount is not a whole number");
        }
        return Fields.whole("uiTokenAmount.amount", new BigInteger(digits));
    }

    private List<Instruction> instructions() {
        Map<Integer, List<Fields>> called = new HashMap<>();
        for (Fields inner : meta.objects("innerInstructions")) {
            if (called.put(inner.small("index"), inner.objects("instructions")) != null) {
                throw new MalformedAnswer("meta.innerInstructions tells twice of one instruction");
            }
        }
        List<Instruction> all = new ArrayList<>();
        int position = 0;
        for (Fields each : message.objects("instructions")) {
            all.add(instruction(Integer.toString(position), each));
            int inner = 0;
            List<Fields> calls = called.remove(position);
            for (Fields call : calls == null ? List.<Fields>of() : calls) {
                all.add(instruction(position + "." + inner++, call));
            }
            position++;
        }
        if (!called.isEmpty()) {
            throw new MalformedAnswer("meta.innerInstructions tells of an instruction that is not there");
        }
        return all;
    }

    private Instruction instruction(String position, Fields fields) {
        List<Instruction.Key> accounts = new ArrayList<>();
        fields.array("accounts").forEach(each -> accounts.add(key(Fields.number("instruction.accounts[]", each))));
        return new Instruction(
                position, key(fields.small("programIdIndex")).address(), accounts, data(fields.text("data")));
    }

    private static Bytes data(String base58) {
        if (base58.length() > LONGEST_DATA) {
            return Bytes.of(new byte[0]);
        }
        try {
            return Bytes.of(Base58.decode(base58));
        } catch (RuntimeException e) {
            throw new MalformedAnswer("instruction.data is not base58");
        }
    }

    private Instruction.Key key(long index) {
        return Optional.of(index)
                .filter(each -> each < keys.size())
                .map(each -> keys.get(each.intValue()))
                .orElseThrow(() -> new MalformedAnswer("an index is none of the transaction's keys"));
    }
}
