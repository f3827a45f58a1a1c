package io.ws402.chaos.solana;

import io.vertx.core.Future;
import io.ws402.chaos.chain.ChainPort;
import io.ws402.chaos.chain.SignedNotes;
import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.schedule.Strands;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.methods.rpc.RpcLimits;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TokenProgram;
import io.ws402.gateway.methods.solana.config.FeePolicy;
import io.ws402.gateway.methods.solana.config.FinalityPolicy;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import io.ws402.gateway.methods.solana.config.SolanaSettings;
import io.ws402.gateway.methods.solana.config.Wallet;
import io.ws402.gateway.methods.solana.refund.SolanaRefundRail;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import io.ws402.protocol.money.Asset;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** The real refunds of the Solana method on the simulated chain, whose accounts have names instead of addresses. */
public final class ClusterRail implements RefundRail {
    // Nodes are late in the time of the history, and a player waits for one thing at a time.
    private static final RpcLimits LIMITS = new RpcLimits(Duration.ofSeconds(10), Duration.ofSeconds(20), 1_000);
    private static final FeePolicy FEES = new FeePolicy(
            WireTransaction.UNIT_PRICE, 50 * WireTransaction.UNIT_PRICE, BigInteger.valueOf(3_000_000), 10);

    private final RefundRail rail;
    private final ChainPort port;
    private final SignedNotes notes;

    private ClusterRail(RefundRail rail, ChainPort port, SignedNotes notes) {
        this.rail = rail;
        this.port = port;
        this.notes = notes;
    }

    /**
     * From a wallet of that name, for one life of a gateway.
     *
     * @param nanoClock the time of the history
     * @param hearsay what the gateway takes the nodes' answers for
     */
    public static ClusterRail of(
            Cluster cluster,
            String wallet,
            ChainPort port,
            SignedNotes notes,
            LongSupplier nanoClock,
            Hearsay hearsay) {
        Strands strands = new Strands(port.process());
        List<NodeEndpoint> endpoints = IntStream.range(0, Cluster.ENDPOINTS)
                .mapToObj(number -> new NodeEndpoint(cluster, number, wallet, port, strands, hearsay))
                .toList();
        RpcPool<SolanaRpc> pool =
                new RpcPool<>("cluster", SolanaRpc.chain(NodeAnswers.GENESIS), LIMITS, nanoClock, endpoints);
        return new ClusterRail(
                new SolanaRefundRail(settings(SimWallet.of(wallet)), strands::run, pool, nanoClock), port, notes);
    }

    private static SolanaSettings settings(SimWallet wallet) {
        SolanaAddress tokens = Addresses.tokenAccount(wallet.address());
        return new SolanaSettings(
                "cluster",
                "memo",
                "sim",
                NodeAnswers.GENESIS,
                List.of(),
                new Wallet(wallet.address(), Optional.of(wallet.key())),
                SimChain.COIN,
                List.of(
                        new SolanaAsset.Native(SimChain.COIN, BigInteger.ONE, wallet.address()),
                        new SolanaAsset.Token(
                                SimChain.TOKEN, BigInteger.valueOf(3), tokens, Addresses.MINT, TokenProgram.TOKEN)),
                new FinalityPolicy(List.of(new FinalityPolicy.Step(Map.of(), Commitment.FINALIZED))),
                Map.of(),
                Map.of(),
                FEES,
                LIMITS,
                Duration.ofSeconds(1),
                Duration.ZERO,
                "simulated");
    }

    private static RefundOrder addressed(RefundOrder order) {
        SolanaAddress recipient = Addresses.address(order.recipient());
        Addresses.tokenAccount(recipient);
        return new RefundOrder(order.refundId(), order.paymentId(), recipient.text(), order.amount());
    }

    @Override
    public Optional<String> sequencer(Asset asset) {
        return rail.sequencer(asset);
    }

    @Override
    public Future<Long> nextSequence(String sequencer) {
        return rail.nextSequence(sequencer);
    }

    @Override
    public Future<RefundPlan> plan(RefundOrder order) {
        return rail.plan(addressed(order));
    }

    @Override
    public Future<SignedTransfer> sign(RefundOrder order, long sequence) {
        return rail.sign(addressed(order), sequence)
                .onSuccess(signed -> notes.signed(
                        order.refundId(), signed.txId(), port.chain().height()));
    }

    @Override
    public Future<Dispatch> dispatch(SignedTransfer signed) {
        return rail.dispatch(signed);
    }

    @Override
    public Future<Reconciliation> reconcile(RefundOrder order, List<SignedTransfer> signed) {
        return rail.reconcile(addressed(order), signed);
    }

    @Override
    public Future<SignedTransfer> replace(RefundOrder order, SignedTransfer stuck) {
        return rail.replace(addressed(order), stuck);
    }
}
