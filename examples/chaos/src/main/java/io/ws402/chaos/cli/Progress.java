package io.ws402.chaos.cli;

import io.ws402.chaos.history.Outcome;
import java.io.PrintWriter;

/** Shows how far the histories have come, on a terminal. Thread-safe. */
final class Progress {
    private static final int EVERY = 20;

    private final PrintWriter out;
    private final int histories;
    private final boolean shown;
    private int played;
    private long faults;
    private int failed;

    Progress(PrintWriter out, int histories, boolean shown) {
        this.out = out;
        this.histories = histories;
        this.shown = shown;
    }

    synchronized void played(Outcome outcome) {
        played++;
        faults += outcome.faults();
        failed += outcome.holds() ? 0 : 1;
        if (shown && (played % EVERY == 0 || played == histories)) {
            out.print("\r" + played + " of " + histories + " histories, " + faults + " faults, " + failed
                    + " violations ");
            out.flush();
        }
    }

    synchronized void done() {
        if (shown) {
            out.println();
        }
    }
}
