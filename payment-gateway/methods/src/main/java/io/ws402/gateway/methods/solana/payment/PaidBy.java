package io.ws402.gateway.methods.solana.payment;

import io.ws402.gateway.methods.solana.chain.ChainTransaction;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TokenBalance;
import io.ws402.gateway.methods.solana.chain.Transfer;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import java.util.List;
import java.util.Optional;

/**
 * By what a transaction pays a quote: by the first transfer to us that names the quote's reference, and no other. A
 * reference elsewhere in the transaction binds nothing.
 */
sealed interface PaidBy {
    /** By this. */
    record Found(Arrival arrival, SolanaAddress payer) implements PaidBy {}

    /** By nothing. */
    record Nothing(String code, String reason) implements PaidBy {}

    /** @param wallet the recipient of the quote, whose accounts {@code asset} names */
    static PaidBy find(SolanaAddress wallet, SolanaAsset asset, ChainTransaction transaction, SolanaAddress reference) {
        if (transaction.isSignedBy(wallet)) {
            return new Nothing("not_attributable", "The wallet can not pay itself.");
        }
        List<Arrival> arrivals = Arrivals.of(transaction, asset, wallet);
        Optional<Arrival> paying = arrivals.stream()
                .filter(arrival -> arrival.references().contains(reference))
                .findFirst();
        if (paying.isEmpty()) {
            return elsewhere(wallet, asset, transaction, reference, arrivals);
        }
        Arrival arrival = paying.get();
        if (arrival.reference().isEmpty()) {
            return new Nothing("not_attributable", "The transfer names several references; it can pay one quote only.");
        }
        if (arrival.units().signum() == 0) {
            return new Nothing("amount_mismatch", "The transfer carries nothing.");
        }
        return arrival.payer()
                .<PaidBy>map(payer -> new Found(arrival, payer))
                .orElseGet(() -> new Nothing("not_attributable", "The chain does not say whose money this was."));
    }

    private static PaidBy elsewhere(
            SolanaAddress wallet,
            SolanaAsset asset,
            ChainTransaction transaction,
            SolanaAddress reference,
            List<Arrival> arrivals) {
        List<Transfer> naming = Transfer.in(transaction).stream()
                .filter(transfer -> transfer.references().contains(reference))
                .toList();
        if (naming.stream().anyMatch(transfer -> Arrivals.brings(asset, transfer))) {
            return new Nothing(
                    "not_attributable", "The transfer's fee can not be told from those of others in the transaction.");
        }
        if (naming.stream().anyMatch(transfer -> reachesUs(wallet, transaction, transfer))) {
            return new Nothing(
                    "wrong_asset",
                    "The transfer is of another asset than " + asset.asset().symbol() + ", which the quote asks for.");
        }
        return arrivals.isEmpty()
                ? new Nothing("wrong_recipient", "The transaction pays nothing to the recipient of the quote.")
                : new Nothing("not_attributable", "No transfer to the recipient names the quote's reference.");
    }

    /** Whether it reaches the wallet, or a token account of the wallet's, whatever it is of. */
    private static boolean reachesUs(SolanaAddress wallet, ChainTransaction transaction, Transfer transfer) {
        return transfer.destination().equals(wallet)
                || transaction
                        .tokenAccount(transfer.destination())
                        .flatMap(TokenBalance::owner)
                        .filter(wallet::equals)
                        .isPresent();
    }
}
