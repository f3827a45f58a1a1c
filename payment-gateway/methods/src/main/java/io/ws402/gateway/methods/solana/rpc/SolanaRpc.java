package io.ws402.gateway.methods.solana.rpc;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.rpc.MalformedAnswer;
import io.ws402.gateway.methods.rpc.RpcCaller;
import io.ws402.gateway.methods.rpc.RpcCaller.Call;
import io.ws402.gateway.methods.rpc.RpcChain;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.solana.chain.Bytes;
import io.ws402.gateway.methods.solana.chain.ChainTransaction;
import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls that payments need. Each blocks its (virtual) thread, and throws {@link
 * io.ws402.gateway.methods.rpc.RpcException} when it brings no result.
 *
 * @see <a href="https://solana.com/docs/rpc/http">Solana's JSON-RPC</a>
 */
public final class SolanaRpc {
    /** How many signatures can be asked for at once. */
    public static final int MAX_STATUSES = 256;
    /** How many signatures of an account are listed at once. */
    public static final int MAX_LISTED = 1000;

    private static final Call GENESIS = new Call("getGenesisHash", List.of(), 1024);
    private static final int SMALL = 64 * 1024;
    private static final int LARGE = 2 * 1024 * 1024;
    private static final int CAIP_LENGTH = 32;
    /** What a payer sends is for the payer to choose; a version that is refused would stop the watch of the wallet. */
    private static final int ANY_VERSION = 255;

    private final RpcCaller caller;

    SolanaRpc(RpcCaller caller) {
        this.caller = caller;
    }

    /** The cluster whose genesis hash begins so, as CAIP-2 writes it. */
    public static RpcChain<SolanaRpc> chain(String genesis) {
        return new RpcChain<>(
                genesis,
                GENESIS,
                answer -> start(Fields.text("genesis hash", answer)),
                "correct the URL, or network and genesisHash",
                SolanaRpc::new,
                RefusalKind::isOfTheEndpoint);
    }

    /** Whichever cluster the endpoint is of: for a payer, who chose it and asks {@link #genesis}. */
    public static RpcChain<SolanaRpc> anyChain() {
        return new RpcChain<>("any", GENESIS, answer -> "any", "", SolanaRpc::new, RefusalKind::isOfTheEndpoint);
    }

    /** The cluster, as CAIP-2 writes it behind {@code solana:}. */
    public String genesis() {
        return caller.call(GENESIS, answer -> start(Fields.text("genesis hash", answer)));
    }

    private static String start(String hash) {
        return hash.substring(0, Math.min(CAIP_LENGTH, hash.length()));
    }

    /** How far the chain is. */
    public ChainEnd end(Commitment commitment) {
        return caller.call(new Call("getEpochInfo", List.of(at(commitment)), SMALL), answer -> {
            Fields fields = Fields.of("epoch info", answer);
            return new ChainEnd(fields.number("absoluteSlot"), fields.number("blockHeight"));
        });
    }

    /** The oldest slot that the node still shows. */
    public long firstAvailableSlot() {
        return caller.call(
                new Call("getFirstAvailableBlock", List.of(), SMALL),
                answer -> Fields.number("first available block", answer));
    }

    /** What became of transactions, at most {@link #MAX_STATUSES}, in the order of their signatures. */
    public Statuses statuses(List<String> signatures) {
        JsonObject options = new JsonObject().put("searchTransactionHistory", true);
        Call call = new Call("getSignatureStatuses", List.of(new JsonArray(signatures), options), LARGE);
        return caller.call(call, answer -> statuses(Fields.of("statuses", answer), signatures.size()));
    }

    private static Statuses statuses(Fields answer, int asked) {
        List<Optional<Status>> statuses = new ArrayList<>();
        answer.array("value")
                .forEach(each -> statuses.add(Fields.ofNullable("status", each).map(SolanaRpc::status)));
        if (statuses.size() != asked) {
            throw new MalformedAnswer("statuses are not as many as were asked for");
        }
        return new Statuses(answer.object("context").number("slot"), statuses);
    }

    private static Status status(Fields fields) {
        Object error = fields.json().getValue("err");
        Commitment commitment = fields.optionalText("confirmationStatus")
                .flatMap(Commitment::of)
                .orElseThrow(() -> new MalformedAnswer("status.confirmationStatus is missing"));
        return new Status(
                fields.number("slot"), commitment, Optional.ofNullable(error).map(SolanaRpc::errorText));
    }

    /** A transaction that was carried out; empty while the node does not have it at that commitment. */
    public Optional<ChainTransaction> transaction(String signature, Commitment commitment) {
        JsonObject options = at(commitment).put("encoding", "json").put("maxSupportedTransactionVersion", ANY_VERSION);
        return caller.call(
                new Call("getTransaction", List.of(signature, options), LARGE),
                answer -> Fields.ofNullable("transaction", answer).map(fields -> transaction(fields, signature)));
    }

