package io.ws402.gateway.credits;

/** What came of asking for a transfer. */
sealed interface TransferOutcome {
    /** It has happened, now or when its memo was first used; then it is that first transfer, whatever was asked now. */
    record Done(CreditTransfer transfer) implements TransferOutcome {}

    /** Nothing moved: the source does not have that much, one of the accounts is not there, or it came too late. */
    record NotDone(Reason reason) implements TransferOutcome {}

    /** Why nothing moved. */
    enum Reason {
        BALANCE_TOO_SMALL,
        UNKNOWN_ACCOUNT,
        TOO_LATE
    }
}
