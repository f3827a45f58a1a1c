package io.ws402.protocol.money;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.json.JsonObject;
import io.ws402.fuzz.Reader;
import io.ws402.gateway.method.MethodConfigurationException;
import io.ws402.gateway.methods.config.Settings;
import io.ws402.gateway.methods.config.WholeUnits;
import io.ws402.protocol.config.ConfigType;
import io.ws402.protocol.json.Amounts;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.json.StrictJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Supplier;

/** Amounts, on the wire and as people write them; the first byte of an input is the number of an asset's decimals. */
public final class AmountFuzzTest implements Reader {
    private static final int DECIMALS = 37;

    @FuzzTest
    @Override
    public void read(byte[] input) {
        int decimals = input.length == 0 ? 0 : (input[0] & 0xff) % DECIMALS;
        String text = input.length == 0 ? "" : new String(input, 1, input.length - 1, UTF_8);
        boolean isAmount = text.length() <= Amounts.MAX_DIGITS && text.matches("0|[1-9][0-9]*");
        Optional<BigInteger> quoted = tried(() -> Amounts.parse("amount", text));
        assertEquals(isAmount ? Optional.of(new BigInteger(text)) : Optional.empty(), quoted);
        tried(() -> StrictJson.parse("{\"amount\":" + text + "}", 65_536))
                .flatMap(json -> tried(() -> Amounts.read(json, "amount")))
                .ifPresent(AmountFuzzTest::staysItself);
        quoted.ifPresent(AmountFuzzTest::staysItself);
        quoted.ifPresent(AmountFuzzTest::roundsAsDoublesDo);
        ofOperators(text).ifPresent(figure -> wholeUnits(figure, decimals));
    }

    private static void staysItself(BigInteger units) {
        assertTrue(units.signum() >= 0 && units.toString().length() <= Amounts.MAX_DIGITS, units::toString);
        String written = Amounts.write(new JsonObject(), "amount", units).encode();
        assertEquals(units, Amounts.read(StrictJson.parse(written, 65_536), "amount"));
        assertEquals(units, Amounts.read(new JsonObject(written), "amount"));
    }

    /** What IEEE 754 says, by the JDK. */
    private static void roundsAsDoublesDo(BigInteger units) {
        assertEquals(exact(units.doubleValue()), Rounding.nearestDouble(units));
        BigInteger up = Rounding.upToDouble(units);
        assertEquals(exact(up.doubleValue()), up);
        assertTrue(up.compareTo(units) >= 0 && up.subtract(units).compareTo(Rounding.doubleStep(units)) < 0);
    }

    private static BigInteger exact(double value) {
        return new BigDecimal(value).toBigIntegerExact();
    }

    private static void wholeUnits(BigDecimal figure, int decimals) {
        Optional<BigInteger> units = WholeUnits.toSmallest(figure, decimals);
        boolean fits = figure.stripTrailingZeros().scale() <= decimals;
        assertEquals(fits, units.isPresent());
        Asset asset = new Asset(new AssetId("eip155:1/slip44:60"), "ETH", decimals);
        units.ifPresent(found -> assertEquals(0, figure.compareTo(new BigDecimal(asset.human(found)))));
    }

    /** Both readers of figures agree on what they both take. */
    private static Optional<BigDecimal> ofOperators(String text) {
        Optional<BigDecimal> ofServers = tried(() -> ConfigType.DECIMAL.parser().apply(text));
        Optional<BigDecimal> ofMethods = tried(() -> new Settings("evm[0]", new JsonObject().put("floor", text))
                .decimal("floor")
                .orElseThrow());
        if (ofServers.isPresent() && ofMethods.isPresent()) {
            assertEquals(ofServers, ofMethods);
        }
        return ofServers.or(() -> ofMethods);
    }

    private static <T> Optional<T> tried(Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (MalformedJson | MethodConfigurationException | IllegalArgumentException refused) {
            return Optional.empty();
        }
    }
}
