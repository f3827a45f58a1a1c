package io.ws402.demo.cli;

import io.ws402.protocol.money.Money;
import io.ws402.protocol.receipt.Receipt;
import io.ws402.protocol.receipt.ReceiptJson;
import io.ws402.protocol.receipt.ReceiptReading;
import io.ws402.protocol.receipt.ReceiptVerifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a signed receipt. */
@Command(
        name = "receipt",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a receipt that a gateway has signed, and tells what it says.",
            "With the keys in a file it needs no network."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:one of the keys signed it, it adds up, and it is final",
            "64:an option or a file makes no sense",
            "65:it is not verified: altered, signed by another key, or no receipt; the message says which",
            "69:the address of the keys does not answer",
            "70:a defect of this program",
            "75:one of the keys signed it, but it is provisional: not all of it is at rest"
        })
final class ReceiptCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "the receipt, as ./ws402 pay --receipt FILE writes it")
    private Path file = Path.of("");

    @Option(
            names = "--keys",
            required = true,
            paramLabel = "FILE|URL",
            description = {
                "the gateway's keys (a JWK set): a file, or an address such as",
                "https://host/.well-known/ws402-receipts/jwks.json of a server of that gateway"
            })
    private String keys = "";

    @Option(names = "--json", description = "print its claims as one JSON document")
    private boolean json;

    @Override
    public Integer call() {
        return switch (ReceiptVerifier.verify(ReceiptFile.read(file), ReceiptFile.keys(keys))) {
            case ReceiptReading.Refused(String code, String reason) ->
                throw new Problem(ExitCodes.NOT_VERIFIED, file + " is not verified (" + code + "): " + reason);
            case ReceiptReading.Verified(Receipt receipt, String keyId) -> {
                PrintWriter out = spec.commandLine().getOut();
                if (json) {
                    out.println(ReceiptJson.write(receipt).put("keyId", keyId).encodePrettily());
                } else {
                    tell(out, receipt, keyId);
                }
                yield receipt.isFinal() ? ExitCodes.OK : ExitCodes.NOT_YET;
            }
        };
    }

    private static void tell(PrintWriter out, Receipt receipt, String keyId) {
        out.println("Verified: signed by the key " + keyId);
        line(out, "session", receipt.sessionId() + " for " + receipt.resourceId() + " of " + receipt.merchantId());
        String rest = receipt.isFinal() ? "final since " : "provisional, as of ";
        line(out, "state", receipt.state() + ", " + rest + Instant.ofEpochSecond(receipt.issuedAt()));
        Receipt.Sums sums = receipt.sums();
        line(out, "paid", sums.paid());
        line(out, "consumed", sums.consumed());
        line(out, "refunded", sums.refunded());
        if (!sums.undone().isZero()) {
            line(out, "undone", sums.undone() + " by the chain, of which " + sums.lost() + " were consumed");
        }
        for (Receipt.Deposit deposit : receipt.deposits()) {
            line(out, "deposit", deposit.amount() + " from " + deposit.payer() + transaction(deposit.txHash()));
            Receipt.Refund refund = deposit.refund();
            if (refund != null) {
                line(out, "  back", refund.amount() + " " + refund.state() + transaction(refund.txHash()));
            }
        }
        receipt.fees().forEach(fee -> line(out, "fee", fee + " of what was consumed"));
    }

    private static String transaction(@Nullable String txHash) {
        return txHash == null ? "" : " by " + txHash;
    }

    private static void line(PrintWriter out, String name, Money amount) {
        line(out, name, amount.toString());
    }

    private static void line(PrintWriter out, String name, String text) {
        out.printf("  %-10s%s%n", name, text);
    }
}
