package io.ws402.gateway.operator;

/**
 * Who decides, and why; it goes into the trail with what was decided.
 *
 * @param operator the person, or the key, that answers for it
 * @param note why
 */
public record Decision(String operator, String note) {
    /** @throws IllegalArgumentException when one of them is blank: a trail without them is none */
    public Decision {
        if (operator.isBlank() || note.isBlank()) {
            throw new IllegalArgumentException("a decision needs an operator and a note");
        }
    }
}
