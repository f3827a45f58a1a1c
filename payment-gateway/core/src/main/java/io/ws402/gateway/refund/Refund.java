package io.ws402.gateway.refund;

import io.ws402.gateway.method.CollectOrder;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.method.TransferOrder;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refund, or a collection, under work, as it stands in the database.
 *
 * @param order what is to be sent to whom, or to be taken of what
 * @param ofCredit whether it pays out a payer's credit, instead of giving back of a deposit
 * @param merchantId whose session it comes from
 * @param method the rail
 * @param state what it is at
 * @param sequencer whose sequence number it has, if any
 * @param sequence the number, if any
 * @param mayBeSigned whether the rail can no longer undo what is given back; nothing is signed before. Always of a
 *     collection
 * @param depositWallet the wallet that received it, or is to; of credit, that of its payment
 * @param fee of a collection: the platform's part of it; else zero
 * @param attempts how many in a row have brought nothing
 * @param signed everything that was ever signed for it, in that order
 */
record Refund(
        TransferOrder order,
        boolean ofCredit,
        String merchantId,
        String method,
        RefundState state,
        @Nullable String sequencer,
        @Nullable Long sequence,
        boolean mayBeSigned,
        String depositWallet,
        BigInteger fee,
        int attempts,
        List<SignedTransfer> signed) {
    String id() {
        return order.id();
    }

    boolean collects() {
        return order instanceof CollectOrder;
    }

    /** What was signed last, which is what is to be sent. */
    SignedTransfer latest() {
        return signed.getLast();
    }

    /**
     * The wallet that signs, from which a refund is paid, and every network fee; written as deposits write it, so that the
     * ledger's account of it can be compared with the rail. It is another than the deposit's after a rotation of keys.
     */
    String payingWallet() {
        if (sequencer == null) {
            return depositWallet;
        }
        String signer = sequencer.substring(sequencer.lastIndexOf(':') + 1);
        return signer.equalsIgnoreCase(depositWallet) ? depositWallet : signer;
    }
}
