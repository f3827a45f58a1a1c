package io.ws402.gateway.methods.evm.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HexTest {
    @Test
    void readsNumbersOfAtMost256Bits() {
        assertEquals(Optional.of(BigInteger.valueOf(255)), Hex.quantity("0xff"));
        assertEquals(
                Optional.of(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)),
                Hex.quantity("0x" + "f".repeat(64)));
        assertEquals(Optional.empty(), Hex.quantity("0x1" + "0".repeat(64)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "ff", "0x-1", "0x+1", "0xg", " 0x1", "0x1 ", "0x1\n", "1e3", "0x1.8"})
    void readsNothingElse(String text) {
        assertEquals(Optional.empty(), Hex.quantity(text));
        assertEquals(Optional.empty(), Hex.word(text));
    }

    @Test
    void readsWholeBytes() {
        assertEquals(Optional.of("0x"), Hex.data("0x"));
        assertEquals(Optional.of("0xab"), Hex.data("0xAB"));
        assertEquals(Optional.empty(), Hex.data("0xabc"));
    }

    @Test
    void writesWithoutLeadingZeros() {
        assertEquals("0x0", Hex.of(0));
        assertEquals("0x10", Hex.of(16));
    }
}