    /** When a slot's block was made, by the cluster's own estimate; empty where the node does not know. */
    public Optional<Instant> blockTime(long slot) {
        try {
            return caller.call(
                    new Call("getBlockTime", List.of(slot), SMALL),
                    answer -> Optional.ofNullable(answer)
                            .map(seconds -> TransactionReader.time(Fields.number("block time", seconds))));
        } catch (RpcException.Refused e) {
            if (RefusalKind.isFinalOfASlot(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static ChainTransaction transaction(Fields fields, String asked) {
        ChainTransaction transaction = TransactionReader.read(fields);
        if (!transaction.signature().equals(asked)) {
            throw new MalformedAnswer("transaction is another one than was asked for");
        }
        return transaction;
    }

    /**
     * The final transactions that name an account, the newest first.
     *
     * @param before only those older than this one; null for the newest
     * @param until only those newer than this one; null for all
     * @param limit at most {@link #MAX_LISTED}
     */
    public List<Listed> signatures(SolanaAddress account, @Nullable String before, @Nullable String until, int limit) {
        JsonObject options = at(Commitment.FINALIZED).put("limit", limit);
        if (before != null) {
            options.put("before", before);
        }
        if (until != null) {
            options.put("until", until);
        }
        return caller.call(new Call("getSignaturesForAddress", List.of(account.text(), options), LARGE), answer -> {
            List<Listed> listed = new ArrayList<>();
            for (Object each : Fields.array("signatures", answer)) {
                Fields fields = Fields.of("signature", each);
                listed.add(new Listed(
                        fields.text("signature"),
                        fields.number("slot"),
                        fields.json().getValue("err") == null));
            }
            return listed;
        });
    }

    /** What is at addresses, at most 100, in their order. */
    public List<Optional<AccountState>> accounts(List<SolanaAddress> addresses, Commitment commitment) {
        JsonArray keys =
                new JsonArray(addresses.stream().map(SolanaAddress::text).toList());
        JsonObject options = at(commitment).put("encoding", "base64");
        return caller.call(new Call("getMultipleAccounts", List.of(keys, options), LARGE), answer -> {
            List<Optional<AccountState>> accounts = new ArrayList<>();
            Fields.of("accounts", answer)
                    .array("value")
                    .forEach(each ->
                            accounts.add(Fields.ofNullable("account", each).map(SolanaRpc::account)));
            if (accounts.size() != addresses.size()) {
                throw new MalformedAnswer("accounts are not as many as were asked for");
            }
            return accounts;
        });
    }

    private static AccountState account(Fields fields) {
        String data = Fields.text("account.data", fields.array("data").getValue(0));
        try {
            return new AccountState(
                    fields.whole("lamports"),
                    fields.address("owner"),
                    Bytes.of(Base64.getDecoder().decode(data)));
        } catch (IllegalArgumentException e) {
            throw new MalformedAnswer("account.data is not base64");
        }
    }

    /** How many lamports keep an account of a size alive. */
    public BigInteger rent(int bytes) {
        return caller.call(
                new Call("getMinimumBalanceForRentExemption", List.of(bytes), SMALL),
                answer -> Fields.whole("rent", answer));
    }

    /** A blockhash to sign with. */
    public Blockhash latestBlockhash() {
        return caller.call(new Call("getLatestBlockhash", List.of(at(Commitment.CONFIRMED)), SMALL), answer -> {
            Fields value = Fields.of("blockhash", answer).object("value");
            return new Blockhash(value.address("blockhash"), value.number("lastValidBlockHeight"));
        });
    }

    /** Whether a transaction signed with a blockhash could still be taken, by the chain as far as it is that sure. */
    public BlockhashValidity validity(SolanaAddress blockhash, Commitment commitment) {
        return caller.call(new Call("isBlockhashValid", List.of(blockhash.text(), at(commitment)), SMALL), answer -> {
            Fields fields = Fields.of("blockhash validity", answer);
            if (fields.json().getValue("value") instanceof Boolean valid) {
                return new BlockhashValidity(fields.object("context").number("slot"), valid);
            }
            throw new MalformedAnswer("blockhash validity is neither true nor false");
        });
    }

    /** What would become of a transaction, its signatures and blockhash aside. */
    public Simulation simulate(Bytes transaction) {
        JsonObject options = at(Commitment.CONFIRMED)
                .put("encoding", "base64")
                .put("sigVerify", false)
                .put("replaceRecentBlockhash", true);
        return caller.call(new Call("simulateTransaction", List.of(base64(transaction), options), LARGE), answer -> {
            Fields value = Fields.of("simulation", answer).object("value");
            return new Simulation(
                    Optional.ofNullable(value.json().getValue("err")).map(SolanaRpc::errorText),
                    value.optionalNumber("unitsConsumed").orElse(0L));
        });
    }

    /** What was paid lately for a place beside these accounts, in millionths of a lamport for each compute unit. */
    public List<Long> recentFees(List<SolanaAddress> writable) {
        JsonArray keys =
                new JsonArray(writable.stream().map(SolanaAddress::text).toList());
        return caller.call(new Call("getRecentPrioritizationFees", List.of(keys), LARGE), answer -> {
            List<Long> fees = new ArrayList<>();
            Fields.array("fees", answer)
                    .forEach(each -> fees.add(Fields.of("fee", each).number("prioritizationFee")));
            return fees;
        });
    }

    /** Hands a signed transaction over; the signature by which the node knows it. */
    public String send(Bytes transaction) {
        JsonObject options =
                new JsonObject().put("encoding", "base64").put("preflightCommitment", Commitment.CONFIRMED.word());
        return caller.call(
                new Call("sendTransaction", List.of(base64(transaction), options), SMALL),
                answer -> Fields.text("signature", answer));
    }

    private static JsonObject at(Commitment commitment) {
        return new JsonObject().put("commitment", commitment.word());
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    /** Errors are text or objects; either is cut short, and neither comes from us. */
    private static String errorText(Object error) {
        String text = error instanceof JsonObject json ? json.encode() : String.valueOf(error);
        String plain = text.replaceAll("\\p{Cntrl}", " ");
        return plain.length() > 200 ? plain.substring(0, 200) + "…" : plain;
    }
}
