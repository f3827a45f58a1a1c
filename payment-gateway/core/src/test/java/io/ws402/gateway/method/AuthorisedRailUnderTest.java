package io.ws402.gateway.method;

import java.time.Instant;

/** A rail on which money is only authorised, as {@link AuthorisedMethodConformance} needs it. */
public interface AuthorisedRailUnderTest extends RailUnderTest {
    /** Makes a payer revoke what it authorised, or spend it for something else, finally. */
    void revoke(ObservedDeposit authorised);

    /** Lets time pass on the rail up to a moment. */
    void passUntil(Instant moment);

    /** Lets so much time pass on the rail that nothing of it can be taken any more. */
    void lapse(ObservedDeposit authorised);

    /** Takes from a payer what it has, so that it can not pay for now. */
    void impoverish(String payer);
}
