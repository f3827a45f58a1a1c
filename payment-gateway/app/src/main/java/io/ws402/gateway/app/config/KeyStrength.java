package io.ws402.gateway.app.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether an API key can protect money: long, not a pattern, and not one that stands in somebody's example. */
final class KeyStrength {
    private static final int MIN_LENGTH = 32;
    private static final int MAX_LENGTH = 256;
    private static final int MIN_DISTINCT_CHARACTERS = 8;

    /** Parts of keys that people copy from manuals, and of keys that are public knowledge. */
    private static final List<String> WELL_KNOWN = List.of(
            "change-me",
            "change_me",
            "changeme",
            "change-in",
            "change_in",
            "change-this",
            "change_this",
            "your-api",
            "your_api",
            "your-secret",
            "your_secret",
            "example",
            "password",
            "secret-key",
            "secret_key",
            "test-key",
            "test_key",
            "api-key-here",
            "api_key_here",
            "0123456789abcdef0123456789abcdef",
            "abcdefghijklmnopqrstuvwxyz",
            "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

    private KeyStrength() {}

    /** What is wrong with it, to be read behind the key's name; never repeats the key. */
    static Optional<String> complaint(String key) {
        Optional<String> shape = complaintAboutShape(key);
        if (shape.isPresent()) {
            return shape;
        }
        if (key.chars().distinct().count() < MIN_DISTINCT_CHARACTERS) {
            return Optional.of("is not random");
        }
        String lower = key.toLowerCase(Locale.ROOT);
        return WELL_KNOWN.stream().anyMatch(lower::contains)
                ? Optional.of("is a well-known key or an example")
                : Optional.empty();
    }

    /** The part of it that holds in development too. */
    static Optional<String> complaintAboutShape(String key) {
        if (key.length() < MIN_LENGTH) {
            return Optional.of("is shorter than " + MIN_LENGTH + " characters");
        }
        if (key.length() > MAX_LENGTH || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            return Optional.of("must be at most " + MAX_LENGTH + " visible ASCII characters");
        }
        return Optional.empty();
    }
}
