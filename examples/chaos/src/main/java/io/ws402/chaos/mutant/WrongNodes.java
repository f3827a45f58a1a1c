package io.ws402.chaos.mutant;

import io.vertx.core.json.JsonObject;
import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.solana.Hearsay;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What nodes are taken to say, each time so that one check of the real refunds has nothing to find. */
final class WrongNodes {
    /** No node is behind: each has seen every slot. */
    static final Hearsay NONE_LAGS = answering("getSignatureStatuses", answer -> {
        answer.getJsonObject("context").put("slot", 1_000_000L);
        return answer;
    });

    /** Every node keeps all there ever was. */
    static final Hearsay NONE_FORGETS =
            (method, params, answer) -> method.equals("getFirstAvailableBlock") ? 0 : answer;

    /** What a blockhash's life was said to be is all that is asked of it. */
    static final Hearsay NO_BLOCKHASH_IS_VALID = answering("isBlockhashValid", answer -> answer.put("value", false));

    /** The newest block is final. */
    static final Hearsay NEWEST_IS_FINAL =
            (method, params, answer) -> ofFinal(method, params, SimChain.FINAL_DEPTH, answer);

    /** The final chain is past every block that could hold anything. */
    static final Hearsay EXPIRES_AT_ONCE = (method, params, answer) ->
            NO_BLOCKHASH_IS_VALID.of(method, params, ofFinal(method, params, 1_000, answer));

    private WrongNodes() {}

    private static Hearsay answering(String call, UnaryOperator<JsonObject> otherwise) {
        return (method, params, answer) ->
                method.equals(call) && answer instanceof JsonObject json ? otherwise.apply(json.copy()) : answer;
    }

    private static @Nullable Object ofFinal(String method, List<?> params, int further, @Nullable Object answer) {
        boolean asked = method.equals("getEpochInfo")
                && params.getFirst() instanceof JsonObject options
                && options.getString("commitment").equals("finalized");
        return asked && answer instanceof JsonObject json
                ? json.copy().put("blockHeight", json.getInteger("blockHeight") + further)
                : answer;
    }
}
