package io.ws402.gateway.access;

import java.util.Locale;

/** What an API key is for. */
public enum Role {
    /** A WS402 server: quotes, and touches only payments it quoted or sessions it holds. */
    SERVER,
    /** A person: reads everything of the merchant, and resolves what is left to people. */
    OPERATOR;

    /** As it is stored and written in configuration. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException naming the roles there are */
    public static Role of(String wireName) {
        return switch (wireName) {
            case "server" -> SERVER;
            case "operator" -> OPERATOR;
            default -> throw new IllegalArgumentException("a role is server or operator, not '" + wireName + "'");
        };
    }
}
