package io.ws402.bench.harness;

import java.util.Map;

/**
 * One of those that are compared.
 *
 * @param name for people, for example {@code raw Vert.x}
 * @param measurement measures it once
 */
public record Side(String name, Measurement measurement) {
    /** Does the work once, warm, and says what it came to. Blocking. */
    @FunctionalInterface
    public interface Measurement {
        /** One value for each figure; @throws Exception when the work could not be done, or not all of it. */
        Map<Figure, Double> measure() throws Exception;
    }
}
