package io.ws402.gateway.app.contract;

import org.jspecify.annotations.Nullable;

/** A schema, compiled. Stateless; allocates nothing for a value that passes. */
@FunctionalInterface
public interface Check {
    /** Lets everything pass. */
    Check ANYTHING = value -> null;

    /** The first thing that is wrong with a value, or null. The value is as a strict JSON parser made it, never null. */
    @Nullable Violation violation(Object value);
}
