package io.ws402.gateway.refund;

import io.ws402.gateway.method.CollectRail;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.RefundRail;
import java.util.Optional;

/** The rails of payment methods, by their ids; empty while a method is not configured or not up. */
public interface TransferRails {
    /** What its refunds are sent on. */
    Optional<RefundRail> refunds(String methodId);

    /** What its collections are made on; empty too where it takes no authorised money. */
    default Optional<CollectRail> collections(String methodId) {
        return Optional.empty();
    }

    /** Those of a gateway's methods. */
    static TransferRails of(MethodRegistry methods) {
        return new TransferRails() {
            @Override
            public Optional<RefundRail> refunds(String methodId) {
                return up(methodId).map(PaymentMethod::refunds);
            }

            @Override
            public Optional<CollectRail> collections(String methodId) {
                return up(methodId).flatMap(PaymentMethod::collections);
            }

            private Optional<PaymentMethod> up(String methodId) {
                return methods.isUp(methodId) ? methods.byId(methodId) : Optional.empty();
            }
        };
    }
}
