package io.ws402.chaos.mutant;

import io.vertx.core.json.JsonObject;
import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.solana.Hearsay;
import java.util.Set;

/** What nodes are taken to say, each time so that one check of the real refunds has nothing to find. */
final class WrongNodes {
    private static final Set<String> SEEN = Set.of("getSignatureStatuses", "isBlockhashValid");

    /** No node is behind: each has seen every slot. */
    static final Hearsay NONE_LAGS = (method, params, answer) ->
            SEEN.contains(method) && answer instanceof JsonObject said ? asOfNow(said.copy()) : answer;

    /** Every node keeps all there ever was. */
    static final Hearsay NONE_FORGETS =
            (method, params, answer) -> method.equals("getFirstAvailableBlock") ? 0 : answer;

    /** What a blockhash's life was said to be is all that is asked of it. */
    static final Hearsay NO_BLOCKHASH_IS_VALID =
            (method, params, answer) -> method.equals("isBlockhashValid") && answer instanceof JsonObject said
                    ? asOfNow(said.copy().put("value", false))
                    : answer;

    /** The newest block is final. */
    static final Hearsay NEWEST_IS_FINAL = finalBy(SimChain.FINAL_DEPTH);

    /** The final chain is past every block that could hold anything. */
    static final Hearsay EXPIRES_AT_ONCE = finalBy(1_000);

    private WrongNodes() {}

    private static JsonObject asOfNow(JsonObject said) {
        return said.put("context", new JsonObject().put("slot", 1_000_000L));
    }

    /** The final chain is said to be so many blocks further, and no blockhash is any good there. */
    private static Hearsay finalBy(int blocks) {
        return (method, params, answer) -> method.equals("getEpochInfo")
                        && answer instanceof JsonObject said
                        && params.getFirst() instanceof JsonObject options
                        && options.getString("commitment").equals("finalized")
                ? said.copy().put("blockHeight", said.getInteger("blockHeight") + blocks)
                : NO_BLOCKHASH_IS_VALID.of(method, params, answer);
    }
}
