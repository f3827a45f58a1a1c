package io.ws402.demo.story;

import io.ws402.protocol.money.Asset;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A session's figures as a table for people, amounts aligned at their decimal points. */
public final class StoryTable {
    private static final int LABEL_WIDTH = 16;

    private final Terminal terminal;

    /** A table in that terminal's style. */
    public StoryTable(Terminal terminal) {
        this.terminal = terminal;
    }

    private record Amount(String label, BigInteger units, Asset asset) {
        String whole() {
            String human = asset.human(units);
            int point = human.indexOf('.');
            return point < 0 ? human : human.substring(0, point);
        }

        String fraction() {
            return asset.human(units).substring(whole().length());
        }
    }

    /** The lines of one session's table, with the law's findings under it. */
    public List<String> lines(String title, SessionReport report) {
        List<Amount> amounts = amounts(report);
        int wholeWidth = amounts.stream()
                .mapToInt(amount -> amount.whole().length())
                .max()
                .orElse(0);
        int fractionWidth = amounts.stream()
                .mapToInt(amount -> amount.fraction().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add(terminal.bold(title));
        for (Amount amount : amounts) {
            lines.add(row(
                    amount.label(),
                    " ".repeat(wholeWidth - amount.whole().length()) + amount.whole() + amount.fraction()
                            + " ".repeat(fractionWidth - amount.fraction().length()) + " "
                            + amount.asset().symbol()));
        }
        lines.add(row(
                "seconds",
                String.format(Locale.ROOT, "%d.%03d", report.elapsedMs() / 1000, report.elapsedMs() % 1000)));
        lines.add(row("payment", report.payTx()));
        lines.add(row("refund", report.refundTx() == null ? "none" : report.refundTx()));
        Law.of(report).forEach(finding -> lines.add(finding(finding)));
        return lines;
    }

    private static List<Amount> amounts(SessionReport report) {
        Asset asset = report.asset();
        List<Amount> amounts = new ArrayList<>(List.of(
                new Amount("paid", report.paid(), asset),
                new Amount("consumed", report.consumed(), asset),
                new Amount("refunded", report.refunded(), asset),
                new Amount("fee", report.fee(), asset),
                new Amount("payer before", report.payerBefore(), asset),
                new Amount("payer after", report.payerAfter(), asset)));
        Asset coin = report.networkCoin();
        if (coin != null) {
            amounts.add(new Amount("network fees", report.payerNetworkFees(), coin));
        }
        return amounts;
    }

    private static String row(String label, String value) {
        return "  " + label + " ".repeat(LABEL_WIDTH - label.length()) + value;
    }

    private String finding(Law.Finding finding) {
        if (finding.holds()) {
            return "  " + terminal.good("✓") + " " + finding.rule() + ", to the last unit";
        }
        String sign = finding.difference().signum() < 0 ? "-" : "";
        return "  " + terminal.bad("✗") + " " + finding.rule() + ": off by " + sign
                + finding.asset().human(finding.difference().abs()) + " "
                + finding.asset().symbol();
    }
}
