package io.ws402.gateway.voucher;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.Database;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A fake of a chain on which vouchers can be taken of, for tests only: all of it is one row of a real database, which each
 * question locks, so that two gateways and the dead see the same. Its wallet sends by sequence numbers; blocks come, and time
 * passes, when the test says so.
 */
final class VoucherChain {
    static final BigInteger FEE = BigInteger.valueOf(3);
    static final BigInteger ENDOWMENT = BigInteger.valueOf(1_000_000);

    private final Database database;
    private final String wallet = "0x" + UUID.randomUUID();

    VoucherChain(Database database) {
        this.database = database;
        Await.of(database.pool()
                .query("CREATE TABLE IF NOT EXISTS fake_voucher_chains (wallet text PRIMARY KEY, state jsonb NOT NULL)")
                .execute());
        JsonObject state = new JsonObject()
                .put("wallet", wallet)
                .put("next", 7)
                .put("ahead", 0)
                .put("balances", new JsonObject().put(wallet, ENDOWMENT.toString()))
                .put("secrets", new JsonObject())
                .put("pool", new JsonObject())
                .put("mined", new JsonObject())
                .put("spent", new JsonObject());
        Await.of(database.pool()
                .preparedQuery("INSERT INTO fake_voucher_chains VALUES ($1, $2)")
                .execute(Tuple.of(wallet, state)));
    }

    /** Ours, which signs too. */
    String wallet() {
        return wallet;
    }

    /** Asks, and changes what the question changes. */
    <T> Future<T> ask(Function<State, T> question) {
        return database.transaction(transaction -> transaction
                .preparedQuery("SELECT state FROM fake_voucher_chains WHERE wallet = $1 FOR UPDATE")
                .execute(Tuple.of(wallet))
                .compose(rows -> {
                    State state = new State(rows.iterator().next().getJsonObject("state"));
                    T answer = question.apply(state);
                    return transaction
                            .preparedQuery("UPDATE fake_voucher_chains SET state = $2 WHERE wallet = $1")
                            .execute(Tuple.of(wallet, state.json))
                            .map(stored -> answer);
                }));
    }

    /** All there is to the chain. */
    static final class State {
        private final JsonObject json;

        private State(JsonObject json) {
            this.json = json;
        }

        private String wallet() {
            return json.getString("wallet");
        }

        long time() {
            return System.currentTimeMillis() + json.getLong("ahead");
        }

        void pass(long ms) {
            json.put("ahead", json.getLong("ahead") + ms);
        }

        BigInteger balance(String account) {
            return new BigInteger(json.getJsonObject("balances").getString(account, "0"));
        }

        void give(String account, BigInteger units) {
            json.getJsonObject("balances")
                    .put(account, balance(account).add(units).toString());
        }

        void open(String account, String secret) {
            json.getJsonObject("secrets").put(account, secret);
        }

        String secret(String account) {
            return json.getJsonObject("secrets").getString(account, "nobody's");
        }

        /** What the wallet's next transaction has to be numbered. */
        long expected() {
            return json.getLong("next") + json.getJsonObject("pool").size();
        }

        long next() {
            return json.getLong("next");
        }

        /** By which transaction a voucher was taken of, and how much; null while it was not. */
        @Nullable JsonObject spent(String voucher) {
            return json.getJsonObject("spent").getJsonObject(voucher);
        }

        void revoke(String voucher) {
            json.getJsonObject("spent").put(voucher, new JsonObject().put("revoked", true));
        }

        @Nullable JsonObject mined(String id) {
            return json.getJsonObject("mined").getJsonObject(id);
        }

        /** What was executed from a number on, in order. */
        List<JsonObject> minedFrom(long number) {
            return json.getJsonObject("mined").stream()
                    .map(entry -> (JsonObject) entry.getValue())
                    .filter(tx -> tx.getLong("number") >= number)
                    .sorted(Comparator.comparing(tx -> tx.getLong("number")))
                    .toList();
        }

        @Nullable JsonObject minedUnder(long number) {
            return minedFrom(number).stream()
                    .filter(tx -> tx.getLong("number") == number)
                    .findFirst()
                    .orElse(null);
        }

        @Nullable JsonObject waiting(long number) {
            return json.getJsonObject("pool").getJsonObject(Long.toString(number));
        }

        /** Why a transaction is not taken; null when it is. */
        @Nullable String submit(JsonObject tx) {
            long number = tx.getLong("number");
            JsonObject waits = waiting(number);
            if (mined(tx.getString("id")) != null) {
                return null;
            }
            if (number < next()) {
                return "its number is taken";
            }
            if (waits != null && !waits.equals(tx) && waits.getLong("price") >= tx.getLong("price")) {
                return "another one waits that pays as much";
            }
            json.getJsonObject("pool").put(Long.toString(number), tx);
            return null;
        }

        /** Executes what waits, in order of its numbers, up to the first gap. */
        void mine() {
            for (JsonObject tx = waiting(next()); tx != null; tx = waiting(next())) {
                json.getJsonObject("pool").remove(Long.toString(next()));
                json.put("next", next() + 1);
                give(wallet(), FEE.negate());
                json.getJsonObject("mined").put(tx.getString("id"), tx.copy().put("succeeded", take(tx)));
            }
        }

        private boolean take(JsonObject tx) {
            Voucher voucher = Voucher.of(tx.getJsonObject("voucher"));
            BigInteger amount = new BigInteger(tx.getString("amount"));
            boolean may = voucher.isSignedWith(secret(voucher.payer()))
                    && voucher.recipient().equals(wallet())
                    && spent(voucher.id()) == null
                    && time() < voucher.lapsesAt()
                    && amount.compareTo(voucher.most()) <= 0
                    && amount.compareTo(balance(voucher.payer())) <= 0;
            if (may) {
                give(voucher.payer(), amount.negate());
                give(wallet(), amount);
                json.getJsonObject("spent")
                        .put(
                                voucher.id(),
                                new JsonObject()
                                        .put("by", tx.getString("id"))
                                        .put("number", tx.getLong("number"))
                                        .put("amount", amount.toString()));
            }
            return may;
        }

        /** What waits is forgotten. */
        void forget() {
            json.put("pool", new JsonObject());
        }

        /** A transaction that is none of ours takes the wallet's next number. */
        void numberTakenByAnother() {
            json.getJsonObject("pool").remove(Long.toString(next()));
            json.put("next", next() + 1);
        }

        /** What waits does not move any more until it pays more. */
        void stick() {
            json.getJsonObject("pool").forEach(entry -> ((JsonObject) entry.getValue()).put("stuck", true));
        }
    }
}
