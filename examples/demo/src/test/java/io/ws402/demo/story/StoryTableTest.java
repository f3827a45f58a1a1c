package io.ws402.demo.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StoryTableTest {
    private final StoryTable table =
            new StoryTable(new Terminal(new PrintStream(OutputStream.nullOutputStream()), false, false));

    @Test
    void alignsAmountsAtTheirDecimalPoints() {
        assertEquals("""
                1  ETH on server 1
                  paid                0.000300000000000512 ETH
                  consumed            0.00004012           ETH
                  refunded            0.000259470000000512 ETH
                  fee                 0.00000041           ETH
                  payer before    10000                    ETH
                  payer after      9999.999959449          ETH
                  network fees        0.000000021          ETH
                  seconds         4.053
                  payment         0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                  refund          0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
                  ✓ paid = consumed + refunded + fee, to the last unit
                  ✓ before - after = consumed + fee + network fees, to the last unit""", String.join("\n", table.lines("1  ETH on server 1", Reports.ether())));
    }

    @Test
    void saysByHowMuchASumIsOff() {
        assertEquals("""
                2  USDC on server 2
                  paid               0.030001    USDC
                  consumed           0.004101    USDC
                  refunded           0.025901    USDC
                  fee                0           USDC
                  payer before    1000           USDC
                  payer after      999.9959      USDC
                  network fees       0.000000054 ETH
                  seconds         4.100
                  payment         0xcccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
                  refund          none
                  ✗ paid = consumed + refunded + fee: off by -0.000001 USDC
                  ✗ before - after = consumed + fee: off by -0.000001 USDC""", String.join("\n", table.lines("2  USDC on server 2", Reports.usdc(4_101))));
    }
}
