package io.ws402.demo.story;

import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;

/** Sessions whose sums agree. */
final class Reports {
    static final Asset ETHER = new Asset(new AssetId("eip155:31337/slip44:60"), "ETH", 18);
    static final Asset USDC =
            new Asset(new AssetId("eip155:31337/erc20:0x5fbdb2315678afecb367f032d93f642f64180aa3"), "USDC", 6);

    private Reports() {}

    static SessionReport ether() {
        return new SessionReport(
                "ses_1",
                "anvil",
                ETHER,
                new BigInteger("300000000000512"),
                new BigInteger("40120000000000"),
                new BigInteger("259470000000512"),
                new BigInteger("410000000000"),
                4053,
                "0x" + "a".repeat(64),
                "0x" + "b".repeat(64),
                new BigInteger("10000000000000000000000"),
                new BigInteger("9999999959449000000000"),
                new BigInteger("21000000000"),
                ETHER);
    }

    static SessionReport usdc(long consumed) {
        return new SessionReport(
                "ses_2",
                "anvil",
                USDC,
                BigInteger.valueOf(30_001),
                BigInteger.valueOf(consumed),
                BigInteger.valueOf(25_901),
                BigInteger.ZERO,
                4100,
                "0x" + "c".repeat(64),
                null,
                BigInteger.valueOf(1_000_000_000),
                BigInteger.valueOf(999_995_900),
                new BigInteger("54000000000"),
                ETHER);
    }
}
