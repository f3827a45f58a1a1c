package io.ws402.gateway.methods.solana.refund;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.ws402.gateway.method.AssetTrial;
import io.ws402.gateway.method.Dispatch;
import io.ws402.gateway.method.Reconciliation;
import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.method.RefundRail;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.methods.rpc.BlockingWork;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.signing.Ed25519Signer;
import io.ws402.gateway.methods.signing.SigningException;
import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TransactionDraft;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import io.ws402.gateway.methods.solana.config.SolanaSettings;
import io.ws402.gateway.methods.solana.rpc.Blockhash;
import io.ws402.gateway.methods.solana.rpc.ChainEnd;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import io.ws402.protocol.money.Asset;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.p2p.solanaj.utils.Base58;

/**
 * Refunds of one cluster, all from one wallet. There are no sequence numbers: a transaction is good until its blockhash
 * expires, and nothing is signed anew before that is over for all that was signed.
 */
public final class SolanaRefundRail implements RefundRail {
    private final SolanaSettings settings;
    private final BlockingWork threads;
    private final RpcPool<SolanaRpc> pool;
    private final NewAccounts newAccounts;
    private final RefundPlanner planner;
    private final RefundDispatcher dispatcher;
    private final RefundReconciler reconciler;

    /**
     * Of the cluster of these settings.
     *
     * @param nanoClock what the hour is measured by in which so many token accounts may be made
     */
    public SolanaRefundRail(
            SolanaSettings settings, BlockingWork threads, RpcPool<SolanaRpc> pool, LongSupplier nanoClock) {
        this.settings = settings;
        this.threads = threads;
        this.pool = pool;
        this.newAccounts = new NewAccounts(settings.fees().newAccountsPerHour(), nanoClock);
        this.planner = new RefundPlanner(settings, pool.calls(), newAccounts);
        this.dispatcher = new RefundDispatcher(pool);
        this.reconciler = new RefundReconciler(settings, pool, planner);
    }

    @Override
    public Optional<String> sequencer(Asset asset) {
        return Optional.empty();
    }

    @Override
    public Future<Long> nextSequence(String sequencer) {
        return Future.failedFuture(new IllegalArgumentException(settings.id() + " has no sequence numbers"));
    }

    @Override
    public Future<AssetTrial> trial(Asset asset) {
        return settings.asset(asset).orElse(null) instanceof SolanaAsset.Token token
                ? threads.run(() -> pool.onOneEndpoint(
                        rpc -> TokenTrial.run(rpc, settings.wallet().address(), token)))
                : Future.succeededFuture(new AssetTrial.Passes());
    }

    @Override
    public Future<RefundPlan> plan(RefundOrder order) {
        return threads.run(() -> planner.plan(order));
    }

    @Override
    public Future<SignedTransfer> sign(RefundOrder order, long sequence) {
        Optional<Ed25519Signer> signer = settings.wallet().signer();
        if (signer.isEmpty()) {
            return Future.failedFuture(new SigningException(settings.id() + " has no key"));
        }
        return threads.run(() -> draft(order)).compose(draft -> {
            byte[] message = draft.transaction().message();
            return signer.get().sign(message).map(signature -> signed(draft, message, signature));
        });
    }

    private record Draft(TransactionDraft transaction, Terms terms) {}

    private Draft draft(RefundOrder order) {
        return switch (planner.assess(order)) {
            case Assessment.Not(RefundPlan plan) ->
                throw new RpcException.Unavailable("what could be sent a moment ago can not be now: " + plan);
            case Assessment.Ready ready -> {
                if (ready.createsAccount() && !newAccounts.take()) {
                    throw new RpcException.Unavailable("too many token accounts were made this hour");
                }
                yield pool.onOneEndpoint(rpc -> draft(rpc, ready));
            }
        };
    }

    private Draft draft(SolanaRpc rpc, Assessment.Ready ready) {
        ChainEnd end = rpc.end(Commitment.CONFIRMED);
        Blockhash blockhash = rpc.latestBlockhash();
        if (blockhash.lastValidHeight() <= end.height()) {
            throw new RpcException.Unavailable("the node gave a blockhash that has expired");
        }
        return new Draft(
                new TransactionDraft(settings.wallet().address(), blockhash.hash(), ready.actions()),
                new Terms(blockhash.hash(), blockhash.lastValidHeight(), end.slot(), ready.fee()));
    }

    private SignedTransfer signed(Draft draft, byte[] message, byte[] signature) {
        SolanaAddress wallet = settings.wallet().address();
        boolean isOurs = signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, wallet.bytes(), 0, message, 0, message.length);
        if (!isOurs) {
            throw new SigningException("the signer's signature is not one of " + wallet);
        }
        return new SignedTransfer(
                Base58.encode(signature),
                0,
                Buffer.buffer(draft.transaction().signed(signature).toArray()),
                draft.terms().toJson());
    }

    @Override
    public Future<Dispatch> dispatch(SignedTransfer signed) {
        return threads.run(() -> dispatcher.send(signed));
    }

    @Override
    public Future<Reconciliation> reconcile(RefundOrder order, List<SignedTransfer> signed) {
        return threads.run(() -> reconciler.reconcile(order, signed));
    }

    /** Nothing replaces a transaction here: two of them could both be taken. The same bytes stay good until they expire. */
    @Override
    public Future<SignedTransfer> replace(RefundOrder order, SignedTransfer stuck) {
        return Future.succeededFuture(stuck);
    }
}
