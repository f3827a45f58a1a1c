package io.ws402.gateway.methods.evm.refund;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.method.WalletBalances;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.config.ChainAsset;
import io.ws402.gateway.methods.evm.config.EvmSettings;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.evm.rpc.Tip;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.rpc.VirtualThreads;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What the wallet holds after the newest block of one endpoint, and by how much that is more than at a height. */
public final class EvmWalletBalances implements WalletBalances {
    private static final BigInteger ROLLUP_MARGIN = BigInteger.TWO;

    private final EvmSettings settings;
    private final VirtualThreads threads;
    private final RpcPool<EvmRpc> pool;
    private final EvmAddress wallet;

    /** Of this network's wallet. */
    public EvmWalletBalances(EvmSettings settings, VirtualThreads threads, RpcPool<EvmRpc> pool) {
        this.settings = settings;
        this.threads = threads;
        this.pool = pool;
        this.wallet = settings.wallet().address();
    }

    @Override
    public Future<List<Holding>> look(JsonObject position, List<SignedTransfer> underWay) {
        return threads.run(() -> pool.onOneEndpoint(rpc -> look(rpc, position.getLong("block"), underWay)));
    }

    private List<Holding> look(EvmRpc rpc, long position, List<SignedTransfer> underWay) {
        long head = Tip.ask(rpc).height();
        if (head < position) {
            throw new RpcException.Unavailable("the node is behind: it has " + head + " blocks of " + position);
        }
        List<Holding> holdings = new ArrayList<>();
        holdings.add(holding(
                settings.nativeCoin(),
                head,
                position,
                fees(rpc, underWay),
                minimum(settings.nativeCoin()).orElseGet(() -> feesOfARefund(rpc)),
                block -> rpc.balanceAt(wallet, block)));
        for (ChainAsset asset : settings.assets()) {
            if (asset instanceof ChainAsset.Token token) {
                holdings.add(holding(
                        token.asset(),
                        head,
                        position,
                        BigInteger.ZERO,
                        minimum(token.asset()).orElse(BigInteger.ZERO),
                        block -> rpc.tokenBalanceAt(wallet, token.contract(), block)));
            }
        }
        return holdings;
    }

    private static Holding holding(
            Asset asset,
            long head,
            long position,
            BigInteger fees,
            BigInteger minimum,
            LongFunction<BigInteger> balanceAt) {
        BigInteger now = balanceAt.apply(head);
        return new Holding(new Money(asset, now), grown(now, position, balanceAt), fees, minimum);
    }

    private Optional<BigInteger> minimum(Asset asset) {
        return Optional.ofNullable(settings.walletMinimum().get(asset.id()));
    }

    /** What the next refund may cost, so that it can be sent at any price that is allowed; nothing where none is sent. */
    private BigInteger feesOfARefund(EvmRpc rpc) {
        if (settings.wallet().signer().isEmpty()) {
            return BigInteger.ZERO;
        }
        BigInteger gas = settings.gas().mostForARefund();
        return settings.gas().rollupFees() ? gas.add(new RollupFee(rpc, wallet).estimate()) : gas;
    }

    private static @Nullable BigInteger grown(BigInteger now, long position, LongFunction<BigInteger> balanceAt) {
        try {
            return now.subtract(balanceAt.apply(position));
        } catch (RpcException.Refused e) {
            return null; // The node keeps no state that old.
        }
    }

    /** Of those that share a number, one takes effect. */
    private BigInteger fees(EvmRpc rpc, List<SignedTransfer> underWay) {
        Map<Long, BigInteger> most = new HashMap<>();
        for (SignedTransfer each : underWay) {
            Terms terms = Terms.of(each.terms());
            BigInteger fee = terms.fees().maxFeePerGas().multiply(BigInteger.valueOf(terms.gasLimit()));
            most.merge(each.sequence(), fee, BigInteger::max);
        }
        BigInteger fees = most.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
        return most.isEmpty() || !settings.gas().rollupFees()
                ? fees
                : fees.add(new RollupFee(rpc, wallet)
                        .estimate()
                        .multiply(ROLLUP_MARGIN)
                        .multiply(BigInteger.valueOf(most.size())));
    }
}
