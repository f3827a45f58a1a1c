package io.ws402.fuzz;

/** Something that reads bytes from outside, and what must hold of its answer whatever they are. */
public interface Reader {
    /** Reads an input; throws, an {@link AssertionError} mostly, where a property does not hold. */
    void read(byte[] input);
}
