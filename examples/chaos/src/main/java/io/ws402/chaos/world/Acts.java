package io.ws402.chaos.world;

import io.ws402.chaos.schedule.Dice;
import io.ws402.chaos.schedule.Trace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that can happen; one of it is drawn for each step. */
public final class Acts {
    private static final int ATTEMPTS = 6;
    private static final int PURPOSE_PERCENT = 45;
    private static final int FAULT_AFTERWARDS_PERCENT = 50;
    private static final List<Act> ALL = Stream.of(PayerActs.all(), ServerActs.all(), GroundActs.all())
            .flatMap(List::stream)
            .toList();
    private static final int WEIGHT = ALL.stream().mapToInt(Act::weight).sum();

    private Acts() {}

    /**
     * Makes something happen that can happen now.
     *
     * @return whether it was something that goes wrong
     */
    public static boolean one(World world, Dice dice, int step, Trace trace) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Act act = dice.chance(PURPOSE_PERCENT) ? Purpose.of(world, dice) : drawn(dice);
            Optional<String> words = act.happens().in(world, dice);
            if (words.isPresent()) {
                trace.line(step + ". " + words.get());
                return act.isFault();
            }
        }
        trace.line(step + ". nothing happens");
        return false;
    }

    /**
     * Time passes, blocks are mined, and the gateways do their work; what comes in between may go wrong as before.
     *
     * @return whether something was done that goes wrong
     */
    public static boolean aftermath(World world, Dice dice, int step, Trace trace) {
        String words = Aftermath.in(world, dice);
        trace.line(step + ". " + words);
        return dice.chance(FAULT_AFTERWARDS_PERCENT) && one(world, dice, GroundActs.all(), step, trace);
    }

    private static boolean one(World world, Dice dice, List<Act> acts, int step, Trace trace) {
        Act act = dice.pick(acts);
        Optional<String> words = act.happens().in(world, dice);
        words.ifPresent(what -> trace.line(step + ". " + what));
        return words.isPresent() && act.isFault();
    }

    private static Act drawn(Dice dice) {
        int left = dice.nextInt(WEIGHT);
        for (Act act : ALL) {
            left -= act.weight();
            if (left < 0) {
                return act;
            }
        }
        return ALL.getLast();
    }
}
