package io.ws402.gateway.app.contract;

/**
 * What the contract says is wrong with a request.
 *
 * @param code stable, snake_case, for example {@code missing_field}
 * @param field the path of the field at fault, for example {@code sessions[2].consumed}; empty for the whole
 * @param complaint what is wrong with it, to be read behind its name
 */
public record Violation(String code, String field, String complaint) {
    /** Something has to be there and is not. */
    public static final String MISSING_FIELD = "missing_field";
    /** Something is of another type, or outside its range. */
    public static final String INVALID_FIELD = "invalid_field";

    static Violation missing(String field) {
        return new Violation(MISSING_FIELD, field, "is missing");
    }

    /** The same, seen from the object that holds it. */
    Violation under(String name) {
        String path = field.isEmpty() ? name : field.startsWith("[") ? name + field : name + "." + field;
        return new Violation(code, path, complaint);
    }

    /** A sentence for whoever sent it. */
    public String sentence() {
        return (field.isEmpty() ? "the document" : field) + " " + complaint;
    }
}
