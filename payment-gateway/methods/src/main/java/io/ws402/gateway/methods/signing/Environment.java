package io.ws402.gateway.methods.signing;

import org.jspecify.annotations.Nullable;

/** The environment variables of a process, or of a test. */
@FunctionalInterface
public interface Environment {
    /** The variable's value, null when it is not set. */
    @Nullable String get(String variable);

    /** Those of this process. */
    static Environment ofProcess() {
        return System::getenv;
    }
}
