package io.ws402.gateway.methods.solana.refund;

import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.methods.solana.chain.Actions;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TransactionDraft.Action;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What a refund does on the chain.
 *
 * @param asset what is sent, from the wallet's account for it
 * @param recipient who gets it; of a token, the owner of the token account
 * @param units how much
 * @param memo names the payment and the refund, and so makes each refund's transaction unlike every other
 */
record Payout(SolanaAsset asset, SolanaAddress recipient, BigInteger units, String memo) {
    static Payout of(SolanaAsset asset, RefundOrder order) {
        return new Payout(
                asset,
                new SolanaAddress(order.recipient()),
                order.amount().units(),
                "ws402 " + order.paymentId() + " " + order.refundId());
    }

    /** The account that it reaches. */
    SolanaAddress destination() {
        return asset.of(recipient).account();
    }

    /** Its instructions. The memo stands right before the transfer, where accounts that want one look for it. */
    List<Action> actions(SolanaAddress wallet, boolean createsAccount) {
        List<Action> actions = new ArrayList<>();
        switch (asset) {
            case SolanaAsset.Native coin -> {
                actions.add(Actions.memo(memo));
                actions.add(Actions.transfer(wallet, recipient, units));
            }
            case SolanaAsset.Token token -> {
                if (createsAccount) {
                    actions.add(Actions.createAccount(wallet, recipient, token.mint(), token.program()));
                }
                actions.add(Actions.memo(memo));
                actions.add(Actions.transferChecked(
                        token.program(),
                        token.account(),
                        token.mint(),
                        destination(),
                        wallet,
                        units,
                        token.asset().decimals()));
            }
        }
        return actions;
    }
}
