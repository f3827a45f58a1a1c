package io.ws402.gateway.methods.evm.refund;

import io.ws402.gateway.method.AssetTrial;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.config.ChainAsset;
import io.ws402.gateway.methods.evm.rpc.EvmRpc;
import io.ws402.gateway.methods.evm.rpc.RefusalKind;
import io.ws402.gateway.methods.evm.rpc.Tip;
import io.ws402.gateway.methods.rpc.RpcException;
import java.math.BigInteger;

/**
 * Tries a refund on the newest block without sending it. A token's refusal is the recipient's only when a transfer to
 * ourselves would pass; else the token is paused, or refuses us. Calls block.
 */
final class PayoutTrial {
    private static final long PLAIN_TRANSFER = 21_000;
    private static final String NOTHING = "0x";
    private static final BigInteger FIVE = BigInteger.valueOf(5);
    private static final BigInteger FOUR = BigInteger.valueOf(4);

    private final EvmRpc rpc;
    private final EvmAddress wallet;
    private final long gasLimit;

    PayoutTrial(EvmRpc rpc, EvmAddress wallet, long gasLimit) {
        this.rpc = rpc;
        this.wallet = wallet;
        this.gasLimit = gasLimit;
    }

    Trial run(Payout payout) {
        Trial trial = attempt(payout);
        boolean tokenRefused = trial instanceof Trial.RecipientRefuses && payout.asset() instanceof ChainAsset.Token;
        return tokenRefused && !(attempt(payout.to(wallet)) instanceof Trial.Passes)
                ? new Trial.NotNow(payout.asset().asset().symbol()
                        + " can not be sent to anybody: the token is paused, or refuses our wallet")
                : trial;
    }

    /** Tries to send a token to ourselves: a unit of it, or nothing where there is none; then a refusal says nothing. */
    static AssetTrial ofToken(EvmRpc rpc, EvmAddress wallet, ChainAsset.Token token, long gasLimit) {
        long head = Tip.ask(rpc).height();
        BigInteger one = rpc.tokenBalanceAt(wallet, token.contract(), head).min(BigInteger.ONE);
        Payout toOurselves = new Payout(token, wallet, one);
        try {
            if (saysYes(rpc.call(toOurselves.message(wallet, gasLimit)))) {
                return new AssetTrial.Passes();
            }
            return one.signum() > 0 ? new AssetTrial.Fails("the token answers false") : new AssetTrial.Unknown();
        } catch (RpcException.Refused e) {
            return one.signum() > 0 && RefusalKind.of(e) == RefusalKind.REVERTED
                    ? new AssetTrial.Fails("a transfer to ourselves would be reverted: " + e.getMessage())
                    : new AssetTrial.Unknown();
        }
    }

    private Trial attempt(Payout payout) {
        EvmRpc.Message message = payout.message(wallet, gasLimit);
        try {
            if (payout.asset() instanceof ChainAsset.Token token) {
                String returned = rpc.call(message);
                if (!saysYes(returned)) {
                    return new Trial.RecipientRefuses("the token answers false");
                }
                if (returned.equals(NOTHING) && !rpc.isContract(token.contract())) {
                    return new Trial.NotNow("there is no contract at " + token.contract());
                }
            }
            return new Trial.Passes(withMargin(rpc.estimateGas(message)));
        } catch (RpcException.Refused e) {
            return RefusalKind.of(e) == RefusalKind.REVERTED
                    ? new Trial.RecipientRefuses("the transfer would be reverted: " + e.getMessage())
                    : new Trial.NotNow("the node can not try the transfer: " + e.getMessage());
        }
    }

    /** Nothing at all is what USDT returns; else the standard's true. */
    private static boolean saysYes(String returned) {
        return returned.equals(NOTHING)
                || (returned.length() == 66 && new BigInteger(returned.substring(2), 16).equals(BigInteger.ONE));
    }

    /** A quarter more than estimated, since a contract may have more to do by then; a plain transfer never has. */
    private long withMargin(BigInteger estimate) {
        return estimate.equals(BigInteger.valueOf(PLAIN_TRANSFER))
                ? PLAIN_TRANSFER
                : estimate.multiply(FIVE)
                        .divide(FOUR)
                        .min(BigInteger.valueOf(gasLimit))
                        .longValueExact();
    }
}
