package io.ws402.gateway.wallet;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which wallets hold less than they should: in the log when that begins and when it ends, and as {@code
 * ws402_gateway_wallet_balance} and {@code ws402_gateway_wallet_minimum}, by wallet and asset, in smallest units; not a
 * number while a wallet is not seen. One that is not seen stays what it was.
 */
final class LowWallets {
    private static final Logger LOG = LoggerFactory.getLogger(LowWallets.class);

    private final MultiGauge balances;
    private final MultiGauge minimums;
    private volatile List<WalletLine> low = List.of();

    LowWallets(MeterRegistry meters) {
        this.balances = MultiGauge.builder("ws402.gateway.wallet.balance")
                .description("What a wallet holds, in smallest units")
                .register(meters);
        this.minimums = MultiGauge.builder("ws402.gateway.wallet.minimum")
                .description("What a wallet should hold at least, in smallest units")
                .register(meters);
    }

    List<WalletLine> now() {
        return low;
    }

    void look(WalletReport report) {
        List<WalletLine> before = low;
        List<WalletLine> now = new ArrayList<>();
        for (WalletLine line : report.lines()) {
            Optional<WalletLine> known =
                    before.stream().filter(each -> each.of().equals(line.of())).findFirst();
            Optional<String> shortage = line.shortage();
            if (shortage.isPresent()) {
                now.add(line);
                if (known.isEmpty()) {
                    LOG.warn("the wallet {} is low: it {}; top it up", line.of().wallet(), shortage.get());
                }
            } else if (known.isPresent() && line.actual() == null) {
                now.add(known.get());
            } else if (known.isPresent()) {
                LOG.info(
                        "the wallet {} holds enough of {} again",
                        line.of().wallet(),
                        line.of().asset());
            }
        }
        low = List.copyOf(now);
        show(balances, report, line -> Optional.ofNullable(line.actual()));
        show(minimums, report, line -> Optional.ofNullable(line.minimum()).map(Money::units));
    }

    private static void show(MultiGauge gauge, WalletReport report, Function<WalletLine, Optional<BigInteger>> figure) {
        gauge.register(
                report.lines().stream()
                        .map(line -> MultiGauge.Row.of(
                                line.of().tags(),
                                figure.apply(line).map(BigInteger::doubleValue).orElse(Double.NaN)))
                        .toList(),
                true);
    }
}
