package io.ws402.gateway.wallet;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What was found of a wallet and an asset, in smallest units.
 *
 * @param of what
 * @param expected what the books say
 * @param actual what the rail says; null when it was not seen
 * @param verdict how they compare
 */
public record WalletLine(
        WalletAsset of, BigInteger expected, @Nullable BigInteger actual, WalletVerdict verdict) {
    /** By how much they differ without explanation; zero when they do not. */
    public BigInteger difference() {
        return verdict instanceof WalletVerdict.Differs(BigInteger difference) ? difference : BigInteger.ZERO;
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
