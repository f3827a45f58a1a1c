package io.ws402.gateway.methods.evm.payment;

import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.evm.chain.Transaction;
import io.ws402.gateway.methods.evm.chain.Transfer;
import io.ws402.gateway.methods.evm.config.ChainAsset;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds what a transaction brought in a token: events of the pinned contract alone, whatever was called and whoever
 * signed, so that contract wallets and batches pay like everybody else.
 */
final class TokenArrivals {
    private TokenArrivals() {}

    /**
     * The transfer that pays the quote: the first of exactly its amount, else the first of any. The receipt tells; only to
     * say why nothing does is the transaction asked for.
     */
    static Arrival find(
            ChainAsset.Token token,
            EvmAddress wallet,
            BigInteger price,
            Receipt receipt,
            Supplier<Transaction> transaction) {
        List<Transfer> ofToken = receipt.transfers().stream()
                .filter(transfer -> transfer.token().equals(token.contract()))
                .toList();
        List<Transfer> toUs = ofToken.stream()
                .filter(transfer -> transfer.to().equals(wallet))
                .toList();
        // Our own money going round is no payment, and what is minted has nobody it could be refunded to.
        List<Transfer> payments = toUs.stream()
                .filter(transfer -> transfer.value().signum() > 0)
                .filter(transfer ->
                        !transfer.from().equals(wallet) && !transfer.from().isZero())
                .toList();
        return payments.stream()
                .filter(transfer -> transfer.value().equals(price))
                .findFirst()
                .or(() -> payments.stream().findFirst())
                .<Arrival>map(transfer -> new Arrival.Money(transfer.from(), transfer.value(), transfer.position()))
                .orElseGet(() -> whyNot(token, wallet, toUs, ofToken, receipt, transaction));
    }

    private static Arrival whyNot(
            ChainAsset.Token token,
            EvmAddress wallet,
            List<Transfer> toUs,
            List<Transfer> ofToken,
            Receipt receipt,
            Supplier<Transaction> asked) {
        String symbol = token.asset().symbol();
        if (toUs.stream().anyMatch(transfer -> transfer.value().signum() > 0)) {
            return new Arrival.Nothing(
                    "not_attributable", "The " + symbol + " came from nobody that could be refunded.");
        }
        if (!toUs.isEmpty()) {
            return new Arrival.Nothing("amount_mismatch", "The transaction transfers 0 " + symbol + ".");
        }
        boolean otherToken = receipt.transfers().stream()
                .anyMatch(transfer -> !transfer.token().equals(token.contract())
                        && transfer.to().equals(wallet));
        Transaction transaction = asked.get();
        boolean coin = transaction.to().filter(wallet::equals).isPresent()
                && transaction.value().signum() > 0;
        if (otherToken || coin) {
            return new Arrival.Nothing(
                    "wrong_asset",
                    "The transaction pays in something else than " + symbol + " at " + token.contract() + ".");
        }
        return new Arrival.Nothing(
                "wrong_recipient",
                ofToken.isEmpty()
                        ? "The transaction transfers no " + symbol + "."
                        : "The transaction transfers " + symbol + " to somebody else.");
    }
}
