package io.ws402.demo.cli;

import io.ws402.demo.story.Terminal;
import io.ws402.demo.system.DemoSystem;
import java.time.Duration;
import java.util.Locale;

/** Tells what comes up. */
record StartNarrator(Terminal terminal) implements DemoSystem.Progress {
    private static final int LABEL_WIDTH = 12;

    @Override
    public void starting(String what) {
        terminal.fleeting("   starting " + what + " …");
    }

    @Override
    public void up(String what, String where, Duration took) {
        String seconds = String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
        terminal.line(" " + terminal.good("✓") + " " + what + " ".repeat(LABEL_WIDTH - what.length()) + where + "  "
                + terminal.dim(seconds));
    }

    @Override
    public void withoutChain(String why) {
        terminal.line(" " + terminal.bad("!") + " no local EVM chain: " + why);
        terminal.line("   The story runs on the credits method instead.");
    }

    @Override
    public void withoutSolana(String why) {
        terminal.line(" " + terminal.bad("!") + " no local Solana chain: " + why);
        terminal.line("   The story leaves its sessions out.");
    }
}
