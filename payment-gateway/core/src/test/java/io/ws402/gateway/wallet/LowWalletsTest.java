package io.ws402.gateway.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LowWalletsTest {
    private static final Asset COIN = new Asset(new AssetId("eip155:1/slip44:60"), "ETH", 2);

    private final String wallet = "0x" + UUID.randomUUID();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LowWallets wallets = new LowWallets(meters);
    private final Logger logger = (Logger) LoggerFactory.getLogger(LowWallets.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(lines);
    }

    private void look(@Nullable Long holds) {
        WalletAsset of = new WalletAsset(wallet, COIN.id());
        WalletLine line = holds == null
                ? new WalletLine(of, BigInteger.TEN, null, null, new WalletVerdict.Unseen("no answer"))
                : new WalletLine(
                        of,
                        BigInteger.TEN,
                        BigInteger.valueOf(holds),
                        new Money(COIN, BigInteger.valueOf(150)),
                        new WalletVerdict.Agrees());
        wallets.look(new WalletReport(List.of(line)));
    }

    private List<String> told() {
        return lines.list.stream()
                .filter(line -> line.getFormattedMessage().contains(wallet))
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    private double gauge(String name) {
        return meters.get("ws402.gateway.wallet." + name)
                .tag("wallet", wallet)
                .tag("asset", COIN.id().value())
                .gauge()
                .value();
    }

    @Test
    void tellsOnceThatAWalletIsLowAndOnceThatItIsNoMore() {
        look(150L);
        assertEquals(List.of(), wallets.now());
        look(149L);
        look(20L);
        assertEquals(1, wallets.now().size());
        assertEquals(
                List.of("WARN the wallet " + wallet
                        + " is low: it holds 1.49 ETH, and should hold 1.5 at least, or refunds wait; top it up"),
                told());
        assertEquals(20, gauge("balance"));
        assertEquals(150, gauge("minimum"));
        look(150L);
        look(151L);
        assertEquals(List.of(), wallets.now());
        assertEquals(2, told().size(), () -> told().toString());
        assertEquals("INFO the wallet " + wallet + " holds enough of eip155:1/slip44:60 again", told().getLast());
    }

    @Test
    void keepsWhatItKnewOfAWalletThatIsNotSeen() {
        look(null);
        look(1L);
        look(null);
        assertEquals(1, wallets.now().size());
        assertTrue(Double.isNaN(gauge("balance")));
        look(1L);
        assertEquals(1, told().size(), () -> told().toString());
    }
}
