package io.ws402.gateway.methods.solana.rpc;

import io.ws402.gateway.methods.rpc.RpcException;
import java.util.Set;
import java.util.regex.Pattern;

/** What a node's refusal of a transaction means. Words decide where codes do not; what is not recognised proves nothing. */
public enum RefusalKind {
    /** The cluster has this very transaction already. */
    KNOWN("already been processed|AlreadyProcessed"),
    /** Its blockhash is too old, or too new for this node. */
    BLOCKHASH("blockhash not found|BlockhashNotFound"),
    /** Tried before it was handed on, it failed: this node did not hand it on. */
    TRIAL_FAILED("simulation failed"),
    /** No node will ever take these bytes. */
    INVALID("signature verification fail|failed to deserialize|invalid base64|too large"),
    /** Anything else. */
    OTHER("");

    private static final int SKIPPED = -32007;
    private static final int SKIPPED_LONG_AGO = -32009;
    private static final int NOT_THERE_YET = -32004;
    private static final int NODE_UNHEALTHY = -32005;
    private static final int NO_HISTORY = -32011;
    private static final int CLEANED_UP = -32001;
    private static final int NO_SUCH_METHOD = -32601;
    private static final int FAULT_INSIDE = -32603;
    private static final int BEHIND = -32016;
    private static final int TOO_MANY = -32429;
    private static final Set<Integer> OF_THE_ENDPOINT = Set.of(
            NOT_THERE_YET, NODE_UNHEALTHY, NO_HISTORY, CLEANED_UP, NO_SUCH_METHOD, FAULT_INSIDE, BEHIND, TOO_MANY, 429);

    private static final Set<Integer> FINAL_OF_A_SLOT =
            Set.of(SKIPPED, SKIPPED_LONG_AGO, CLEANED_UP, NO_HISTORY, NO_SUCH_METHOD);

    private final Pattern words;

    RefusalKind(String words) {
        this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    }

    /** What the refusal means. */
    public static RefusalKind of(RpcException.Refused refused) {
        String message = String.valueOf(refused.getMessage());
        for (RefusalKind kind : values()) {
            if (kind.words.matcher(message).find()) {
                return kind;
            }
        }
        return OTHER;
    }

    /** Whether the node will never know more of that slot than now. */
    static boolean isFinalOfASlot(RpcException.Refused refused) {
        return FINAL_OF_A_SLOT.contains(refused.code());
    }

    /** Whether the error is about the endpoint (a limit, what it does not keep) and not about the question. */
    static boolean isOfTheEndpoint(RpcException.Refused refused) {
        return OF_THE_ENDPOINT.contains(refused.code());
    }
}
