package io.ws402.gateway.ledger;

import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to money, once: {@code kind} and {@code subject} together name it in the whole system.
 *
 * @param kind what happened, for example {@code deposit}, {@code settle}, {@code refund_confirmed}
 * @param subject to what: a deposit's or refund's id
 * @param paymentId the payment it belongs to, if any
 * @param entries they sum to zero for each asset
 */
public record Journal(String kind, String subject, @Nullable String paymentId, List<Entry> entries) {
    /** @throws IllegalArgumentException when there are no entries, or they do not sum to zero for each asset */
    public Journal {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("journal " + kind + " of " + subject + " has no entries");
        }
        Map<AssetId, BigInteger> sums = new HashMap<>();
        entries.forEach(entry -> sums.merge(entry.asset(), entry.amount(), BigInteger::add));
        sums.forEach((asset, sum) -> {
            if (sum.signum() != 0) {
                throw new IllegalArgumentException(
                        "journal " + kind + " of " + subject + " is off by " + sum + " of " + asset);
            }
        });
    }

    /** Starts a journal; entries of nothing may be added and are left out. */
    public static Builder of(String kind, String subject, @Nullable String paymentId) {
        return new Builder(kind, subject, paymentId);
    }

    /** Collects entries. */
    public static final class Builder {
        private final String kind;
        private final String subject;
        private final @Nullable String paymentId;
        private final List<Entry> entries = new ArrayList<>();

        private Builder(String kind, String subject, @Nullable String paymentId) {
            this.kind = kind;
            this.subject = subject;
            this.paymentId = paymentId;
        }

        /** Adds to an account; negative takes from it, zero is left out. */
        public Builder entry(Account account, String owner, AssetId asset, BigInteger amount) {
            if (amount.signum() != 0) {
                entries.add(new Entry(account, owner, asset, amount));
            }
            return this;
        }

        /** The journal; @throws IllegalArgumentException when it does not sum to zero for each asset. */
        public Journal build() {
            return new Journal(kind, subject, paymentId, entries);
        }
    }
}
