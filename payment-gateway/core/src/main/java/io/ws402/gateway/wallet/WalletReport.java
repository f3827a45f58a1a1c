package io.ws402.gateway.wallet;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** How the books and the rails compare, wallet by wallet. */
public record WalletReport(List<WalletLine> lines) {
    /** Keeps its own copy. */
    public WalletReport {
        lines = List.copyOf(lines);
    }

    /**
     * The differences that are to be believed: the books and the rail are read one after the other, so only what two
     * reports in a row show in the same direction.
     *
     * @param before the report before
     */
    public List<WalletLine> differencesSince(WalletReport before) {
        return differences().stream()
                .filter(line -> before.of(line.of())
                        .filter(then ->
                                then.difference().signum() == line.difference().signum())
                        .isPresent())
                .toList();
    }

    /** All that differs without explanation. */
    public List<WalletLine> differences() {
        return lines.stream().filter(line -> line.difference().signum() != 0).toList();
    }

    /** Whether everything could be compared. */
    public boolean isComplete() {
        return lines.stream().noneMatch(line -> line.verdict() instanceof WalletVerdict.Unseen);
    }

    /** What was found of a wallet and an asset. */
    public Optional<WalletLine> of(WalletAsset key) {
        return lines.stream().filter(line -> line.of().equals(key)).findFirst();
    }

    /** For programs. */
    public JsonObject toJson() {
        JsonArray wallets = new JsonArray();
        lines.forEach(line -> wallets.add(line.toJson()));
        return new JsonObject()
                .put("agrees", differences().isEmpty())
                .put("complete", isComplete())
                .put("wallets", wallets);
    }
}
