package io.ws402.gateway.method;

import io.ws402.protocol.money.Money;

/** Whether and how a refund is to be sent. */
public sealed interface RefundPlan {
    /** It can be sent for about this fee. */
    record Send(Money networkFee) implements RefundPlan {}

    /** Sending would cost as much as it carries, or more: it becomes payer credit. */
    record Dust(Money networkFee) implements RefundPlan {}

    /** The recipient would refuse it (its contract reverts, it is blacklisted): it becomes payer credit, with this reason. */
    record RecipientRefuses(String reason) implements RefundPlan {}

    /** Not now (no answer, fees above the cap, wallet too low, asset suspended): it stays planned and is tried later. */
    record Later(String reason) implements RefundPlan {}

    /** Never by itself (no key): it waits for an operator. */
    record Operator(String reason) implements RefundPlan {}
}
