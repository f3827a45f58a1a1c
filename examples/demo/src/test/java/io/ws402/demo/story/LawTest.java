package io.ws402.demo.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class LawTest {
    @Test
    void holdsWhenEverySumAgreesToTheLastUnit() {
        assertTrue(Law.holds(List.of(Reports.ether(), Reports.usdc(4_100))));
    }

    @Test
    void isBrokenByOneUnit() {
        assertFalse(Law.holds(List.of(Reports.ether(), Reports.usdc(4_101))));

        List<Law.Finding> findings = Law.of(Reports.usdc(4_101));
        assertEquals(BigInteger.ONE.negate(), findings.get(0).difference());
        assertEquals(BigInteger.ONE.negate(), findings.get(1).difference());
    }

    @Test
    void countsNetworkFeesOnlyWhereTheyArePaidFromTheSameBalance() {
        assertEquals(
                "before - after = consumed + fee + network fees",
                Law.of(Reports.ether()).get(1).rule());
        assertEquals(
                "before - after = consumed + fee",
                Law.of(Reports.usdc(4_100)).get(1).rule());
    }
}
