package io.ws402.gateway.methods.solana.payment;

import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.solana.chain.ChainTransaction;
import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import io.ws402.gateway.methods.solana.config.SolanaSettings;
import io.ws402.gateway.methods.solana.rpc.ClusterWatcher;
import io.ws402.gateway.methods.solana.rpc.Status;
import io.ws402.protocol.money.Money;
import java.time.Instant;
import java.util.Optional;

/** Looks for a payment on the chain and says what arrived, from whom. Calls block. */
public final class PaymentObserver {
    private static final long SLOT_MS = 400;
    /** About how long a slot that is confirmed takes to be finalized. */
    private static final long FINALITY_MS = 13_000;

    private final SolanaSettings settings;
    private final ClusterWatcher watcher;

    /** Of payments on this cluster. */
    public PaymentObserver(SolanaSettings settings, ClusterWatcher watcher) {
        this.settings = settings;
        this.watcher = watcher;
    }

    /** What the chain shows of a payment. */
    public Observation observe(QuotedPayment payment, SolanaProof proof) {
        try {
            Optional<Status> status = watcher.status(proof.signature());
            if (status.isEmpty()) {
                return new Observation.Pending(
                        "transaction_not_found",
                        "The transaction is not known on " + settings.network() + " (yet).",
                        SLOT_MS);
            }
            return known(payment, proof, status.get());
        } catch (RpcException.TooLarge e) {
            return new Observation.Refused("malformed_proof", "The transaction is larger than any payment.");
        } catch (RpcException e) {
            return new Observation.Unavailable("The chain does not answer: " + e.getMessage());
        }
    }

    private Observation known(QuotedPayment payment, SolanaProof proof, Status status) {
        if (!status.commitment().isAtLeast(Commitment.CONFIRMED)) {
            return pending("The transaction is not confirmed yet.", SLOT_MS);
        }
        if (status.slot() < Anchor.of(payment.anchor()).slot()) {
            return new Observation.Refused("transaction_too_old", "The transaction is older than the quote.");
        }
        if (status.error().isPresent()) {
            return new Observation.Refused("transaction_failed", "The transaction failed; it paid nothing.");
        }
        Optional<ChainTransaction> transaction = watcher.transaction(proof.signature(), status);
        return transaction.isPresent()
                ? confirmed(payment, proof, status, transaction.get())
                : pending("The transaction is confirmed, but no node shows it yet.", SLOT_MS);
    }

    private Observation confirmed(
            QuotedPayment payment, SolanaProof proof, Status status, ChainTransaction transaction) {
        SolanaAddress recipient = new SolanaAddress(payment.recipient());
        SolanaAsset asset = settings.assetOf(payment.price().asset()).of(recipient);
        return switch (PaidBy.find(recipient, asset, transaction, new SolanaAddress(payment.reference()))) {
            case PaidBy.Nothing(String code, String reason) -> new Observation.Refused(code, reason);
            case PaidBy.Found(Arrival arrival, SolanaAddress payer) ->
                arrived(payment, proof, status, transaction, arrival, payer);
        };
    }

    private Observation arrived(
            QuotedPayment payment,
            SolanaProof proof,
            Status status,
            ChainTransaction transaction,
            Arrival arrival,
            SolanaAddress payer) {
        if (proof.sender().filter(claimed -> !claimed.equals(payer)).isPresent()) {
            return new Observation.Refused("payer_mismatch", "senderWallet is not who the chain says has paid.");
        }
        boolean isFinal = status.commitment() == Commitment.FINALIZED;
        Optional<Instant> time = watcher.time(transaction, status);
        if (time.isEmpty()) {
            // Waiting for a time that a node may never have would hold up all that came behind it.
            return isFinal
                    ? new Observation.Refused(
                            "not_attributable",
                            "The node does not tell when the transaction was made, and so whether it was in time; an operator"
                                    + " decides about it.")
                    : pending("The node does not know yet when the transaction was made.", SLOT_MS);
        }
        Money amount = new Money(arrival.asset().asset(), arrival.units());
        ObservedDeposit deposit = new ObservedDeposit(
                Evidence.settlementKey(settings.chain(), transaction.signature(), arrival.position()),
                payer.text(),
                payment.recipient(),
                amount,
                transaction.signature(),
                new Evidence(transaction.slot(), watcher.end().height(), arrival.position()).toJson(),
                isFinal);
        if (time.get().isAfter(payment.expiresAt().plus(settings.expiryTolerance()))) {
            return new Observation.Refused(
                    "late_payment", "The payment came after the quote had expired; it is refunded.", deposit);
        }
        return status.commitment().isAtLeast(settings.finality().of(amount))
                ? new Observation.Paid(deposit)
                : pending("The payment is confirmed; an amount like this must be finalized.", FINALITY_MS);
    }

    private static Observation pending(String reason, long retryAfterMs) {
        return new Observation.Pending("payment_pending", reason, retryAfterMs);
    }
}
