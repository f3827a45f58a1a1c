package io.ws402.gateway.operator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision of an operator, as the trail has it.
 *
 * @param at when, by the database's clock
 * @param operator who
 * @param action what, for example {@code refund.retry}
 * @param subject to what: a refund's id, a transfer's settlement key
 * @param note why
 * @param txId the transfer outside that it tells of, if any
 */
public record OperatorAction(
        Instant at,
        String operator,
        String action,
        String subject,
        String note,
        @Nullable String txId) {}
