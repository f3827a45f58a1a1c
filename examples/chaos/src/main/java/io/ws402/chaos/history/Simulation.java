package io.ws402.chaos.history;

import io.ws402.chaos.database.Stage;
import io.ws402.chaos.world.Alterations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Plays many histories at once, of consecutive seeds, each on its own. */
public final class Simulation {
    private final Theatre theatre;
    private final Alterations alterations;

    /** Of the gateway with these alterations. */
    public Simulation(Theatre theatre, Alterations alterations) {
        this.theatre = theatre;
        this.alterations = alterations;
    }

    /**
     * What came of them.
     *
     * @param histories how many were played
     * @param faults how many things went wrong in them
     * @param reached the states that were reached in them, and how often
     * @param failed the histories in which a rule did not hold, in the order of their seeds
     */
    public record Report(int histories, long faults, Map<String, Integer> reached, List<Outcome> failed) {}

    /**
     * Plays them.
     *
     * @param firstSeed of the first; the others count up
     * @param atOnce how many play at the same time
     * @param played told of each, by any thread
     */
    public Report play(long firstSeed, int histories, int atOnce, Consumer<Outcome> played)
            throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService players = Executors.newFixedThreadPool(atOnce)) {
            List<Future<Report>> parts = new ArrayList<>();
            for (int player = 0; player < atOnce; player++) {
                parts.add(players.submit(() -> player(firstSeed, histories, next, played)));
            }
            return together(parts);
        }
    }

    private Report player(long firstSeed, int histories, AtomicInteger next, Consumer<Outcome> played) {
        Stage stage = theatre.stage();
        int count = 0;
        long faults = 0;
        Map<String, Integer> reached = new TreeMap<>();
        List<Outcome> failed = new ArrayList<>();
        for (int number = next.getAndIncrement(); number < histories; number = next.getAndIncrement()) {
            Outcome outcome = play(Script.of(firstSeed + number), stage);
            count++;
            faults += outcome.faults();
            outcome.reached().forEach((state, times) -> reached.merge(state, times, Integer::sum));
            if (!outcome.holds()) {
                failed.add(outcome);
            }
            played.accept(outcome);
        }
        return new Report(count, faults, reached, failed);
    }

    private Outcome play(Script script, Stage stage) {
        try {
            return History.play(script, stage, theatre.parts(), alterations, line -> {});
        } catch (RuntimeException e) {
            throw new IllegalStateException("the history of seed " + script.seed() + " can not be played: " + e, e);
        }
    }

    private static Report together(List<Future<Report>> parts) throws InterruptedException {
        int histories = 0;
        long faults = 0;
        Map<String, Integer> reached = new TreeMap<>();
        List<Outcome> failed = new ArrayList<>();
        for (Future<Report> part : parts) {
            try {
                Report report = part.get();
                histories += report.histories();
                faults += report.faults();
                report.reached().forEach((state, times) -> reached.merge(state, times, Integer::sum));
                failed.addAll(report.failed());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
        failed.sort(
                (one, other) -> Long.compare(one.script().seed(), other.script().seed()));
        return new Report(histories, faults, reached, List.copyOf(failed));
    }
}
