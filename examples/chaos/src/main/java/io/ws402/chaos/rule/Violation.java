package io.ws402.chaos.rule;

/**
 * A rule that does not hold.
 *
 * @param rule its name
 * @param words what was found, with the numbers
 */
public record Violation(String rule, String words) {
    @Override
    public String toString() {
        return rule + ": " + words;
    }
}
