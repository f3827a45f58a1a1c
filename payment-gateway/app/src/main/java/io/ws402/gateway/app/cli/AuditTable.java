package io.ws402.gateway.app.cli;

import io.ws402.gateway.ledger.AuditReport;
import io.ws402.gateway.ledger.AuditReport.AssetLaw;
import io.ws402.gateway.ledger.AuditReport.Discrepancy;
import java.util.ArrayList;
import java.util.List;

/** An audit's report for people. */
final class AuditTable {
    private AuditTable() {}

    static List<String> lines(AuditReport report) {
        List<String> lines = new ArrayList<>();
        if (report.assets().isEmpty()) {
            lines.add("Nothing has ever arrived.");
        }
        report.assets().forEach(law -> add(lines, law));
        for (Discrepancy each : report.discrepancies()) {
            lines.add(String.format(
                    "DIFFERENCE %s of %s (%s): the rows say %s, the ledger says %s",
                    each.kind(), each.subject(), each.asset(), each.expected(), each.actual()));
        }
        lines.add(report.holds() ? "The law holds." : "THE LAW DOES NOT HOLD.");
        return lines;
    }

    private static void add(List<String> lines, AssetLaw law) {
        lines.add(law.asset().value() + " (smallest units)");
        lines.add(row("deposits", law.deposits()));
        lines.add(row("= held", law.held()));
        lines.add(row("+ merchant", law.merchant()));
        lines.add(row("+ fees", law.fees()));
        lines.add(row("+ payer credit", law.payerCredit()));
        lines.add(row("+ refunds in flight", law.refundsInFlight()));
        lines.add(row("+ refunded", law.refunded()));
        lines.add(row("+ losses", law.losses()));
        if (law.authorised().signum() != 0 || law.collecting().signum() != 0) {
            lines.add("  not here yet, and in no account:");
            lines.add(row("authorised", law.authorised()));
            lines.add(row("being collected", law.collecting()));
        }
        if (law.difference().signum() != 0) {
            lines.add(row("DIFFERENCE", law.difference()));
        }
    }

    private static String row(String name, Object units) {
        return String.format("  %-22s%30s", name, units);
    }
}
