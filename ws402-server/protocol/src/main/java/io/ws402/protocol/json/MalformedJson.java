package io.ws402.protocol.json;

/**
 * Input that is refused. It carries no stack trace: it describes what somebody else sent, and is cheap under attack.
 */
public final class MalformedJson extends RuntimeException {
    /** Not JSON at all, or not UTF-8. */
    public static final String INVALID_JSON = "invalid_json";
    /** Longer than the reader allows. */
    public static final String TOO_LARGE = "too_large";
    /** Nested deeper than {@link StrictJson#MAX_DEPTH}. */
    public static final String TOO_DEEP = "too_deep";
    /** A field that stands twice in one object. */
    public static final String DUPLICATE_KEY = "duplicate_key";
    /** Something behind the end of the document. */
    public static final String TRAILING_DATA = "trailing_data";
    /** A number with a fraction or an exponent, not a number, or one of more than 78 digits. */
    public static final String INVALID_NUMBER = "invalid_number";
    /** A string with a NUL or half a surrogate pair. */
    public static final String INVALID_STRING = "invalid_string";
    /** A field that has to be there and is not. */
    public static final String MISSING_FIELD = "missing_field";
    /** A field of another type or outside its range. */
    public static final String INVALID_FIELD = "invalid_field";
    /** An amount that is neither a whole number ≥ 0 nor its decimal string. */
    public static final String INVALID_AMOUNT = "invalid_amount";
    /** An amount and its {@code …Atomic} twin that differ. */
    public static final String TWINS_DIFFER = "twins_differ";

    private final String code;
    private final String field;

    /**
     * @param code one of this class's constants
     * @param field the path of the field at fault, for example {@code plan.pricePerSecond}; empty for the document itself
     * @param message a sentence for whoever sent it
     */
    public MalformedJson(String code, String field, String message) {
        super(message, null, false, false);
        this.code = code;
        this.field = field;
    }

    /** What is wrong, stable and in snake_case: one of this class's constants. */
    public String code() {
        return code;
    }

    /** The path of the field at fault, for example {@code sessions[2].consumed}; empty for the document itself. */
    public String field() {
        return field;
    }

    /** What is wrong, in a sentence. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
