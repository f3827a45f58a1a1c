package io.ws402.gateway.methods.evm.refund;

import io.vertx.core.buffer.Buffer;
import io.ws402.gateway.method.Outbound;
import io.ws402.gateway.method.SignedTransfer;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.chain.Receipt;
import io.ws402.gateway.methods.evm.chain.Transaction;
import io.ws402.gateway.methods.evm.config.ChainAsset;
import io.ws402.gateway.methods.evm.config.EvmSettings;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.evm.rpc.Tip;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the wallet has sent, read from the chain by its nonces. Calls block. */
final class OutboundHistory {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(5);

    private final EvmSettings settings;
    private final EvmAddress wallet;

    OutboundHistory(EvmSettings settings) {
        this.settings = settings;
        this.wallet = settings.wallet().address();
    }

    /** From this nonce on, as far as it is final and can be found in a few seconds, but one at least. */
    List<Outbound> from(EvmRpc rpc, long nonce) {
        long finalHeight = settings.finality().strictestFinalHeight(Tip.ask(rpc));
        long end = finalHeight < 0 ? nonce : rpc.nonceAt(wallet, finalHeight);
        long deadline = System.nanoTime() + LONG_ENOUGH.toNanos();
        NonceHistory history = new NonceHistory(rpc, wallet);
        List<Outbound> found = new ArrayList<>();
        long unused = finalHeight - 1;
        for (long each = nonce; each < end && (found.isEmpty() || System.nanoTime() < deadline); each++) {
            Transaction transaction = history.user(each, unused, finalHeight).orElseThrow(() -> notShown(wallet));
            found.add(of(rpc, transaction));
            unused = transaction.block().orElse(finalHeight) - 1;
        }
        return found;
    }

    /** A final transaction of the wallet. */
    Outbound of(EvmRpc rpc, Transaction transaction) {
        Receipt receipt = rpc.receipt(transaction.hash()).orElseThrow(() -> notShown(wallet));
        Terms terms = new Terms(0, new Fees(BigInteger.ZERO, BigInteger.ZERO), receipt.blockNumber());
        return new Outbound(
                new SignedTransfer(transaction.hash(), transaction.nonce(), Buffer.buffer(), terms.toJson()),
                new Money(settings.nativeCoin(), receipt.fee()),
                receipt.succeeded() ? payments(transaction, receipt) : List.of());
    }

    private List<Outbound.Payment> payments(Transaction transaction, Receipt receipt) {
        List<Outbound.Payment> payments = new ArrayList<>();
        transaction
                .to()
                .filter(to -> transaction.value().signum() > 0)
                .ifPresent(to -> payments.add(
                        new Outbound.Payment(to.checksummed(), new Money(settings.nativeCoin(), transaction.value()))));
        receipt.transfers().stream()
                .filter(transfer ->
                        transfer.from().equals(wallet) && transfer.value().signum() > 0)
                .forEach(transfer -> settings.assets().stream()
                        .filter(asset -> asset instanceof ChainAsset.Token token
                                && token.contract().equals(transfer.token()))
                        .forEach(asset -> payments.add(new Outbound.Payment(
                                transfer.to().checksummed(), new Money(asset.asset(), transfer.value())))));
        return payments;
    }

    private static RpcException notShown(EvmAddress wallet) {
        return new RpcException.Unavailable(
                "the node does not show what " + wallet + " has sent; use one with full history");
    }
}
