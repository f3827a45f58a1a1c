package io.ws402.chaos.world;

import io.ws402.chaos.schedule.Dice;
import java.security.SecureRandom;

/** Secrets out of the seed, so that a history can be played again. */
final class SeededSecrets extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final transient Dice dice;

    SeededSecrets(Dice dice) {
        this.dice = dice;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        dice.nextBytes(bytes);
    }
}
