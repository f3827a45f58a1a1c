package io.ws402.chaos.world;

import io.ws402.chaos.solana.Hearsay;
import io.ws402.gateway.method.PaymentMethod;
import java.util.function.UnaryOperator;

/**
 * What is changed about the gateway on purpose, to see whether the simulator notices.
 *
 * @param sql rewrites its statements
 * @param method wraps its payment methods
 * @param hearsay what it takes the answers of a cluster's nodes for
 */
public record Alterations(UnaryOperator<String> sql, UnaryOperator<PaymentMethod> method, Hearsay hearsay) {
    /** The gateway as it is. */
    public static final Alterations NONE =
            new Alterations(UnaryOperator.identity(), UnaryOperator.identity(), Hearsay.TRUE);
}
