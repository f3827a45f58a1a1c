package io.ws402.chaos.history;

import io.ws402.chaos.database.Stage;
import io.ws402.chaos.rule.Violation;
import io.ws402.chaos.schedule.Dice;
import io.ws402.chaos.schedule.FaultPlan;
import io.ws402.chaos.schedule.RealTimeRanOut;
import io.ws402.chaos.schedule.Scheduler;
import io.ws402.chaos.schedule.Trace;
import io.ws402.chaos.world.Acts;
import io.ws402.chaos.world.Alterations;
import io.ws402.chaos.world.GatewayNode;
import io.ws402.chaos.world.Healing;
import io.ws402.chaos.world.Parts;
import io.ws402.chaos.world.Prologue;
import io.ws402.chaos.world.World;
import java.util.List;
import java.util.function.Consumer;

/** Plays one history: steps, each with its faults and its order, and the rules looked at after each. */
public final class History {
    private static final int FEWEST_STEPS = 30;
    private static final int MOST_STEPS = 55;
    private static final int AFTERMATH_STEPS = 10;
    // Few, so that some histories come far; many, so that in others one thing goes wrong on top of another.
    private static final List<Integer> FAULTS_PER_THOUSAND = List.of(15, 30, 50, 70);
    // Of what was asked for in a step, where not all of it is done before the next.
    private static final List<Integer> MOST_DONE = List.of(8, 30);
    private static final int ATTEMPTS = 3;

    private final Script script;
    private final Stage stage;
    private final Trace trace;
    private final FaultPlan faults;
    private final Scheduler scheduler;
    private final World world;
    private final int steps;
    private int actsGoneWrong;

    private History(Script script, Stage stage, Parts parts, Alterations alterations, Consumer<String> reader) {
        this.script = script;
        this.stage = stage;
        this.trace = new Trace(reader);
        this.faults = new FaultPlan(
                script.seed(), Dice.of(script.seed(), 10).pick(FAULTS_PER_THOUSAND), script.faultsLeftOut());
        this.scheduler = new Scheduler(faults, trace);
        this.world = new World(script.seed(), parts, stage, scheduler, alterations);
        this.steps = (int) Dice.of(script.seed(), 1).between(FEWEST_STEPS, MOST_STEPS);
    }

    /**
     * Plays it on a stage that nobody else uses; from its beginning again when the machine was too slow. Blocking.
     *
     * @param reader gets what happens in words, a line at a time
     */
    public static Outcome play(
            Script script, Stage stage, Parts parts, Alterations alterations, Consumer<String> reader) {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return new History(script, stage, parts, alterations, reader).playAndEnd();
            } catch (RealTimeRanOut e) {
                reader.accept("from the beginning: " + e.getMessage());
            }
        }
        return new History(script, stage, parts, alterations, reader).playAndEnd();
    }

    private Outcome playAndEnd() {
        try {
            return play();
        } finally {
            world.gateways().forEach(GatewayNode::crash);
        }
    }

    private Outcome play() {
        scheduler.beginStep(0, Dice.of(script.seed(), 5));
        faults.pause();
        Prologue.of(world, scheduler, Dice.of(script.seed(), 6));
        faults.goOn();
        List<Violation> violations = world.judge().look();
        for (int step = 1; step <= steps && violations.isEmpty(); step++) {
            violations = script.leftOut().contains(step) ? List.of() : step(step);
        }
        if (violations.isEmpty()) {
            violations = end();
        }
        violations.forEach(violation -> trace.line("  X " + violation));
        return new Outcome(
                script,
                steps,
                actsGoneWrong + faults.happened().size(),
                faults.happened(),
                world.judge().reached(),
                violations,
                trace.hash());
    }

    private List<Violation> step(int step) {
        Dice dice = Dice.of(script.seed(), 2, step);
        scheduler.beginStep(step, dice);
        boolean wentWrong = step <= steps - AFTERMATH_STEPS
                ? Acts.one(world, dice, step, trace)
                : Acts.aftermath(world, dice, step, trace);
        if (wentWrong) {
            actsGoneWrong++;
        }
        if (dice.chance(55)) {
            scheduler.runToIdle();
        } else {
            scheduler.run(dice.nextInt(dice.pick(MOST_DONE)));
        }
        return world.judge().look();
    }

    private List<Violation> end() {
        Dice dice = Dice.of(script.seed(), 4);
        faults.pause();
        trace.line("everything heals");
        scheduler.beginStep(steps + 1_000, dice);
        boolean done = Healing.of(world, stage, scheduler, dice);
        List<Violation> violations = world.judge().look();
        return violations.isEmpty() ? world.judge().atTheEnd(done) : violations;
    }
}
