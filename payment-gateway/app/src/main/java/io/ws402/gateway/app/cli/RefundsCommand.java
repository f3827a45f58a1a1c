package io.ws402.gateway.app.cli;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.operator.Decision;
import io.ws402.gateway.outbox.Outbox;
import io.ws402.gateway.refund.RefundDesk;
import io.ws402.gateway.refund.RefundRecord;
import io.ws402.gateway.refund.RefundRecordQueries;
import io.ws402.gateway.refund.RefundRuling;
import io.ws402.gateway.refund.RefundState;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway refunds …}: what goes back to payers, and what waits for a person. */
@Command(
        name = "refunds",
        mixinStandardHelpOptions = true,
        description = {
            "Lists and shows refunds, collections of authorised money, and payers' credit, and decides about those that",
            "await an operator.",
            "Works beside a running gateway."
        },
        subcommands = {
            RefundsCommand.ListRefunds.class,
            RefundsCommand.Show.class,
            PayerCreditCommand.class,
            RefundsCommand.Retry.class,
            RefundsCommand.Resolve.class
        })
final class RefundsCommand implements Runnable {
    @Spec
    @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandSpec filled = Objects.requireNonNull(spec, "picocli fills it");
        filled.commandLine().usage(filled.commandLine().getOut());
    }

    /** What all of them have in common. */
    abstract static class OnRefunds implements Callable<Integer> {
        @Mixin
        ConfigOptions config = new ConfigOptions();

        @Option(names = "--json", description = "Prints one JSON document.")
        boolean json;

        @Spec
        @Nullable CommandSpec spec;

        final void say(JsonObject document, List<String> lines) {
            Console console = new Console(spec);
            if (json) {
                console.say(document.encode());
            } else {
                lines.forEach(console::say);
            }
        }
    }

    /** {@code gateway refunds list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Lists refunds and collections (col_…), the oldest first: those that are not done, unless others are asked",
                "for."
            })
    static final class ListRefunds extends OnRefunds {
        @Option(
                names = "--state",
                split = ",",
                paramLabel = "STATE",
                description =
                        "Those in one of these states: planned, signed, broadcast, unknown, failed_safe, confirmed,"
                                + " credited, awaiting_operator, void.")
        Set<String> states = new TreeSet<>();

        @Option(names = "--awaiting-operator", description = "Those that only a person can bring on.")
        boolean awaitingOperator;

        @Option(names = "--merchant", paramLabel = "ID", description = "Those of one merchant.")
        @Nullable String merchant;

        @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 1000.")
        int limit = 1_000;

        @Override
        public Integer call() {
            Set<String> asked = asked();
            List<RefundRecord> found = OnDatabase.run(
                    config, (database, read) -> new RefundRecordQueries(database).list(asked, merchant, limit));
            JsonArray items = new JsonArray();
            found.forEach(each -> items.add(RefundText.json(each)));
            say(new JsonObject().put("refunds", items), RefundText.list(found));
            return ExitCode.DONE;
        }

        private Set<String> asked() {
            Set<String> asked = new TreeSet<>(states);
            if (awaitingOperator) {
                asked.add(new RefundState.AwaitingOperator().sqlName());
            }
            if (limit < 1) {
                throw new CommandException(ExitCode.USAGE, "--limit must be 1 or more");
            }
            asked.forEach(ListRefunds::mustBeAState);
            return asked;
        }

        private static void mustBeAState(String name) {
            try {
                RefundState.of(name, false);
            } catch (IllegalArgumentException unknown) {
                throw new CommandException(ExitCode.USAGE, unknown.getMessage() + "; --help names them");
            }
        }
    }

    /** A command about one refund. */
    abstract static class OnOne extends OnRefunds {
        @Parameters(paramLabel = "REFUND", description = "The refund or collection, as gateway refunds list shows it.")
        String id = "";
    }

    /** {@code gateway refunds show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {
                "Shows a refund or a collection with all that is stored of it: its deposit, everything that was signed, what the",
                "ledger was told, and what operators decided."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "64:there is no such refund"})
    static final class Show extends OnOne {
        @Override
        public Integer call() {
            RefundRecord.File file = OnDatabase.run(
                            config, (database, read) -> new RefundRecordQueries(database).find(id))
                    .orElseThrow(() -> new CommandException(
                            ExitCode.USAGE,
                            "there is no refund " + id + "; gateway refunds list shows those there are"));
            say(RefundText.json(file), RefundText.file(file));
            return ExitCode.DONE;
        }
    }

    /** A decision about one refund. */
    abstract static class Deciding extends OnOne {
        @Mixin
        DecisionOptions options = new DecisionOptions();

        final Integer decide(BiFunction<RefundDesk, Decision, Future<RefundRuling>> decision) {
            Decision made = options.decision();
            RefundRuling ruling = OnDatabase.run(
                    config,
                    (database, read) -> decision.apply(new RefundDesk(database, new Ledger(), new Outbox()), made));
            return switch (ruling) {
                case RefundRuling.Done(String state) -> {
                    say(new JsonObject().put("refundId", id).put("state", state), List.of(id + " is " + state));
                    yield ExitCode.DONE;
                }
                case RefundRuling.Refused(String code, String sentence) ->
                    throw new CommandException(ExitCode.USAGE, id + ": " + sentence + " (" + code + ")");
            };
        }
    }

    /** {@code gateway refunds retry}. */
    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Has a refund or a collection that awaits an operator tried again.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "64:no such refund awaits an operator"})
    static final class Retry extends Deciding {
        @Override
        public Integer call() {
            return decide((desk, made) -> desk.retry(made, id));
        }
    }

    /** {@code gateway refunds resolve}. */
    @Command(
            name = "resolve",
            mixinStandardHelpOptions = true,
            description = {
                "Says what became of a refund or a collection that awaits an operator. Possible only while nothing that was",
                "signed for it can still take effect."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "64:no such refund awaits an operator, or the transaction pays for another one"})
    static final class Resolve extends Deciding {
        @ArgGroup(multiplicity = "1")
        Outcome outcome = new Outcome();

        static final class Outcome {
            @Option(
                    names = "--credited",
                    required = true,
                    description = "A refund becomes credit of its payer, kept in the ledger.")
            boolean credited;

            @Option(
                    names = "--lost",
                    required = true,
                    description = "A collection is given up: what its session used is its merchant's loss.")
            boolean lost;

            @Option(
                    names = "--paid-by",
                    required = true,
                    paramLabel = "TXID",
                    description =
                            "It was paid by this transaction, from the wallet that received its deposit; or collected by"
                                    + " it, to that wallet.")
            @Nullable String paidBy;
        }

        @Override
        public Integer call() {
            String txId = outcome.paidBy;
            if (txId != null && txId.isBlank()) {
                throw new CommandException(ExitCode.USAGE, "--paid-by needs the transaction's id");
            }
            return decide((desk, made) -> txId != null
                    ? desk.paidBy(made, id, txId.strip())
                    : outcome.lost ? desk.giveUp(made, id) : desk.credit(made, id));
        }
    }
}
