package io.ws402.gateway.wallet;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was found of a wallet and an asset, in smallest units.
 *
 * @param of what
 * @param expected what the books say
 * @param actual what the rail says; null when it was not seen
 * @param minimum what it should hold at least: what refunds that wait will take, and what its method wants besides; null when
 *     it was not seen
 * @param verdict how they compare
 */
public record WalletLine(
        WalletAsset of,
        BigInteger expected,
        @Nullable BigInteger actual,
        @Nullable Money minimum,
        WalletVerdict verdict) {
    /** By how much they differ without explanation; zero when they do not. */
    public BigInteger difference() {
        return verdict instanceof WalletVerdict.Differs(BigInteger difference) ? difference : BigInteger.ZERO;
    }

    /** What it lacks, as a sentence's end for an operator; empty when it holds enough, or was not seen. */
    public Optional<String> shortage() {
        if (actual == null || minimum == null || actual.compareTo(minimum.units()) >= 0) {
            return Optional.empty();
        }
        Asset asset = minimum.asset();
        return Optional.of("holds " + asset.human(actual) + " " + asset.symbol() + ", and should hold "
                + asset.human(minimum.units()) + " at least, or refunds wait");
    }

    /** For programs. */
    JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("wallet", of.wallet())
                .put("asset", of.asset().value())
                .put("expected", expected.toString());
        if (actual != null) {
            json.put("actual", actual.toString());
        }
        if (minimum != null) {
            json.put("minimum", minimum.units().toString())
                    .put("belowMinimum", shortage().isPresent());
        }
        return switch (verdict) {
            case WalletVerdict.Agrees agrees -> json.put("verdict", "agrees");
            case WalletVerdict.Moving(BigInteger low, BigInteger high) ->
                json.put("verdict", "moving").put("low", low.toString()).put("high", high.toString());
            case WalletVerdict.Differs(BigInteger difference) ->
                json.put("verdict", "differs").put("difference", difference.toString());
            case WalletVerdict.Unseen(String reason) ->
                json.put("verdict", "unseen").put("reason", reason);
        };
    }
}
