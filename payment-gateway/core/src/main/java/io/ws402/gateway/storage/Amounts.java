package io.ws402.gateway.storage;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.data.Numeric;
import java.math.BigInteger;
import java.util.Collection;

/**
 * Amounts between Java and {@code numeric(78, 0)}. In SQL a parameter that is an amount is written {@code $n::numeric}:
 * left alone, PostgreSQL would give it the domain's type, which the driver does not know.
 */
public final class Amounts {
    private Amounts() {}

    /** As a parameter. */
    public static Numeric toSql(BigInteger amount) {
        return Numeric.create(amount);
    }

    /** As a parameter {@code $n::numeric[]}. */
    public static Numeric[] toSql(Collection<BigInteger> amounts) {
        return amounts.stream().map(Amounts::toSql).toArray(Numeric[]::new);
    }

    /** Of a column that is not null. */
    public static BigInteger of(Row row, String column) {
        return row.getNumeric(column).bigIntegerValue();
    }
}
