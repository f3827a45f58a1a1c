package io.ws402.chaos.solana;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.chaos.chain.ChainTransaction;
import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.chain.SimChain.Found;
import io.ws402.chaos.chain.Turn;
import io.ws402.gateway.methods.solana.chain.Programs;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TokenProgram;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node says to the calls that refunds make. Every account is rich, and everybody has a token account; one that
 * refuses money is frozen.
 *
 * @param wallet how the chain calls whoever signs
 * @see <a href="https://solana.com/docs/rpc/http">Solana's JSON-RPC</a>
 */
record NodeAnswers(Node node, String wallet) {
    static final String GENESIS = "SimuLated11111111111111111111111";

    private static final long RICH = 1L << 60;
    private static final long UNITS_TAKEN = 20_000;
    private static final int PREFLIGHT_FAILED = -32002;
    private static final long RENT_PER_BYTE = 6_960;
    private static final int ACCOUNT_OVERHEAD = 128;

    Answer to(String method, List<?> params) {
        return switch (method) {
            case "getGenesisHash" -> new Answer.Result(GENESIS);
            case "getEpochInfo" -> new Answer.Result(epochInfo((JsonObject) params.getFirst()));
            case "getFirstAvailableBlock" -> new Answer.Result(Node.slot(node.oldest()));
            case "getSignatureStatuses" -> new Answer.Result(statuses((JsonArray) params.getFirst()));
            case "getTransaction" -> new Answer.Result(transaction((String) params.getFirst()));
            case "getMultipleAccounts" -> new Answer.Result(accounts((JsonArray) params.getFirst()));
            case "getMinimumBalanceForRentExemption" ->
                new Answer.Result(RENT_PER_BYTE * (ACCOUNT_OVERHEAD + (Integer) params.getFirst()));
            case "getLatestBlockhash" ->
                new Answer.Result(value(new JsonObject()
                        .put("blockhash", Blockhashes.of(node.height()).text())
                        .put("lastValidBlockHeight", node.lastValidHeight())));
            case "isBlockhashValid" -> new Answer.Result(validity(params));
            case "simulateTransaction" -> new Answer.Result(value(trial((String) params.getFirst())));
            case "getRecentPrioritizationFees" ->
                new Answer.Result(JsonArray.of(new JsonObject()
                        .put("slot", Node.slot(node.height()))
                        .put("prioritizationFee", chain().price() * WireTransaction.UNIT_PRICE)));
            case "sendTransaction" -> send((String) params.getFirst());
            default -> new Answer.Refusal(-32601, "Method not found");
        };
    }

    private JsonObject validity(List<?> params) {
        int lastHeight = Blockhashes.lastHeight(new SolanaAddress((String) params.getFirst()));
        NodeAnswers asked =
                new NodeAnswers(isOfFinal((JsonObject) params.getLast()) ? node.whatIsFinal() : node, wallet);
        return asked.value(asked.node.takesUntil(lastHeight));
    }

    private static boolean isOfFinal(JsonObject options) {
        return options.getString("commitment").equals("finalized");
    }

    private SimChain chain() {
        return node.chain();
    }

    private JsonObject value(Object value) {
        return new JsonObject()
                .put("context", new JsonObject().put("slot", Node.slot(node.height())))
                .put("value", value);
    }

    private JsonObject epochInfo(JsonObject options) {
        int height = isOfFinal(options) ? node.finalHeight() : node.height();
        return new JsonObject().put("absoluteSlot", Node.slot(height)).put("blockHeight", height);
    }

    private JsonObject statuses(JsonArray signatures) {
        JsonArray statuses = new JsonArray();
        signatures.forEach(
                each -> statuses.add(node.find((String) each).map(this::status).orElse(null)));
        return value(statuses);
    }

    private JsonObject status(Found found) {
        return new JsonObject()
                .put("slot", Node.slot(found.height()))
                .put("err", error(found.succeeded()))
                .put("confirmationStatus", node.isFinal(found) ? "finalized" : "confirmed");
    }

    private static @Nullable JsonObject error(boolean succeeded) {
        return succeeded
                ? null
                : new JsonObject().put("InstructionError", JsonArray.of(3, new JsonObject().put("Custom", 17)));
    }

