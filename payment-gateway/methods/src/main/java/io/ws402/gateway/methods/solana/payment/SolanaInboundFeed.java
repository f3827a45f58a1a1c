package io.ws402.gateway.methods.solana.payment;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.InboundFeed;
import io.ws402.gateway.method.InboundTransfer;
import io.ws402.gateway.method.Observation;
import io.ws402.gateway.method.ObservedDeposit;
import io.ws402.gateway.method.QuotedPayment;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.rpc.VirtualThreads;
import io.ws402.gateway.methods.solana.chain.ChainTransaction;
import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import io.ws402.gateway.methods.solana.config.SolanaSettings;
import io.ws402.gateway.methods.solana.payment.FeedPosition.Mark;
import io.ws402.gateway.methods.solana.rpc.ChainEnd;
import io.ws402.gateway.methods.solana.rpc.Listed;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import io.ws402.protocol.money.Money;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What reached the wallet and its token accounts, by the final transactions that name them. Each stretch is one endpoint's
 * view. One that keeps no history back to the position is not believed, for it would leave a gap.
 */
public final class SolanaInboundFeed implements InboundFeed {
    private final SolanaSettings settings;
    private final VirtualThreads threads;
    private final RpcPool<SolanaRpc> pool;
    private final PaymentObserver payments;

    /** Of this cluster's wallet. */
    public SolanaInboundFeed(
            SolanaSettings settings, VirtualThreads threads, RpcPool<SolanaRpc> pool, PaymentObserver payments) {
        this.settings = settings;
        this.threads = threads;
        this.pool = pool;
        this.payments = payments;
    }

    @Override
    public Future<JsonObject> head() {
        return threads.run(() -> pool.onOneEndpoint(this::head).toJson());
    }

    @Override
    public Future<Stretch> after(JsonObject position) {
        return threads.run(() -> pool.onOneEndpoint(rpc -> after(rpc, FeedPosition.of(position))));
    }

    @Override
    public Future<Observation> observe(QuotedPayment payment, ObservedDeposit arrived) {
        SolanaProof asPresented = new SolanaProof(arrived.txId(), Optional.empty());
        return threads.run(() -> payments.observe(payment, asPresented));
    }

    private FeedPosition head(SolanaRpc rpc) {
        long slot = rpc.end(Commitment.FINALIZED).slot();
        Map<SolanaAddress, Mark> accounts = new LinkedHashMap<>();
        accounts()
                .forEach(account -> accounts.put(
                        account,
                        rpc.signatures(account, null, null, 1).stream()
                                .findFirst()
                                .map(newest -> new Mark(newest.slot(), newest.signature(), null))
                                .orElseGet(() -> new Mark(slot, null, null))));
        return new FeedPosition(slot, accounts);
    }

    /** The wallet, whose balance every transaction of it changes, and an account for each token that is taken. */
    private Stream<SolanaAddress> accounts() {
        return Stream.concat(
                        Stream.of(settings.wallet().address()),
                        settings.assets().stream().map(SolanaAsset::account))
                .distinct();
    }

    private Stretch after(SolanaRpc rpc, FeedPosition position) {
        ChainEnd end = rpc.end(Commitment.FINALIZED);
        if (end.slot() < position.slot() || rpc.firstAvailableSlot() > position.slot()) {
            throw new RpcException.Unavailable(
                    "the node shows no history back to slot " + position.slot() + "; use one that keeps it");
        }
        List<InboundTransfer> transfers = new ArrayList<>();
        Map<SolanaAddress, Mark> marks = new LinkedHashMap<>();
        boolean more = false;
        List<SolanaAddress> accounts = accounts().toList();
        long share = settings.rpc().totalTimeout().toNanos() / 2 / accounts.size();
        long until = System.nanoTime();
        for (SolanaAddress account : accounts) {
            until += share;
            AccountHistory.Part part = look(rpc, account, position.mark(account), end, until, transfers);
            marks.put(account, part.end());
            more |= part.more();
        }
        return new Stretch(transfers, new FeedPosition(more ? position.slot() : end.slot(), marks).toJson(), more);
    }

    /**
     * One transaction at least, and others while there is time: a stretch that is not answered for within the time that nodes
     * have would be begun again for ever.
     */
    private AccountHistory.Part look(
            SolanaRpc rpc,
            SolanaAddress account,
            Mark mark,
            ChainEnd end,
            long until,
            List<InboundTransfer> transfers) {
        List<SolanaAsset> assets = settings.assets().stream()
                .filter(asset -> asset.account().equals(account))
                .toList();
        AccountHistory.Part part = new AccountHistory(rpc).after(account, mark);
        int looked = 0;
        for (Listed listed : part.transactions()) {
            if (looked > 0 && System.nanoTime() - until >= 0) {
                break;
            }
            if (listed.succeeded()) {
                assets.forEach(asset -> add(rpc, listed, asset, end, transfers));
            }
            looked++;
        }
        return part.first(looked, mark);
    }

    private void add(SolanaRpc rpc, Listed listed, SolanaAsset asset, ChainEnd end, List<InboundTransfer> transfers) {
        ChainTransaction transaction = rpc.transaction(listed.signature(), Commitment.FINALIZED)
                .orElseThrow(() -> new RpcException.Unavailable("the node lists a final transaction it does not show"));
        for (Arrival arrival : Arrivals.of(transaction, asset, settings.wallet().address())) {
            if (arrival.units().signum() > 0) {
                transfers.add(new InboundTransfer(
                        deposit(transaction, arrival, end),
                        arrival.reference().map(SolanaAddress::text).orElse(null)));
            }
        }
    }

    /** Where the chain does not say whose it was, who paid for the transaction is the nearest there is for an operator. */
    private ObservedDeposit deposit(ChainTransaction transaction, Arrival arrival, ChainEnd end) {
        return new ObservedDeposit(
                Evidence.settlementKey(settings.chain(), transaction.signature(), arrival.position()),
                arrival.payer().orElseGet(transaction::feePayer).text(),
                settings.wallet().address().text(),
                new Money(arrival.asset().asset(), arrival.units()),
                transaction.signature(),
                new Evidence(transaction.slot(), end.height(), arrival.position()).toJson(),
                true);
    }
}
