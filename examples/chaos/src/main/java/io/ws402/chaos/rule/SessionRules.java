package io.ws402.chaos.rule;

import io.ws402.gateway.session.LeasePolicy;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Leases fence, readings only grow, the payer is charged for what was reported under the lease that counts, and once. */
final class SessionRules {
    private static final List<String> HOLDER = List.of("api_key_id", "server_id", "claimed_by");
    private static final List<String> IDENTITY = List.of("payment_id", "session_id", "merchant_id");
    private static final Set<String> NOT_BY_A_SERVER =
            Set.of("server_lost", "hold_expired", "refunded", "payment_reversed");

    private final Said said;
    private final LeasePolicy policy;
    private final BiConsumer<String, String> violation;
    private final TreeSet<Instant> beats = new TreeSet<>();

    SessionRules(Said said, LeasePolicy policy, BiConsumer<String, String> violation) {
        this.said = said;
        this.policy = policy;
        this.violation = violation;
    }

    void seeBeat(Instant at) {
        beats.add(at);
    }

    /** Whether some gateway was there all the while until then, without a gap in which a lease runs out. */
    private boolean renewalsWerePossible(Instant until) {
        Instant reached = until;
        Instant needed = until.minus(policy.lease()).minus(policy.resumeWindow());
        for (Instant beat : beats.headSet(until, true).descendingSet()) {
            if (!reached.isAfter(needed)) {
                return true;
            }
            // The time since the last beat is another gateway's to judge, once it beats.
            boolean gap = !reached.equals(until) && beat.plus(policy.lease()).isBefore(reached);
            if (gap) {
                return false;
            }
            reached = beat;
        }
        return !reached.isAfter(needed);
    }

    void see(Change change) {
        if (change.isNew()) {
            return;
        }
        String payment = change.text("payment_id");
        if (IDENTITY.stream().anyMatch(change::changes)) {
            violation.accept("a session keeps its name", payment + " changed it");
        }
        if (change.textBefore("state").equals("ended")) {
            violation.accept("an ended session stays as it is", payment + " was written again: " + change.after());
            return;
        }
        epoch(change, payment);
        consumption(change, payment);
        if (change.text("state").equals("ended")) {
            end(change, payment);
        }
    }

    private void epoch(Change change, String payment) {
        long before = change.numberBefore("lease_epoch");
        long after = change.number("lease_epoch");
        boolean otherHolder = HOLDER.stream().anyMatch(change::changes);
        if (after == before && otherHolder) {
            violation.accept("a new holder has a new epoch", payment + " changed hands under epoch " + after);
        }
        if (after == before) {
            return;
        }
        if (after != before + 1) {
            violation.accept("epochs count up", payment + " went from epoch " + before + " to " + after);
        }
        Instant until = Change.time(change.before(), "lease_until");
        if (until == null || until.isAfter(change.at())) {
            violation.accept(
                    "no live lease is taken",
                    payment + " was taken at " + change.at() + " while epoch " + before + " held it until " + until);
        }
    }

    private void consumption(Change change, String payment) {
        BigInteger before = change.unitsBefore("consumed");
        BigInteger after = change.units("consumed");
        if (after.compareTo(before) < 0) {
            violation.accept("a total never falls", payment + " fell from " + before + " to " + after);
        }
        if (change.units("balance").compareTo(change.unitsBefore("balance")) < 0) {
            violation.accept(
                    "a balance never falls",
                    payment + " fell from " + change.unitsBefore("balance") + " to " + change.units("balance"));
        }
        if (after.compareTo(change.units("balance")) > 0) {
            violation.accept(
                    "nobody pays more than was paid in",
                    payment + " is charged " + after + " of " + change.units("balance"));
        }
        if (change.numberBefore("sequence") > change.number("sequence")) {
            violation.accept("readings are taken in order", payment + " went back to " + change.number("sequence"));
        }
        boolean byServer = !NOT_BY_A_SERVER.contains(change.text("end_reason"));
        if (byServer
                && !after.equals(before)
                && !said.wasReported(
                        payment, change.numberBefore("lease_epoch"), change.textBefore("api_key_id"), after)) {
            violation.accept(
                    "only the holder's readings count",
                    payment + " went from " + before + " to " + after + ", which no holder of epoch "
                            + change.numberBefore("lease_epoch") + " has reported");
        }
    }

    private void end(Change change, String payment) {
        BigInteger before = change.unitsBefore("consumed");
        BigInteger after = change.units("consumed");
        switch (change.text("end_reason")) {
            case "server_lost" -> {
                Instant until = Change.time(change.before(), "lease_until");
                if (!after.equals(before)) {
                    violation.accept(
                            "a lost server's session is settled at its last checkpoint",
                            payment + " was settled at " + after + ", its last checkpoint was " + before);
                }
                if (!renewalsWerePossible(change.at())) {
                    violation.accept(
                            "leases do not age while no gateway is there",
                            payment + " was ended at " + change.at() + ", gateways were there at " + beats);
                }
                if (until == null || until.plus(policy.resumeWindow()).isAfter(change.at())) {
                    violation.accept(
                            "sessions end after lease and window",
                            payment + " was ended at " + change.at() + " with a lease until " + until);
                }
            }
            case "hold_expired" -> {
                if (Change.time(change.before(), "lease_until") != null) {
                    violation.accept("only holds without lease are captured whole", payment + " had a lease");
                }
            }
            case "refunded" -> {
                BigInteger back = change.units("balance").subtract(after);
                if (!said.wasAskedBack(payment, back)) {
                    violation.accept("a hold gives back what was asked", payment + " gave back " + back);
                }
            }
            case "payment_reversed" -> {}
            default -> {
                if (!said.wasReported(
                        payment, change.numberBefore("lease_epoch"), change.textBefore("api_key_id"), after)) {
                    violation.accept(
                            "a session is settled at its holder's final reading",
                            payment + " was settled at " + after + ", which no holder of epoch "
                                    + change.numberBefore("lease_epoch") + " has reported");
                }
            }
        }
    }
}
