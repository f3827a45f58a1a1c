package io.ws402.chaos.solana;

import org.jspecify.annotations.Nullable;

/** What a node answers. */
sealed interface Answer {
    /** What was asked for. */
    record Result(@Nullable Object value) implements Answer {}

    /** An error. */
    record Refusal(int code, String message) implements Answer {}
}
