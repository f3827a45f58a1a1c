package io.ws402.gateway.methods.solana.refund;

import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.methods.solana.chain.TransactionDraft.Action;
import java.math.BigInteger;
import java.util.List;

/** What came of looking whether a refund can be sent. */
sealed interface Assessment {
    /**
     * It can.
     *
     * @param actions all that the transaction does
     * @param fee what it costs at most in lamports, the rent of a new account included
     * @param createsAccount whether it makes a token account
     */
    record Ready(List<Action> actions, BigInteger fee, boolean createsAccount) implements Assessment {
        /** Keeps its own copy of the actions. */
        public Ready {
            actions = List.copyOf(actions);
        }
    }

    /** It can not, or not now. */
    record Not(RefundPlan plan) implements Assessment {}
}
