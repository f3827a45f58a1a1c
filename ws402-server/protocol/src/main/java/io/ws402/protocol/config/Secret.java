package io.ws402.protocol.config;

/** A configured value that must not be shown: it never prints itself. */
public final class Secret {
    private final String value;

    /** Wraps the value. */
    public Secret(String value) {
        this.value = value;
    }

    /** The value, for the one place that needs it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
