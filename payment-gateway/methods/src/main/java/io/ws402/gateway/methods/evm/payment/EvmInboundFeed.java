package io.ws402.gateway.methods.evm.payment;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.InboundFeed;
import io.ws402.gateway.method.InboundTransfer;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.evm.chain.Transaction;
import io.ws402.gateway.methods.evm.chain.Transfer;
import io.ws402.gateway.methods.evm.config.ChainAsset;
import io.ws402.gateway.methods.evm.config.EvmSettings;
import io.ws402.gateway.methods.evm.rpc.ChainWatcher;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.evm.rpc.Tip;
import io.ws402.gateway.methods.evm.rpc.View;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.rpc.VirtualThreads;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What reached the wallet, block by block up to the last one that nothing undoes: the allowed tokens by their events, the
 * coin by the wallet's balance. A position is a height. Each stretch is one endpoint's view, for two nodes can be at
 * different heights.
 */
public final class EvmInboundFeed implements InboundFeed {
    private static final String BLOCK = "block";
    private static final int STRETCH_BLOCKS = 500;
    private static final int STRETCH_BLOCKS_WITHOUT_STATE = 16;

    private final EvmSettings settings;
    private final VirtualThreads threads;
    private final RpcPool<EvmRpc> pool;
    private final ChainWatcher watcher;
    private final PaymentObserver payments;
    private final EvmAddress wallet;

    /** Of this network's wallet. */
    public EvmInboundFeed(
            EvmSettings settings,
            VirtualThreads threads,
            RpcPool<EvmRpc> pool,
            ChainWatcher watcher,
            PaymentObserver payments) {
        this.settings = settings;
        this.threads = threads;
        this.pool = pool;
        this.watcher = watcher;
        this.payments = payments;
        this.wallet = settings.wallet().address();
    }

    @Override
    public Future<JsonObject> head() {
        return threads.run(() -> pool.onOneEndpoint(rpc -> position(Math.max(0, finalHeight(Tip.ask(rpc))))));
    }

    @Override
    public Future<Stretch> after(JsonObject position) {
        return threads.run(() -> pool.onOneEndpoint(rpc -> stretch(View.now(rpc), position.getLong(BLOCK) + 1)));
    }

    @Override
    public Future<Observation> observe(QuotedPayment payment, ObservedDeposit arrived) {
        EvmProof asPresented = new EvmProof(arrived.txId(), EvmAddress.ofAnyCase(arrived.payer()));
        return threads.run(() -> payments.observe(payment, asPresented));
    }

    private static JsonObject position(long block) {
        return new JsonObject().put(BLOCK, block);
    }

    /** The last step's, which covers every amount. */
    private long finalHeight(Tip tip) {
        return settings.finality().steps().getLast().finalHeight(tip);
    }

    private Stretch stretch(View view, long from) {
        long last = finalHeight(view.tip());
        if (last < from) {
            return new Stretch(List.of(), position(from - 1), false);
        }
        try {
            return stretch(view, from, Math.min(last, from + STRETCH_BLOCKS - 1), last, true);
        } catch (RpcException.Refused | RpcException.TooLarge e) {
            // The node keeps no state that old, or gives no events of so many blocks.
            return stretch(view, from, Math.min(last, from + STRETCH_BLOCKS_WITHOUT_STATE - 1), last, false);
        }
    }

    private Stretch stretch(View view, long from, long to, long last, boolean byState) {
        List<InboundTransfer> transfers = new ArrayList<>();
        for (ChainAsset asset : settings.assets()) {
            switch (asset) {
                case ChainAsset.Native coin ->
                    new NativeScan(view.rpc(), wallet)
                            .transactions(from, to, byState)
                            .forEach(paid -> addCoins(view, paid, coin, transfers));
                case ChainAsset.Token token ->
                    view.rpc()
                            .transfersTo(wallet, List.of(token.contract()), from, to)
                            .forEach(hash -> addTokens(view, hash, token, transfers));
            }
        }
        return new Stretch(transfers, position(to), to < last);
    }

    private void addCoins(View view, Transaction paid, ChainAsset.Native coin, List<InboundTransfer> transfers) {
        Receipt receipt = receipt(view, paid.hash());
        if (receipt.succeeded()) {
            transfers.add(transfer(receipt, Evidence.NATIVE, paid.from(), coin.asset(), paid.value()));
        }
    }

    private void addTokens(View view, String hash, ChainAsset.Token token, List<InboundTransfer> transfers) {
        Receipt receipt = receipt(view, hash);
        receipt.transfers().stream()
                .filter(moved -> receipt.succeeded() && moved.token().equals(token.contract()) && brings(moved))
                .forEach(moved ->
                        transfers.add(transfer(receipt, moved.position(), moved.from(), token.asset(), moved.value())));
    }

    private Receipt receipt(View view, String hash) {
        return watcher.receipt(hash, view)
                .orElseThrow(() -> new RpcException.Unavailable("the node has a final transaction without receipt"));
    }

    private boolean brings(Transfer moved) {
        return moved.to().equals(wallet)
                && !moved.from().equals(wallet)
                && moved.value().signum() > 0;
    }

    private InboundTransfer transfer(Receipt receipt, int position, EvmAddress payer, Asset asset, BigInteger units) {
        return new InboundTransfer(
                new ObservedDeposit(
                        Evidence.settlementKey(settings.chain(), receipt, position),
                        payer.checksummed(),
                        wallet.checksummed(),
                        new Money(asset, units),
                        receipt.transactionHash(),
                        Evidence.json(receipt, position),
                        true),
                null);
    }
}
