package io.ws402.chaos.database;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parameters as a label has them: without what is drawn at random outside of the seed. */
final class Parameters {
    // A bare UUID is the token of a refund worker's lease; what the seed makes has a prefix.
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int BRIEF = 100;

    private Parameters() {}

    static String of(Tuple parameters) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < parameters.size(); at++) {
            text.append(of(parameters.getValue(at))).append(' ');
        }
        return text.toString();
    }

    private static String of(@Nullable Object value) {
        if (value instanceof Object[] array) {
            return Arrays.stream(array).map(Parameters::of).toList().toString();
        }
        if (value instanceof Buffer bytes) {
            return Integer.toHexString(bytes.hashCode());
        }
        String text = String.valueOf(value);
        return TOKEN.matcher(text).matches() ? "token" : text;
    }

    static String brief(Tuple parameters) {
        String text = of(parameters);
        return text.length() <= BRIEF ? text : text.substring(0, BRIEF) + "…";
    }
}
