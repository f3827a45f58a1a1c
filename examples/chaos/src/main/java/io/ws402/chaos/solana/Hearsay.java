package io.ws402.chaos.solana;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a gateway takes nodes' answers for. */
@FunctionalInterface
public interface Hearsay {
    /** As they are. */
    Hearsay TRUE = (method, params, answer) -> answer;

    /** What it takes the answer to a call for. */
    @Nullable Object of(String method, List<?> params, @Nullable Object answer);
}
