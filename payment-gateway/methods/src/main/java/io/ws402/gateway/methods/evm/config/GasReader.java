package io.ws402.gateway.methods.evm.config;

import io.ws402.gateway.methods.config.Settings;
import io.ws402.gateway.methods.config.WholeUnits;
import java.math.BigInteger;

/** Reads {@code gas}: what refunds may cost. */
final class GasReader {
    private static final int GWEI_DECIMALS = 9;
    private static final long PLAIN_TRANSFER = 21_000;
    private static final long MAX_GAS_LIMIT = 10_000_000;
    private static final long MAX_BLOCKS = 100_000;
    private static final String MAX_FEE = "maxFeePerGasGwei";
    private static final String MIN_TIP = "minTipGwei";
    private static final String MAX_TIP = "maxTipGwei";

    private GasReader() {}

    static GasPolicy read(Settings settings, GasPolicy preset) {
        return settings.section("gas").map(section -> section(section, preset)).orElse(preset);
    }

    private static GasPolicy section(Settings section, GasPolicy preset) {
        BigInteger maxFee = gwei(section, MAX_FEE, preset.maxFeePerGas());
        BigInteger maxTip = gwei(section, MAX_TIP, preset.maxTip().min(maxFee));
        BigInteger minTip = gwei(section, MIN_TIP, preset.minTip().min(maxTip));
        if (minTip.compareTo(maxTip) > 0 || maxTip.compareTo(maxFee) > 0) {
            throw section.complaint(MAX_FEE, "must be " + MAX_TIP + " or more, and that " + MIN_TIP + " or more");
        }
        GasPolicy gas = new GasPolicy(
                maxFee,
                minTip,
                maxTip,
                section.integer("gasLimit", PLAIN_TRANSFER, MAX_GAS_LIMIT).orElse(preset.gasLimit()),
                section.integer("replaceAfterBlocks", 1, MAX_BLOCKS).orElse(preset.replaceAfterBlocks()),
                section.flag("rollupFees").orElse(preset.rollupFees()));
        section.refuseOthers();
        return gas;
    }

    private static BigInteger gwei(Settings section, String key, BigInteger preset) {
        return section.decimal(key)
                .map(figure -> WholeUnits.toSmallest(figure, GWEI_DECIMALS)
                        .orElseThrow(
                                () -> section.complaint(key, "has more than " + GWEI_DECIMALS + " decimal places")))
                .orElse(preset);
    }
}
