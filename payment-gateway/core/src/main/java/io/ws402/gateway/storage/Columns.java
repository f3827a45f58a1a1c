package io.ws402.gateway.storage;

import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Rows as columns: arrays as parameters, the form in which one statement takes many. */
public final class Columns {
    private Columns() {}

    /** As a parameter {@code $n::text[]}, in the order of the rows. */
    public static <T> @Nullable String[] texts(Collection<T> rows, Function<T, @Nullable String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    /** As a parameter {@code $n::bigint[]}, in the order of the rows. */
    public static <T> Long[] longs(Collection<T> rows, ToLongFunction<T> value) {
        return rows.stream().map(value::applyAsLong).toArray(Long[]::new);
    }
}
