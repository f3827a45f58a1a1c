package io.ws402.gateway.access;

/**
 * Whose money a gateway takes.
 *
 * @param id its id, {@code mch_…}
 * @param name for display
 * @param feeBasisPoints the platform's part of what is captured, in hundredths of a percent, 0 … 10000
 */
public record Merchant(String id, String name, int feeBasisPoints) {
    private static final int ALL = 10_000;

    /** @throws IllegalArgumentException when the fee is not a part */
    public Merchant {
        if (feeBasisPoints < 0 || feeBasisPoints > ALL) {
            throw new IllegalArgumentException(
                    "the fee of " + id + " must be 0 … " + ALL + " basis points, not " + feeBasisPoints);
        }
    }
}
