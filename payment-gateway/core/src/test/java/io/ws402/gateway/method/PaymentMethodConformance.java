package io.ws402.gateway.method;

/**
 * What every payment method must do, whatever its rail. A method's own test extends this class and brings the rail; a
 * method that passes can be put into a gateway.
 */
public abstract class PaymentMethodConformance
        implements DetectionContract, QuoteContract, ObservationContract, RefundContract, LifecycleContract {}
