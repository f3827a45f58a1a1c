package io.ws402.chaos.world;

import io.ws402.chaos.chain.Expiry;
import io.ws402.gateway.method.PaymentMethod;
import java.util.function.UnaryOperator;

/**
 * What is changed about the gateway on purpose, to see whether the simulator notices.
 *
 * @param sql rewrites its statements
 * @param method wraps its payment methods
 * @param expiry when a rail without sequence numbers signs anew
 */
public record Alterations(UnaryOperator<String> sql, UnaryOperator<PaymentMethod> method, Expiry expiry) {
    /** The gateway as it is. */
    public static final Alterations NONE =
            new Alterations(UnaryOperator.identity(), UnaryOperator.identity(), Expiry.FINAL);
}
