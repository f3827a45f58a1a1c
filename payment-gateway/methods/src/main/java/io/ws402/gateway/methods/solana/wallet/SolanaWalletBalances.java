package io.ws402.gateway.methods.solana.wallet;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.method.WalletBalances;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.rpc.VirtualThreads;
import io.ws402.gateway.methods.solana.chain.ChainTransaction;
import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TokenAccount;
import io.ws402.gateway.methods.solana.config.FeePolicy;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import io.ws402.gateway.methods.solana.config.SolanaSettings;
import io.ws402.gateway.methods.solana.payment.FeedPosition;
import io.ws402.gateway.methods.solana.refund.Terms;
import io.ws402.gateway.methods.solana.rpc.AccountState;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import io.ws402.gateway.methods.solana.rpc.UnitPrices;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the wallet and its token accounts hold by one endpoint, and by how much that is more than after the last transaction
 * of theirs that was looked through, which the chain still shows with the balances that it left.
 */
public final class SolanaWalletBalances implements WalletBalances {
    private final SolanaSettings settings;
    private final VirtualThreads threads;
    private final RpcPool<SolanaRpc> pool;
    private final SolanaAddress wallet;

    /** Of this cluster's wallet. */
    public SolanaWalletBalances(SolanaSettings settings, VirtualThreads threads, RpcPool<SolanaRpc> pool) {
        this.settings = settings;
        this.threads = threads;
        this.pool = pool;
        this.wallet = settings.wallet().address();
    }

    @Override
    public Future<List<Holding>> look(JsonObject position, List<SignedTransfer> underWay) {
        return threads.run(() -> pool.onOneEndpoint(rpc -> look(rpc, FeedPosition.of(position), underWay)));
    }

    private List<Holding> look(SolanaRpc rpc, FeedPosition position, List<SignedTransfer> underWay) {
        if (rpc.end(Commitment.FINALIZED).slot() < position.slot()) {
            throw new RpcException.Unavailable("the node is behind slot " + position.slot());
        }
        List<SolanaAsset.Token> tokens = settings.tokens();
        List<SolanaAddress> accounts = new ArrayList<>(List.of(wallet));
        tokens.forEach(token -> accounts.add(token.account()));
        List<Optional<AccountState>> states = rpc.accounts(accounts, Commitment.CONFIRMED);

        BigInteger lamports = states.getFirst().map(AccountState::lamports).orElse(BigInteger.ZERO);
        List<Holding> holdings = new ArrayList<>();
        holdings.add(new Holding(
                new Money(settings.coin(), lamports),
                grown(
                        rpc,
                        position.mark(wallet),
                        lamports,
                        seen -> seen.balanceAfter(wallet).orElse(BigInteger.ZERO)),
                fees(underWay),
                minimum(settings.coin()).orElseGet(() -> costOfARefund(rpc))));
        for (int index = 0; index < tokens.size(); index++) {
            SolanaAsset.Token token = tokens.get(index);
            BigInteger units = states.get(index + 1)
                    .flatMap(state -> TokenAccount.of(state.data()))
                    .map(TokenAccount::units)
                    .orElse(BigInteger.ZERO);
            holdings.add(new Holding(
                    new Money(token.asset(), units),
                    grown(rpc, position.mark(token.account()), units, seen -> seen.tokenBalanceAfter(token.account())),
                    BigInteger.ZERO,
                    minimum(token.asset()).orElse(BigInteger.ZERO)));
        }
        return holdings;
    }

    private Optional<BigInteger> minimum(Asset asset) {
        return Optional.ofNullable(settings.walletMinimum().get(asset.id()));
    }

    /**
     * What the next refund may cost, so that it can be sent at any price that is allowed, and the rent that the wallet must
     * keep; nothing where none is sent.
     */
    private BigInteger costOfARefund(SolanaRpc rpc) {
        if (settings.wallet().signer().isEmpty()) {
            return BigInteger.ZERO;
        }
        FeePolicy fees = settings.fees();
        BigInteger newAccount = settings.tokens().isEmpty() ? BigInteger.ZERO : fees.maxAccountRent();
        return UnitPrices.fee(FeePolicy.MAX_UNITS, fees.maxUnitPrice())
                .add(newAccount)
                .add(rpc.rent(0));
    }

    /** An account without a transaction had nothing; of one that the node does not show any more nothing is known. */
    private static @Nullable BigInteger grown(
            SolanaRpc rpc,
            FeedPosition.Mark mark,
            BigInteger now,
            Function<ChainTransaction, BigInteger> balanceAfter) {
        String last = mark.signature();
        if (last == null) {
            return now;
        }
        return rpc.transaction(last, Commitment.FINALIZED)
                .map(balanceAfter)
                .map(now::subtract)
                .orElse(null);
    }

    private static BigInteger fees(List<SignedTransfer> underWay) {
        return underWay.stream().map(each -> Terms.of(each.terms()).fee()).reduce(BigInteger.ZERO, BigInteger::add);
    }
}
