package io.ws402.gateway.method;

/**
 * What every payment method of authorised money must do, whatever its rail: as {@link PaymentMethodConformance}, but that it
 * collects, and gives nothing back.
 */
public abstract class AuthorisedMethodConformance
        implements DetectionContract, QuoteContract, ObservationContract, CollectContract, LifecycleContract {
    @Override
    public abstract AuthorisedRailUnderTest rail();
}
