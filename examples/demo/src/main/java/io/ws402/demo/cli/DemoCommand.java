package io.ws402.demo.cli;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.demo.client.ClientOptions;
import io.ws402.demo.client.PayingClient;
import io.ws402.demo.story.Books;
import io.ws402.demo.story.Law;
import io.ws402.demo.story.Narrator;
import io.ws402.demo.story.SessionReport;
import io.ws402.demo.story.Story;
import io.ws402.demo.story.StoryJson;
import io.ws402.demo.story.StoryTable;
import io.ws402.demo.story.Terminal;
import io.ws402.demo.system.DemoSystem;
import io.ws402.demo.system.LeaseTimes;
import io.ws402.demo.system.Ports;
import io.ws402.demo.system.Supervisor;
import io.ws402.demo.system.SystemException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the whole system and runs a paying client in front of the reader's eyes. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts PostgreSQL, a local EVM chain, a local Solana chain, a gateway and two WS402 servers on this",
            "machine, then runs a paying client: ETH and SOL on server 1, a test USDC of each chain on server 2.",
            "Each session pays in advance, streams a few seconds, ends, and gets the rest back on chain. At the",
            "end every sum is checked to the last unit. Without Node.js there is no chain, and the same runs on",
            "the credits method.",
            ""
        },
        footer = {
            "",
            "With --keep everything stays up after the story, and a gateway or server that dies is started",
            "again; the address of a page to pay on in a browser is printed before the story. With --keep",
            "--json there is no story: one JSON document with URLs and keys is printed as soon as all is up.",
            "Ctrl-C ends everything. Nothing of it outlives the command, data included."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:every session went well and every sum agrees",
            "  1:a session did not go as it should, or a sum does not agree",
            " 64:an option makes no sense",
            " 69:something that is needed is missing or does not start: a port, PostgreSQL",
            " 70:a defect of this program",
            "130:Ctrl-C"
        })
final class DemoCommand implements Callable<Integer> {
    private static final long PAY_SECONDS = 30;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--keep", description = "leave everything running until Ctrl-C")
    private boolean keep;

    @Option(names = "--json", description = "print one JSON document on standard output instead of the story")
    private boolean json;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "" + Ports.DEFAULT_BASE,
            description = "gateway on port N, servers on N+1 and N+2, EVM chain on N+3, PostgreSQL on N+4,"
                    + " Solana chain on N+5 (default: ${DEFAULT-VALUE})")
    private int portBase;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "stream each session for so long, at most " + (PAY_SECONDS - 1) + " (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--resume-window",
            paramLabel = "N",
            defaultValue = "20",
            description = "how many seconds a lost session can be taken up before it is settled and refunded"
                    + " (default: ${DEFAULT-VALUE})")
    private int resumeWindow;

    @Override
    public Integer call() throws InterruptedException {
        Ports ports = ports();
        Terminal terminal = json ? silent() : Terminal.standard();
        Vertx vertx = Vertx.vertx();
        DemoSystem system = new DemoSystem(vertx, ports, LeaseTimes.usual(Duration.ofSeconds(resumeWindow)));
        Stopping stopping = Stopping.onInterrupt(system, terminal);
        try {
            return run(vertx, system, terminal);
        } catch (SystemException e) {
            Stopping.ifInterruptedWaitForTheEnd();
            throw new Problem(ExitCodes.UNAVAILABLE, e.sentence());
        } finally {
            stopping.done();
            vertx.close();
        }
    }

    private int run(Vertx vertx, DemoSystem system, Terminal terminal) throws InterruptedException {
        terminal.line(terminal.bold("WS402: access sold by the second, and the unused part refunded"));
        DemoSystem.Running running = system.start(new StartNarrator(terminal));
        terminal.line("");
        if (keep && json) {
            print(running.endpoints().toJson());
            return stay(system, running, terminal);
        }
        if (keep) {
            KeepNotice.showPage(terminal, running.endpoints());
            terminal.line("");
        }
        int verdict = tell(vertx, running, terminal);
        if (keep) {
            KeepNotice.show(terminal, running.endpoints());
            return stay(system, running, terminal);
        }
        return verdict;
    }

    private Ports ports() {
        try {
            if (seconds < 1 || seconds >= PAY_SECONDS) {
                throw new IllegalArgumentException("--seconds must be from 1 to " + (PAY_SECONDS - 1));
            }
            if (resumeWindow < 2) {
                throw new IllegalArgumentException("--resume-window must be 2 or more");
            }
            return Ports.from(portBase);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int tell(Vertx vertx, DemoSystem.Running running, Terminal terminal) throws InterruptedException {
        List<SessionReport> reports = new ArrayList<>();
        List<String> tables = new ArrayList<>();
        try (PayingClient client = new PayingClient(vertx, ClientOptions.usual());
                Books books = Books.open(running.ground().postgres().connection());
                Cast cast = Cast.of(running)) {
            Story story = new Story(client, books, Duration.ofSeconds(seconds), PAY_SECONDS);
            for (Story.Chapter chapter : cast.chapters()) {
                String title = (reports.size() + 1) + "  " + chapter.title();
                terminal.line(terminal.bold(title));
                SessionReport report = story.tell(
                        chapter, new Narrator(terminal, chapter.wallet().coin()));
                terminal.line("");
                reports.add(report);
                tables.addAll(new StoryTable(terminal).lines(title, report));
                tables.add("");
            }
            boolean ledgerHolds = running.operator().audit().getBoolean("holds", false);
            return conclude(terminal, reports, tables, ledgerHolds);
        } catch (Story.Broken | IOException | SQLException e) {
            Stopping.ifInterruptedWaitForTheEnd();
            throw new Problem(ExitCodes.FAILED, "the demo broke off: " + e.getMessage());
        }
    }

    private int conclude(Terminal terminal, List<SessionReport> reports, List<String> tables, boolean ledgerHolds) {
        boolean holds = ledgerHolds && Law.holds(reports);
        tables.forEach(terminal::line);
        terminal.line(
                ledgerHolds
                        ? terminal.good("✓") + " the gateway's ledger balances"
                        : terminal.bad("✗") + " the gateway's ledger does not balance");
        terminal.line(
                holds
                        ? terminal.good("✓") + " Every unit is accounted for."
                        : terminal.bad("✗") + " The money does not add up.");
        if (json) {
            print(StoryJson.of(reports, holds));
        }
        return holds ? ExitCodes.OK : ExitCodes.FAILED;
    }

    /** Until Ctrl-C; what dies meanwhile is started again, as a service manager would. */
    private int stay(DemoSystem system, DemoSystem.Running running, Terminal terminal) throws InterruptedException {
        Terminal notices = json ? Terminal.error() : terminal;
        new Supervisor(system.http(), notices::line).watch(running);
        return ExitCodes.OK;
    }

    private static void print(JsonObject document) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(document.encodePrettily());
    }

    private static Terminal silent() {
        return new Terminal(new PrintStream(OutputStream.nullOutputStream()), false, false);
    }
}
