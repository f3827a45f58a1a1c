package io.ws402.gateway.methods.solana.payment;

import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.solana.chain.ChainTransaction;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TokenBalance;
import io.ws402.gateway.methods.solana.chain.Transfer;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what a transaction brought to one of our accounts, unit for unit: all that the account gained is told of, by the
 * transfers that brought it or as a rest that none explains. What counts is what the account gained, never what an
 * instruction says, for a token may take a fee of every transfer.
 */
final class Arrivals {
    private final ChainTransaction transaction;
    private final SolanaAsset asset;
    private final List<Transfer> transfers;

    private Arrivals(ChainTransaction transaction, SolanaAsset asset) {
        this.transaction = transaction;
        this.asset = asset;
        this.transfers = Transfer.in(transaction).stream()
                .filter(transfer -> brings(asset, transfer))
                .toList();
    }

    /** Whether a transfer is of this asset and reaches our account for it. */
    static boolean brings(SolanaAsset asset, Transfer transfer) {
        return transfer.destination().equals(asset.account())
                && switch (asset) {
                    case SolanaAsset.Native coin -> transfer.program().isEmpty();
                    case SolanaAsset.Token token ->
                        transfer.program().filter(token.program()::equals).isPresent();
                };
    }

    /**
     * What it brought, in the order of its instructions.
     *
     * @param wallet who owns our accounts; what it signed is its own doing
     */
    static List<Arrival> of(ChainTransaction transaction, SolanaAsset asset, SolanaAddress wallet) {
        return !transaction.succeeded() || transaction.isSignedBy(wallet)
                ? List.of()
                : new Arrivals(transaction, asset).all();
    }

    private List<Arrival> all() {
        BigInteger gained = gained();
        BigInteger sent = transfers.stream().map(Transfer::units).reduce(BigInteger.ZERO, BigInteger::add);
        if (gained.compareTo(sent) < 0) {
            return withFees(gained);
        }
        List<Arrival> arrivals = new ArrayList<>();
        transfers.forEach(transfer -> arrivals.add(arrival(transfer, transfer.units(), transfer.references())));
        if (gained.compareTo(sent) > 0) {
            arrivals.add(rest(gained.subtract(sent)));
        }
        return arrivals;
    }

    /** A fee was withheld. Of several transfers nobody can say how much of it is whose: they are one, for an operator. */
    private List<Arrival> withFees(BigInteger gained) {
        Transfer first = transfers.getFirst();
        return List.of(arrival(first, gained, transfers.size() == 1 ? first.references() : List.of()));
    }

    private Arrival arrival(Transfer transfer, BigInteger units, List<SolanaAddress> references) {
        return new Arrival(asset, transfer.position(), payer(transfer), units, references);
    }

    /** Minted, or what a closed account held: there is nobody to name but who paid for the transaction. */
    private Arrival rest(BigInteger units) {
        return new Arrival(asset, "rest-" + asset.account(), Optional.of(transaction.feePayer()), units, List.of());
    }

    /** Who owns what the transfer left: of a token not who may move it, which can be a delegate. */
    private Optional<SolanaAddress> payer(Transfer transfer) {
        return switch (asset) {
            case SolanaAsset.Native coin -> Optional.of(transfer.source());
            case SolanaAsset.Token token ->
                transaction.tokenAccount(transfer.source()).flatMap(TokenBalance::owner);
        };
    }

    private BigInteger gained() {
        BigInteger gained = switch (asset) {
            case SolanaAsset.Native coin -> transaction.gain(coin.account()).orElse(BigInteger.ZERO);
            case SolanaAsset.Token token -> transaction.tokenGain(token.account());
        };
        if (gained.signum() < 0) {
            // Nothing leaves our accounts without our signature.
            throw new RpcException.Unavailable("the node shows money leaving an account that did not sign");
        }
        return gained;
    }
}
