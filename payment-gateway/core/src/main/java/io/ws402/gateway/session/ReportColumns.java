package io.ws402.gateway.session;

import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Columns;
import io.ws402.protocol.payment.MeterReport;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** Reports of many sessions as columns, the form in which one statement takes them all. */
final class ReportColumns {
    private static final BinaryOperator<MeterReport> NEWER = BinaryOperator.maxBy(
            Comparator.comparingLong(MeterReport::leaseEpoch).thenComparingLong(MeterReport::sequence));

    private ReportColumns() {}

    /**
     * The newest report of each payment, ordered by payment, so that two batches lock the rows they share in one order.
     * An UPDATE that joins a row twice would take either of the two reports.
     */
    static List<MeterReport> newest(Collection<MeterReport> reports) {
        Map<String, MeterReport> byPayment = new HashMap<>();
        reports.forEach(report -> byPayment.merge(report.paymentId(), report, NEWER));
        List<MeterReport> newest = new ArrayList<>(byPayment.values());
        newest.sort(Comparator.comparing(MeterReport::paymentId));
        return newest;
    }

    /** Adds them to a statement's parameters: payment, epoch, sequence, elapsed ms, bytes, messages, consumed, paused. */
    static Tuple addTo(Tuple parameters, List<MeterReport> reports) {
        List<BigInteger> consumed = reports.stream().map(MeterReport::consumed).toList();
        return parameters
                .addArrayOfString(Columns.texts(reports, MeterReport::paymentId))
                .addArrayOfLong(Columns.longs(reports, MeterReport::leaseEpoch))
                .addArrayOfLong(Columns.longs(reports, MeterReport::sequence))
                .addArrayOfLong(
                        Columns.longs(reports, report -> report.reading().elapsedMs()))
                .addArrayOfLong(
                        Columns.longs(reports, report -> report.reading().bytes()))
                .addArrayOfLong(
                        Columns.longs(reports, report -> report.reading().messages()))
                .addValue(Amounts.toSql(consumed))
                .addArrayOfBoolean(reports.stream().map(MeterReport::paused).toArray(Boolean[]::new));
    }
}