    /** Final, as it is asked for; with the balances of the wallet alone. */
    private @Nullable JsonObject transaction(String signature) {
        return node.find(signature).filter(node::isFinal).map(this::transaction).orElse(null);
    }

    private JsonObject transaction(Found found) {
        ChainTransaction sent = found.transaction();
        boolean inCoin = found.succeeded() && sent.value().asset().equals(SimChain.COIN);
        BigInteger cost = inCoin ? sent.fee().add(sent.value().units()) : sent.fee();
        JsonArray none = new JsonArray();
        JsonObject meta = new JsonObject()
                .put("err", error(found.succeeded()))
                .put("fee", sent.fee().longValueExact())
                .put("preBalances", JsonArray.of(RICH))
                .put("postBalances", JsonArray.of(RICH - cost.longValueExact()))
                .put("preTokenBalances", none)
                .put("postTokenBalances", none)
                .put("innerInstructions", none);
        JsonObject message = new JsonObject()
                .put(
                        "header",
                        new JsonObject()
                                .put("numRequiredSignatures", 1)
                                .put("numReadonlySignedAccounts", 0)
                                .put("numReadonlyUnsignedAccounts", 0))
                .put("accountKeys", JsonArray.of(SimWallet.of(wallet).address().text()))
                .put("instructions", none);
        return new JsonObject()
                .put("slot", Node.slot(found.height()))
                .put("meta", meta)
                .put(
                        "transaction",
                        new JsonObject()
                                .put("signatures", JsonArray.of(sent.id()))
                                .put("message", message));
    }

    private JsonObject accounts(JsonArray addresses) {
        JsonArray accounts = new JsonArray();
        addresses.forEach(each -> accounts.add(account(new SolanaAddress((String) each))));
        return value(accounts);
    }

    private JsonObject account(SolanaAddress address) {
        if (address.equals(Addresses.MINT)) {
            ByteBuffer mint = ByteBuffer.allocate(82)
                    .put(44, (byte) SimChain.TOKEN.decimals())
                    .put(45, (byte) 1);
            return account(TokenProgram.TOKEN.address(), mint.array());
        }
        return Addresses.owner(address)
                .map(owner -> account(TokenProgram.TOKEN.address(), tokenAccount(owner)))
                .orElseGet(() -> account(Programs.SYSTEM, new byte[0]));
    }

    private byte[] tokenAccount(SolanaAddress owner) {
        return ByteBuffer.allocate(165)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(Addresses.MINT.bytes())
                .put(owner.bytes())
                .putLong(RICH)
                .put(108, (byte) (chain().refuses(Addresses.name(owner)) ? 2 : 1))
                .array();
    }

    private static JsonObject account(SolanaAddress program, byte[] data) {
        return new JsonObject()
                .put("lamports", RICH)
                .put("owner", program.text())
                .put("data", JsonArray.of(Base64.getEncoder().encodeToString(data), "base64"));
    }

    private JsonObject trial(String transaction) {
        return new JsonObject()
                .put("err", error(!chain().refuses(read(transaction))))
                .put("unitsConsumed", UNITS_TAKEN);
    }

    private ChainTransaction read(String transaction) {
        return WireTransaction.read(Base64.getDecoder().decode(transaction), wallet);
    }

    /** As nodes do, after a trial. */
    private Answer send(String base64) {
        ChainTransaction transaction = read(base64);
        boolean isGood = transaction.turn() instanceof Turn.Until(int lastHeight) && node.takesUntil(lastHeight);
        if (node.find(transaction.id()).isPresent()) {
            return failed("This transaction has already been processed");
        }
        if (!isGood) {
            return failed("Blockhash not found");
        }
        if (chain().refuses(transaction)) {
            return failed("Error processing Instruction 3: custom program error: 0x11");
        }
        if (!node.careless()) {
            chain().submit(transaction);
        }
        return new Answer.Result(transaction.id());
    }

    private static Answer failed(String why) {
        return new Answer.Refusal(PREFLIGHT_FAILED, "Transaction simulation failed: " + why);
    }
}
