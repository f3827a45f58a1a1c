package io.ws402.gateway.methods.config;

import io.ws402.gateway.method.ExposureCap;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** Reads {@code exposure}: how much may be served on before it is final, by symbol. */
public final class ExposureReader {
    private static final String EXPOSURE = "exposure";
    private static final String PER_PAYER = "perPayer";
    private static final String TOTAL = "total";

    private final AmountsReader amounts;

    /** @param amounts of the assets that are taken */
    public ExposureReader(AmountsReader amounts) {
        this.amounts = amounts;
    }

    /**
     * The caps of each asset. What a section leaves out has none.
     *
     * @param presetPerPayer in whole units by symbol, when there is no section
     * @param presetTotal the same of all payers
     */
    public Map<String, ExposureCap> read(
            Settings settings, Map<String, String> presetPerPayer, Map<String, String> presetTotal) {
        return settings.section(EXPOSURE)
                .map(this::read)
                .orElseGet(() -> caps(settings, amounts.preset(presetPerPayer), amounts.preset(presetTotal)));
    }

    private Map<String, ExposureCap> read(Settings section) {
        Map<String, ExposureCap> caps = caps(
                section,
                section.section(PER_PAYER).map(amounts::read).orElse(Map.of()),
                section.section(TOTAL).map(amounts::read).orElse(Map.of()));
        section.refuseOthers();
        return caps;
    }

    private Map<String, ExposureCap> caps(
            Settings section, Map<String, BigInteger> perPayer, Map<String, BigInteger> total) {
        Map<String, ExposureCap> caps = new HashMap<>();
        for (String symbol : amounts.symbols()) {
            try {
                caps.put(symbol, new ExposureCap(perPayer.get(symbol), total.get(symbol)));
            } catch (IllegalArgumentException e) {
                throw section.complaint(PER_PAYER + "." + symbol, e.getMessage() + "; lower it, or raise " + TOTAL);
            }
        }
        return caps;
    }
}
