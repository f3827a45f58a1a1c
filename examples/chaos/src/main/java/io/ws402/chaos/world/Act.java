package io.ws402.chaos.world;

import io.ws402.chaos.schedule.Dice;
import java.util.Optional;

/**
 * Something that can happen in a world.
 *
 * @param weight how often, beside the others
 * @param isFault whether it is one of the things that go wrong
 * @param happens makes it happen and says so in words; empty when it can not happen now
 */
record Act(int weight, boolean isFault, Happening happens) {
    /** Makes something happen. */
    @FunctionalInterface
    interface Happening {
        /** In words what happened; empty when it could not. */
        Optional<String> in(World world, Dice dice);
    }

    static Act usual(int weight, Happening happens) {
        return new Act(weight, false, happens);
    }

    static Act fault(int weight, Happening happens) {
        return new Act(weight, true, happens);
    }
}
