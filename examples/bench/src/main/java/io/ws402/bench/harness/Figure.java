package io.ws402.bench.harness;

/**
 * Something that is measured.
 *
 * @param what it is, in words; stable, for people compare runs by it
 * @param unit of its value
 */
public record Figure(String what, String unit) {}
