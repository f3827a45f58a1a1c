package io.ws402.gateway.methods.evm.config;

import io.ws402.gateway.methods.config.AmountsReader;
import io.ws402.gateway.methods.config.Settings;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code finality}: steps from small amounts to all of them. */
final class FinalityReader {
    private static final String FINALITY = "finality";
    private static final String UP_TO = "upTo";
    private static final String CONFIRMATIONS = "confirmations";
    private static final String REFUND_CONFIRMATIONS = "refundConfirmations";
    private static final String FINALIZED = "finalized";
    private static final long MAX_CONFIRMATIONS = 100_000;

    private final AmountsReader amounts;

    FinalityReader(AmountsReader amounts) {
        this.amounts = amounts;
    }

    FinalityPolicy read(Settings settings, ChainPreset preset) {
        Optional<List<Settings>> written = settings.sections(FINALITY);
        if (written.isEmpty()) {
            return new FinalityPolicy(
                    preset.finality().stream().flatMap(this::preset).toList());
        }
        List<FinalityPolicy.Step> steps = new ArrayList<>();
        written.get().forEach(section -> steps.add(step(section)));
        if (steps.isEmpty() || !steps.getLast().upTo().isEmpty()) {
            throw settings.complaint(FINALITY, "the last step must cover every amount; add one without " + UP_TO);
        }
        if (steps.stream().limit(steps.size() - 1L).anyMatch(step -> step.upTo().isEmpty())) {
            throw settings.complaint(FINALITY, "a step behind one without " + UP_TO + " covers nothing; reorder them");
        }
        return new FinalityPolicy(steps);
    }

    /** The step with those of its limits whose assets are taken; none when it has limits for others alone. */
    private Stream<FinalityPolicy.Step> preset(ChainPreset.FinalityStep step) {
        Map<String, BigInteger> limits = amounts.preset(step.upTo());
        return limits.isEmpty() && !step.upTo().isEmpty()
                ? Stream.empty()
                : Stream.of(new FinalityPolicy.Step(limits, step.confirmations(), step.depth()));
    }

    private FinalityPolicy.Step step(Settings section) {
        Map<String, BigInteger> upTo = section.section(UP_TO).map(amounts::read).orElse(Map.of());
        long confirmations = section.integer(CONFIRMATIONS, 1, MAX_CONFIRMATIONS)
                .orElseThrow(() -> section.complaint(CONFIRMATIONS, "is missing; write 1 or more"));
        FinalityPolicy.Depth depth = depth(section, confirmations);
        section.refuseOthers();
        return new FinalityPolicy.Step(upTo, confirmations, depth);
    }

    private static FinalityPolicy.Depth depth(Settings section, long confirmations) {
        Optional<Long> blocks = section.integer(REFUND_CONFIRMATIONS, 1, MAX_CONFIRMATIONS);
        boolean finalized = section.flag(FINALIZED).orElse(false);
        if (blocks.isPresent() == finalized) {
            throw section.complaint(
                    REFUND_CONFIRMATIONS, "write either " + REFUND_CONFIRMATIONS + " or " + FINALIZED + ": true");
        }
        if (blocks.isPresent() && blocks.get() < confirmations) {
            throw section.complaint(REFUND_CONFIRMATIONS, "must be " + CONFIRMATIONS + " or more");
        }
        return blocks.<FinalityPolicy.Depth>map(FinalityPolicy.Depth.Confirmations::new)
                .orElseGet(FinalityPolicy.Depth.Finalized::new);
    }
}
