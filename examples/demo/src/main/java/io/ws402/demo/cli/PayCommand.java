package io.ws402.demo.cli;

import io.vertx.core.Vertx;
import io.ws402.demo.client.Budget;
import io.ws402.demo.client.ClientOptions;
import io.ws402.demo.client.PayingClient;
import io.ws402.demo.client.ReceiptOrder;
import io.ws402.demo.client.ReceiptOutcome;
import io.ws402.demo.client.ResourceAddress;
import io.ws402.demo.client.SessionOrder;
import io.ws402.demo.client.SessionOutcome;
import io.ws402.demo.client.SessionSummary;
import io.ws402.demo.story.Narrator;
import io.ws402.demo.wallet.Payment;
import io.ws402.demo.wallet.Wallet;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Pays for a resource and streams it. */
@Command(
        name = "pay",
        mixinStandardHelpOptions = true,
        description = {
            "Pays for a resource and streams it: schema, payment, stream, refund.",
            "What the resource sends goes to standard output, everything else to standard error."
        },
        footer = {
            "",
            "The key comes from WS402_PRIVATE_KEY or a keystore file (EVM), from WS402_SOLANA_KEY or a key pair",
            "file (Solana), or is an account of credits; never from the command line. Ctrl-C ends the session;",
            "what was not used is refunded."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:the session went well and its refund has arrived",
            " 1:paid, but no session started or its end is not known; the message says what is known",
            "64:an option, the URL or the key makes no sense",
            "69:the server, the gateway or the chain does not answer, or does not sell this; nothing was paid",
            "70:a defect of this program",
            "75:the session is over, its refund has not arrived yet",
            "76:the session went well, but with --receipt: there is none, it is provisional, or says something else",
            "77:the account holds too little, or --max-amount, --max-per-minute or --allow forbids it; nothing was paid"
        })
