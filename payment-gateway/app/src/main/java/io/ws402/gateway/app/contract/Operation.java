package io.ws402.gateway.app.contract;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call as the document describes it.
 *
 * @param id its {@code operationId}
 * @param method the HTTP method
 * @param path with its parameters in braces
 * @param needsKey whether an API key is needed
 * @param role the one role whose keys will do, empty when every key will
 * @param parameters of path, query and headers
 * @param body what a body must be; null when the call takes none
 * @param maxBodyBytes how long a body may be
 */
public record Operation(
        String id,
        HttpMethod method,
        String path,
        boolean needsKey,
        Optional<String> role,
        List<Parameter> parameters,
        @Nullable Check body,
        int maxBodyBytes) {
    /** Where a parameter stands. */
    public enum Place {
        PATH,
        QUERY,
        HEADER
    }

    /**
     * A parameter.
     *
     * @param integer whether its text is read as a whole number before it is checked
     */
    public record Parameter(String name, Place place, boolean required, boolean integer, Check check) {}

    /** Whether the call takes this header. */
    public boolean takesHeader(String name) {
        return parameters.stream()
                .anyMatch(parameter -> parameter.place == Place.HEADER && parameter.name.equalsIgnoreCase(name));
    }

    /** The first thing that is wrong with the parameters, or null; {@code text} gives a parameter's text or null. */
    public @Nullable Violation parameterViolation(Function<Parameter, @Nullable String> text) {
        for (Parameter parameter : parameters) {
            Violation violation = violation(parameter, text.apply(parameter));
            if (violation != null) {
                return violation.under(parameter.name);
            }
        }
        return null;
    }

    /** The first thing that is wrong with a body that was strictly parsed, or null. */
    public @Nullable Violation bodyViolation(JsonObject json) {
        return body == null ? null : body.violation(json);
    }

    private static @Nullable Violation violation(Parameter parameter, @Nullable String text) {
        if (text == null) {
            return parameter.required ? Violation.missing("") : null;
        }
        if (!parameter.integer) {
            return parameter.check.violation(text);
        }
        if (!text.matches("0|[1-9][0-9]{0,17}")) {
            return new Violation(Violation.INVALID_FIELD, "", "must be a whole number");
        }
        return parameter.check.violation(Long.valueOf(text));
    }
}
