package io.ws402.gateway.wallet;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.ws402.gateway.ledger.Account;
import io.ws402.gateway.ledger.Journal;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.storage.Database;
import java.math.BigInteger;

/** What operators put into wallets and took out of them by themselves. Each is entered once, under an id. */
public final class OperatorFloats {
    private static final String OPENING = "opening:";

    private final Database database;
    private final Ledger ledger;
    private final OperatorFloatRepository floats = new OperatorFloatRepository();

    /** Of this database. */
    public OperatorFloats(Database database, Ledger ledger) {
        this.database = database;
        this.ledger = ledger;
    }

    /** What became of it. */
    public enum Entered {
        /** It is in the ledger now. */
        NOW,
        /** It was, by the same id and with the same figures. */
        BEFORE,
        /** The id stands for something else; nothing was entered. */
        ID_TAKEN
    }

    /**
     * Enters what was put into a wallet, or taken out of it.
     *
     * @param id names it: repeated, it is entered once
     * @param amount in smallest units, negative when taken out; not zero
     * @param note why, for the books
     * @throws IllegalArgumentException when the amount is zero, or the id one of an opening balance
     */
    public Future<Entered> enter(String id, WalletAsset into, BigInteger amount, String note) {
        if (amount.signum() == 0 || id.startsWith(OPENING)) {
            throw new IllegalArgumentException("neither nothing nor an opening balance is entered by hand");
        }
        return store(id, into, amount, note);
    }

    /** Enters what a wallet held when it was first looked at, which may be nothing, once. */
    Future<Entered> open(WalletAsset wallet, BigInteger amount) {
        return store(OPENING + wallet.wallet() + ":" + wallet.asset(), wallet, amount, "held when first looked at");
    }

    private Future<Entered> store(String id, WalletAsset into, BigInteger amount, String note) {
        return database.transaction(transaction -> floats.enter(transaction, id, into, amount, note)
                .compose(entered -> entered
                        ? post(transaction, id, into, amount).map(Entered.NOW)
                        : floats.isSame(transaction, id, into, amount)
                                .map(same -> same ? Entered.BEFORE : Entered.ID_TAKEN)));
    }

    private Future<Void> post(SqlConnection transaction, String id, WalletAsset into, BigInteger amount) {
        return amount.signum() == 0
                ? Future.succeededFuture()
                : ledger.post(
                        transaction,
                        Journal.of("operator_float", id, null)
                                .entry(Account.CHAIN, into.wallet(), into.asset(), amount)
                                .entry(Account.OPERATOR_FLOAT, into.wallet(), into.asset(), amount.negate())
                                .build());
    }
}
