package io.ws402.gateway.ledger;

import java.util.Locale;

/**
 * The accounts of the ledger, each with one balance per owner and asset. Positive is what we have (or spent), negative
 * what we owe or earned.
 */
public enum Account {
    /** What our wallet holds on the rail. Owner: the wallet. */
    CHAIN,
    /** What was paid in and is neither captured nor given back. Owner: the deposit. */
    HELD,
    /** What a merchant earned, its fee taken off. Owner: the merchant. */
    MERCHANT,
    /** What the platform earned of a merchant's captures. Owner: the merchant. */
    FEES,
    /** What is on its way back to a payer. Owner: the refund. */
    REFUNDS_IN_FLIGHT,
    /** What we owe a payer because sending it is not worth its fee, or was refused. Owner: the payer, as the rail says. */
    PAYER_CREDIT,
    /** What the operator put into our wallet, or took out. Owner: the wallet. */
    OPERATOR_FLOAT,
    /** What moving money cost us, in the rail's native coin. Owner: the wallet that paid it. */
    NETWORK_FEES,
    /** What is gone. Owner: who bears it. */
    LOSSES;

    private static final Account[] ALL = values();

    /** As it is stored. */
    public String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is none of this name */
    public static Account ofSqlName(String sqlName) {
        for (Account account : ALL) {
            if (account.sqlName().equals(sqlName)) {
                return account;
            }
        }
        throw new IllegalArgumentException("no ledger account is named '" + sqlName + "'");
    }
}
