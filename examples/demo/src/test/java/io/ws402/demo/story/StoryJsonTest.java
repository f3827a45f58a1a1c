package io.ws402.demo.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class StoryJsonTest {
    @Test
    void writesAmountsAsDecimalStringsOfSmallestUnits() {
        assertEquals("""
                {
                  "sessions" : [ {
                    "method" : "anvil",
                    "asset" : "ETH",
                    "paid" : "300000000000512",
                    "consumed" : "40120000000000",
                    "refunded" : "259470000000512",
                    "fee" : "410000000000",
                    "seconds" : 4.053,
                    "payTx" : "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                    "refundTx" : "0xbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                    "payerBefore" : "10000000000000000000000",
                    "payerAfter" : "9999999959449000000000",
                    "payerNetworkFees" : "21000000000"
                  } ],
                  "lawHolds" : true
                }""", StoryJson.of(List.of(Reports.ether()), true).encodePrettily());
    }
}
