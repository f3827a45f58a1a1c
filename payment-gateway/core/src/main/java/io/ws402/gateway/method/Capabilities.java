package io.ws402.gateway.method;

/**
 * What a method can do.
 *
 * @param binding what ties a payment to its quote
 * @param money whether what arrives is held by us or only authorised
 * @param canRefund whether it has a key to send with; without one refunds stay planned for an operator
 */
public record Capabilities(Binding binding, MoneyKind money, boolean canRefund) {
    /** What ties a payment on the rail to one quote. */
    public enum Binding {
        /** The amount alone: it must be unique among open and recent quotes, and match exactly. */
        AMOUNT,
        /** Something that the payer put on the rail or signed (a reference key, memo, invoice): all that arrived counts. */
        REFERENCE
    }

    /** Two kinds of money meet in a session; only their settlement differs. */
    public enum MoneyKind {
        /** Held by us; the unused part is refunded. */
        PREPAID,
        /** A permission to take up to an amount; only what was used is captured, nothing is refunded. */
        AUTHORISED
    }
}