final class PayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PayerKey key = new PayerKey();

    @Parameters(paramLabel = "URL", description = "the resource, for example http://127.0.0.1:4030/ws402/ticker")
    private String url = "";

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "stay so long, then end (default: until the balance is used or Ctrl-C)")
    private @Nullable Integer seconds;

    @Option(
            names = "--pay-seconds",
            paramLabel = "N",
            description = "pay so many seconds in advance (default: what --seconds says, else 300)")
    private @Nullable Integer paySeconds;

    @Option(names = "--method", paramLabel = "ID", description = "the payment method (default: the first that fits)")
    private @Nullable String method;

    @Option(
            names = "--asset",
            paramLabel = "ASSET",
            description = "a symbol or CAIP-19 id (default: the first that fits)")
    private @Nullable String asset;

    @Option(names = "--top-up", paramLabel = "N", description = "pay for N more seconds whenever ten or fewer are left")
    private @Nullable Long topUp;

    @Option(
            names = "--top-up-method",
            paramLabel = "ID",
            description = "by which method (default: the session's own, or the first that fits --top-up-asset)")
    private @Nullable String topUpMethod;

    @Option(
            names = "--top-up-asset",
            paramLabel = "ASSET",
            description = "with what: a symbol or CAIP-19 id (default: as --top-up-method)")
    private @Nullable String topUpAsset;

    @Option(
            names = "--max-amount",
            paramLabel = "UNITS",
            description = {
                "pay nothing beyond so many smallest units of the asset, top-ups included",
                "(in another asset they count by the price of the time they buy)"
            })
    private @Nullable BigInteger maxAmount;

    @Option(
            names = "--max-per-minute",
            paramLabel = "UNITS",
            description = "pay at most so many smallest units within any minute; a top-up waits for the minute's end")
    private @Nullable BigInteger maxPerMinute;

    @Option(
            names = "--allow",
            paramLabel = "ASSET:PRICE",
            description = {
                "pay with this asset (a symbol or CAIP-19 id) alone, at most so many smallest units a second, or",
                "ASSET:PER_SECOND,PER_MEGABYTE,PER_MESSAGE; may be repeated for others (default: any, at any price)"
            })
    private List<String> allow = List.of();

    @Option(
            names = "--receipt",
            paramLabel = "FILE",
            description = "write the receipt that the gateway has signed, once it is verified, into a new file")
    private @Nullable Path receipt;

    @Option(
            names = "--receipt-keys",
            paramLabel = "FILE|URL",
            description = "verify it with these keys (a JWK set; default: those that the server names)")
    private @Nullable String receiptKeys;

    @Option(
            names = "--other-server",
            paramLabel = "URL",
            description = "another server of the same fleet, to go on at when the first is lost; may be repeated")
    private List<URI> otherServers = List.of();

    @Option(
            names = "--refund-wait",
            paramLabel = "N",
            defaultValue = "180",
            description = "wait so many seconds for the refund to arrive (default: ${DEFAULT-VALUE})")
    private int refundWait;

    @Option(names = "--json", description = "print one JSON document on standard output instead of the stream")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        SessionOrder order = order();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Vertx vertx = Vertx.vertx();
        ClientOptions options = ClientOptions.usual().withRefund(Duration.ofSeconds(refundWait));
        try (Wallet wallet = key.open(System.getenv());
                PayingClient client = new PayingClient(vertx, options);
                PayerInterrupt interrupt = PayerInterrupt.install(options.end().plus(options.refund()))) {
            Narrator narrator = new Narrator(Main.terminal(true), wallet.coin());
            PayListener listener = new PayListener(narrator, interrupt, json ? null : out);
            SessionOutcome outcome = client.run(order, wallet, listener);
            keepReceipt(outcome, narrator);
            if (json) {
                out.println(PayJson.of(outcome).encodePrettily());
            }
            return exitCode(outcome);
        } finally {
            vertx.close();
        }
    }

    private SessionOrder order() {
        int advance = paySeconds != null ? paySeconds : seconds != null ? seconds : 300;
        try {
            if (seconds != null && seconds < 1) {
                throw new IllegalArgumentException("--seconds must be 1 or more");
            }
            return new SessionOrder(
                    ResourceAddress.parse(url),
                    otherServers,
                    advance,
                    seconds == null ? null : Duration.ofSeconds(seconds),
                    method,
                    asset,
                    new Budget(
                            maxAmount,
                            maxPerMinute,
                            allow.stream().map(Budget.Allowance::parse).toList()),
                    topUp(),
                    receiptOrder());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private SessionOrder.@Nullable TopUp topUp() {
        if (topUp == null) {
            if (topUpMethod != null || topUpAsset != null) {
                throw new IllegalArgumentException("--top-up-method and --top-up-asset need --top-up");
            }
            return null;
        }
        return new SessionOrder.TopUp(topUp, topUpMethod, topUpAsset);
    }

    private @Nullable ReceiptOrder receiptOrder() {
        if (receipt == null) {
            if (receiptKeys != null) {
                throw new IllegalArgumentException("--receipt-keys needs --receipt");
            }
            return null;
        }
        Path folder = receipt.toAbsolutePath().getParent();
        if (Files.exists(receipt) || folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--receipt must name a new file in a folder that is there");
        }
        return new ReceiptOrder(receiptKeys == null ? null : ReceiptFile.keys(receiptKeys));
    }

    private void keepReceipt(SessionOutcome outcome, Narrator narrator) {
        ReceiptOutcome had = outcome instanceof SessionOutcome.Ended(SessionSummary summary) ? summary.receipt() : null;
        if (receipt == null || had == null) {
            return;
        }
        narrator.receipt(had, receipt);
        if (had instanceof ReceiptOutcome.Verified verified) {
            try {
                ReceiptFile.write(receipt, verified.signed());
            } catch (IOException e) {
                throw new Problem(ExitCodes.NO_RECEIPT, "the receipt could not be written: " + e);
            }
        }
    }

    private static int exitCode(SessionOutcome outcome) {
        return switch (outcome) {
            case SessionOutcome.Ended(SessionSummary summary) ->
                summary.refundsAtRest() ? receiptCode(summary) : ExitCodes.NOT_YET;
            case SessionOutcome.NotPaid(SessionOutcome.Cause cause, String reason) ->
                throw new Problem(
                        switch (cause) {
                            case INSUFFICIENT_FUNDS, TOO_EXPENSIVE, NOT_ALLOWED -> ExitCodes.FUNDS;
                            case UNREACHABLE, REFUSED, NO_COMMON_ASSET, WALLET -> ExitCodes.UNAVAILABLE;
                        },
                        clause(reason) + "; nothing was paid");
            case SessionOutcome.NotStarted(Payment payment, String code, String reason) ->
                throw new Problem(ExitCodes.FAILED, notStarted(payment, clause(reason) + " (" + code + ")"));
            case SessionOutcome.Lost(SessionSummary summary, String reason) ->
                throw new Problem(ExitCodes.FAILED, reason);
        };
    }

    private static int receiptCode(SessionSummary summary) {
        boolean wasWanted = summary.receipt() != null;
        boolean isGood = summary.receipt() instanceof ReceiptOutcome.Verified verified && verified.isGood();
        return !wasWanted || isGood ? ExitCodes.OK : ExitCodes.NO_RECEIPT;
    }

    /** On some rails nothing moves before the proof is accepted. */
    private static String notStarted(Payment payment, String why) {
        return payment.txId() == null
                ? "no session started: " + why
                : "paid (" + payment.txId() + "), but no session started: " + why
                        + "; ask the gateway's operator with this transaction";
    }

    private static String clause(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
