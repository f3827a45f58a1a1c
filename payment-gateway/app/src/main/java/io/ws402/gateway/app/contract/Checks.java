package io.ws402.gateway.app.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keywords of JSON Schema, each as a check. A member that is {@code null} counts as absent. */
final class Checks {
    private Checks() {}

    static Check all(List<Check> checks) {
        Check[] each = checks.toArray(Check[]::new);
        return value -> {
            for (Check check : each) {
                Violation violation = check.violation(value);
                if (violation != null) {
                    return violation;
                }
            }
            return null;
        };
    }

    /** What is wrong is said by the first alternative: the one to name to a caller that meets none. */
    static Check any(List<Check> checks) {
        return value -> {
            Violation first = null;
            for (Check check : checks) {
                Violation violation = check.violation(value);
                if (violation == null) {
                    return null;
                }
                first = first == null ? violation : first;
            }
            return first;
        };
    }

    static Check type(Object types, Complaint complaint) {
        List<String> allowed = types instanceof JsonArray several ? texts(several) : List.of((String) types);
        Violation violation = complaint.or("must be of type " + String.join(" or ", allowed));
        return value -> allowed.contains(typeOf(value)) ? null : violation;
    }

    private static String typeOf(Object value) {
        return switch (value) {
            case String _ -> "string";
            case Integer _, Long _, BigInteger _ -> "integer";
            case JsonObject _ -> "object";
            case JsonArray _ -> "array";
            case Boolean _ -> "boolean";
            default -> "unknown";
        };
    }

    static Check properties(Map<String, Check> checks) {
        List<Map.Entry<String, Check>> members = List.copyOf(checks.entrySet());
        return value -> {
            if (value instanceof JsonObject object) {
                for (Map.Entry<String, Check> each : members) {
                    Object member = object.getValue(each.getKey());
                    Violation violation =
                            member == null ? null : each.getValue().violation(member);
                    if (violation != null) {
                        return violation.under(each.getKey());
                    }
                }
            }
            return null;
        };
    }

    static Check required(JsonArray names) {
        List<Violation> missing = texts(names).stream().map(Violation::missing).toList();
        return value -> {
            if (value instanceof JsonObject object) {
                for (Violation violation : missing) {
                    if (object.getValue(violation.field()) == null) {
                        return violation;
                    }
                }
            }
            return null;
        };
    }

    static Check items(Check item) {
        return value -> {
            if (value instanceof JsonArray array) {
                for (int i = 0; i < array.size(); i++) {
                    Object element = array.getValue(i);
                    Violation violation = element == null ? invalid("can not be null") : item.violation(element);
                    if (violation != null) {
                        return violation.under("[" + i + "]");
                    }
                }
            }
            return null;
        };
    }

    static Check maxItems(int most) {
        Violation violation = invalid("must have at most " + most + " elements");
        return value -> value instanceof JsonArray array && array.size() > most ? violation : null;
    }

    static Check oneOf(JsonArray allowed) {
        Violation violation = invalid("must be one of " + String.join(", ", texts(allowed)));
        Set<String> values = Set.copyOf(texts(allowed));
        return value -> value instanceof String text && values.contains(text) ? null : violation;
    }

    static Check pattern(String regex, Complaint complaint) {
        // JSON Schema's $ is the end of the text; Java's also stands before a line break there.
        Pattern pattern = Pattern.compile(regex.replaceFirst("\\$$", "\\\\z"));
        Violation violation = complaint.or("must match " + regex);
        return value -> value instanceof String text && !pattern.matcher(text).find() ? violation : null;
    }

    static Check minLength(int least) {
        Violation violation = invalid("must have at least " + least + " characters");
        return value -> value instanceof String text && length(text) < least ? violation : null;
    }

    static Check maxLength(int most) {
        Violation violation = invalid("must have at most " + most + " characters");
        return value -> value instanceof String text && length(text) > most ? violation : null;
    }

    static Check range(@Nullable Object minimum, @Nullable Object maximum, Complaint complaint) {
        BigInteger least = minimum == null ? null : whole(minimum);
        BigInteger most = maximum == null ? null : whole(maximum);
        Violation violation = complaint.or("must be "
                + (least == null ? "at most " + most : most == null ? least + " or more" : least + " … " + most));
        return value -> {
            if (!(value instanceof Number)) {
                return null;
            }
            BigInteger number = whole(value);
            boolean within =
                    (least == null || number.compareTo(least) >= 0) && (most == null || number.compareTo(most) <= 0);
            return within ? null : violation;
        };
    }

    private static BigInteger whole(Object number) {
        return number instanceof BigInteger big ? big : BigInteger.valueOf(((Number) number).longValue());
    }

    private static Violation invalid(String complaint) {
        return new Violation(Violation.INVALID_FIELD, "", complaint);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static List<String> texts(JsonArray values) {
        return values.stream().map(String::valueOf).toList();
    }
}
