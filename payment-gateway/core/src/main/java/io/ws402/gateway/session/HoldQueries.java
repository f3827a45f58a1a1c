package io.ws402.gateway.session;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.ws402.gateway.access.Caller;
import io.ws402.protocol.payment.PaymentProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the payment that a 0.1 refund call means by its proof: by the reference, or without one by the transaction. */
final class HoldQueries {
    private static final String BY_REFERENCE = """
            SELECT p.id FROM payments p
            WHERE p.reference = $1 AND p.merchant_id = $2 AND p.api_key_id = $3""";

    // A transaction id in hex is stored in lower case; others are compared as they are.
    private static final String BY_TRANSACTION = """
            SELECT DISTINCT p.id FROM deposits d JOIN payments p ON p.id = d.payment_id
            WHERE d.tx_id IN ($1, lower($1)) AND d.position >= 0 AND p.merchant_id = $2 AND p.api_key_id = $3
            LIMIT 2""";

    /** At most two, which is one too many. */
    Future<List<String>> find(SqlClient client, Caller caller, PaymentProof proof) {
        Optional<String> reference = proof.reference();
        Optional<String> transaction = proof.text("txHash").or(() -> proof.text("signature"));
        if (reference.isEmpty() && transaction.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return client.preparedQuery(reference.isPresent() ? BY_REFERENCE : BY_TRANSACTION)
                .execute(
                        Tuple.of(reference.or(() -> transaction).orElseThrow(), caller.merchantId(), caller.apiKeyId()))
                .map(rows -> {
                    List<String> payments = new ArrayList<>();
                    rows.forEach(row -> payments.add(row.getString("id")));
                    return payments;
                });
    }
}
