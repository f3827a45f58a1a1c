package io.ws402.gateway.receipt;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.access.Caller;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.payment.ReceiptOutcome;
import io.ws402.protocol.payment.ReceiptOutcome.Issued;
import io.ws402.protocol.payment.ReceiptOutcome.Refused;
import io.ws402.protocol.receipt.ReceiptKeys;
import io.ws402.protocol.receipt.ReceiptVerifier;
import java.util.List;
import java.util.Optional;

/** Issues signed receipts of sessions. A gateway without a key for them issues none. Thread-safe. */
public final class Receipts {
    private final ReceiptQueries queries;
    private final Optional<ReceiptSigner> signer;

    /** Of the sessions in this database, signed by this signer, if any. */
    public Receipts(Database database, Optional<ReceiptSigner> signer) {
        this.queries = new ReceiptQueries(database);
        this.signer = signer;
    }

    /**
     * The receipt of a session of the caller's merchant, as it stands now; provisional until nothing of it moves any more. A
     * final one is always the same, but for the key that signs it.
     */
    public Future<ReceiptOutcome> issue(Caller caller, String sessionId) {
        return signer.map(signing -> queries.receipt(caller, sessionId)
                        .map(found -> found.map(signing::sign)
                                .<ReceiptOutcome>map(Receipts::bounded)
                                .orElseGet(() -> new Refused(
                                        ReceiptOutcome.UNKNOWN_SESSION,
                                        "there is no such session of this key's merchant"))))
                .orElseGet(() -> Future.succeededFuture(
                        new Refused(ReceiptOutcome.NOT_OFFERED, "this gateway has no key to sign receipts with")));
    }

    private static ReceiptOutcome bounded(String signed) {
        return signed.length() <= ReceiptVerifier.MAX_LENGTH
                ? new Issued(signed)
                : new Refused(
                        ReceiptOutcome.TOO_LARGE,
                        "the session has more deposits than a receipt may list; its payment shows them all");
    }

    /** The public keys by which receipts are checked, as a JWK set; without a key an empty one. */
    public JsonObject jwks() {
        return signer.map(ReceiptSigner::jwks).orElseGet(() -> ReceiptKeys.jwks(List.of()));
    }
}
