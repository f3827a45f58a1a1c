package io.ws402.gateway.methods.evm.rpc;

import io.ws402.gateway.methods.rpc.RpcException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a node's error means. Nodes agree on no codes, so words decide; what is not recognised is {@link #OTHER} and
 * proves nothing.
 */
public enum RefusalKind {
    /** A contract threw, or ran out of the gas it was given. */
    REVERTED("revert|invalid opcode|out of ?gas|gas required exceeds|stack (under|over)flow|invalid jump|evm error"),
    /** The node has this very transaction already. */
    KNOWN("already ?known|already imported|known transaction|already exists"),
    /** The nonce was used, by this transaction or another. */
    NONCE_USED("nonce (is )?too low|invalid nonce|old ?nonce"),
    /** Its fees are too low for the pool, for this block or to replace another one. */
    UNDERPRICED("underpriced|fee too low|less than block base fee|max fee per gas less|gas price too low"),
    /** The account can not pay for it. */
    INSUFFICIENT_FUNDS("insufficient (funds|balance)|not enough funds"),
    /** No node will ever take these bytes. */
    INVALID("invalid (sender|signature|chain ?id)|intrinsic gas too low|exceeds block gas limit"
            + "|transaction type not supported|oversized data|rlp:"),
    /** Anything else. */
    OTHER("");

    private static final Set<Integer> OF_THE_ENDPOINT = Set.of(-32005, -32016, -32601, -32603, -32002);
    private static final int EXECUTION_REVERTED = 3;

    private final Pattern words;

    RefusalKind(String words) {
        this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    }

    /** What the error means. */
    public static RefusalKind of(RpcException.Refused refused) {
        if (refused.code() == EXECUTION_REVERTED) {
            return REVERTED;
        }
        String message = String.valueOf(refused.getMessage());
        for (RefusalKind kind : values()) {
            if (kind.words.matcher(message).find()) {
                return kind;
            }
        }
        return OTHER;
    }

    /** Whether the error is about the endpoint (a limit, a missing method, a fault inside) and not about the question. */
    static boolean anotherEndpointMayDo(RpcException.Refused refused) {
        return OF_THE_ENDPOINT.contains(refused.code()) && of(refused) == OTHER;
    }
}
