package io.ws402.gateway.methods.solana.payment;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Up to where our accounts were looked through.
 *
 * @param slot a final slot that all of them were looked through to; an account that is new is looked through from there
 * @param accounts what is remembered of each
 */
public record FeedPosition(long slot, Map<SolanaAddress, Mark> accounts) {
    private static final String SLOT = "slot";
    private static final String ACCOUNTS = "accounts";
    private static final String SIGNATURE = "signature";
    private static final String BEFORE = "before";

    /**
     * What is remembered of an account.
     *
     * @param slot the slot of the last transaction that was looked at
     * @param signature that transaction; null when the account had none
     * @param before where to go on towards older ones, when there were too many to list at once; null for the newest
     */
    public record Mark(
            long slot, @Nullable String signature, @Nullable String before) {}

    /** Reads a stored one. */
    public static FeedPosition of(JsonObject json) {
        Map<SolanaAddress, Mark> accounts = new LinkedHashMap<>();
        JsonObject stored = json.getJsonObject(ACCOUNTS);
        for (String account : stored.fieldNames()) {
            JsonObject mark = stored.getJsonObject(account);
            accounts.put(
                    new SolanaAddress(account),
                    new Mark(mark.getLong(SLOT), mark.getString(SIGNATURE), mark.getString(BEFORE)));
        }
        return new FeedPosition(json.getLong(SLOT), accounts);
    }

    /** What is remembered of an account; of one that is new, nothing before the whole position. */
    public Mark mark(SolanaAddress account) {
        return accounts.getOrDefault(account, new Mark(slot, null, null));
    }

    /** As it is stored. */
    public JsonObject toJson() {
        JsonObject stored = new JsonObject();
        accounts.forEach((account, mark) -> {
            JsonObject json = new JsonObject().put(SLOT, mark.slot());
            if (mark.signature() != null) {
                json.put(SIGNATURE, mark.signature());
            }
            if (mark.before() != null) {
                json.put(BEFORE, mark.before());
            }
            stored.put(account.text(), json);
        });
        return new JsonObject().put(SLOT, slot).put(ACCOUNTS, stored);
    }
}
