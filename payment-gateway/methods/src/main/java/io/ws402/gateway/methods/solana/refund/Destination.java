package io.ws402.gateway.methods.solana.refund;

import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.gateway.methods.solana.chain.Mint;
import io.ws402.gateway.methods.solana.chain.Programs;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TokenAccount;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import io.ws402.gateway.methods.solana.rpc.AccountState;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** What is where a refund is to go, and what the wallet has for it. */
sealed interface Destination {
    /**
     * It can be sent there.
     *
     * @param lamports what the wallet has in SOL
     * @param units what the wallet has in the refund's asset
     * @param rent what a token account costs that must be made first; 0 when there is one
     */
    record Open(BigInteger lamports, BigInteger units, BigInteger rent) implements Destination {}

    /** It would not stay there: an account with less SOL than its rent is taken away. */
    record TooLittle() implements Destination {}

    /** The mint's authority has stopped the recipient's token account. */
    record Frozen() implements Destination {}

    /** The recipient's token account belongs to somebody else by now. */
    record GivenAway() implements Destination {}

    /** Something is not as it should be, which is not the recipient's doing. */
    record NotNow(String reason) implements Destination {}

    /** Looks. Blocks. */
    static Destination of(SolanaRpc rpc, Payout payout, SolanaAddress wallet) {
        return switch (payout.asset()) {
            case SolanaAsset.Native coin -> ofCoin(rpc, payout, wallet);
            case SolanaAsset.Token token -> ofToken(rpc, payout, token, wallet);
        };
    }

    private static Destination ofCoin(SolanaRpc rpc, Payout payout, SolanaAddress wallet) {
        List<Optional<AccountState>> found = rpc.accounts(List.of(wallet, payout.recipient()), Commitment.CONFIRMED);
        BigInteger lamports = lamports(found.getFirst());
        BigInteger has = lamports(found.getLast());
        int size = found.getLast().map(account -> account.data().length()).orElse(0);
        return has.add(payout.units()).compareTo(rpc.rent(size)) < 0
                ? new TooLittle()
                : new Open(lamports, lamports, BigInteger.ZERO);
    }

    private static Destination ofToken(SolanaRpc rpc, Payout payout, SolanaAsset.Token token, SolanaAddress wallet) {
        List<Optional<AccountState>> found = rpc.accounts(
                List.of(wallet, token.account(), token.mint(), payout.destination()), Commitment.CONFIRMED);
        Optional<TokenAccount> ours = found.get(1).flatMap(account -> TokenAccount.of(account.data()));
        Optional<Mint> mint = found.get(2).flatMap(account -> Mint.of(account.data()));
        if (ours.isEmpty() || mint.isEmpty() || ours.get().frozen()) {
            return new NotNow("the wallet's account for " + token.asset().symbol() + " is missing or frozen");
        }
        BigInteger lamports = lamports(found.getFirst());
        BigInteger units = ours.get().units();
        Optional<AccountState> there =
                found.get(3).filter(account -> !account.program().equals(Programs.SYSTEM));
        if (there.isEmpty()) {
            return new Open(lamports, units, rpc.rent(mint.get().accountSize(token.program())));
        }
        Optional<TokenAccount> account = there.flatMap(state -> TokenAccount.of(state.data()));
        if (account.isEmpty() || !account.get().owner().equals(payout.recipient())) {
            return new GivenAway();
        }
        return account.get().frozen() ? new Frozen() : new Open(lamports, units, BigInteger.ZERO);
    }

    private static BigInteger lamports(Optional<AccountState> account) {
        return account.map(AccountState::lamports).orElse(BigInteger.ZERO);
    }
}
