package io.ws402.protocol.payment;

/** What came of settling a session. */
public sealed interface SettleOutcome {
    /** Settled, now or by an earlier call; {@code settlement} is the first answer in either case. */
    record Settled(Settlement settlement) implements SettleOutcome {}

    /**
     * Not by this holder: another one took the session up, or it never was held.
     *
     * @param code {@code lease_lost}, {@code not_held}, {@code unknown_payment} or {@code amount_mismatch}
     * @param reason a sentence for the log
     */
    record Refused(String code, String reason) implements SettleOutcome {}

    /** The gateway did not answer; the same report may be sent again until it does. */
    record Unavailable(String reason) implements SettleOutcome {}
}
