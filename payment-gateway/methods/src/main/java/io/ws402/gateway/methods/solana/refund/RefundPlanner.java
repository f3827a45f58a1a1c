package io.ws402.gateway.methods.solana.refund;

import io.ws402.gateway.method.RefundOrder;
import io.ws402.gateway.method.RefundPlan;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.solana.chain.Actions;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TransactionDraft;
import io.ws402.gateway.methods.solana.chain.TransactionDraft.Action;
import io.ws402.gateway.methods.solana.config.FeePolicy;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import io.ws402.gateway.methods.solana.config.SolanaSettings;
import io.ws402.gateway.methods.solana.rpc.Simulation;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import io.ws402.gateway.methods.solana.rpc.UnitPrices;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides whether a refund is worth sending, can be sent, and would arrive. Calls block. */
final class RefundPlanner {
    /** A trial with the blockhash of another block can take a little more or less. */
    private static final int UNITS_MARGIN = 2_000;

    private final SolanaSettings settings;
    private final SolanaRpc rpc;
    private final UnitPrices prices;
    private final NewAccounts newAccounts;
    private final SolanaAddress wallet;

    RefundPlanner(SolanaSettings settings, SolanaRpc rpc, NewAccounts newAccounts) {
        this.settings = settings;
        this.rpc = rpc;
        this.prices =
                new UnitPrices(settings.fees().minUnitPrice(), settings.fees().maxUnitPrice());
        this.newAccounts = newAccounts;
        this.wallet = settings.wallet().address();
    }

    RefundPlan plan(RefundOrder order) {
        try {
            return switch (assess(order)) {
                case Assessment.Ready ready -> new RefundPlan.Send(coins(ready.fee()));
                case Assessment.Not(RefundPlan plan) -> plan;
            };
        } catch (RpcException e) {
            return new RefundPlan.Later("the chain does not answer: " + e.getMessage());
        }
    }

    /** @throws RpcException when the chain does not answer */
    Assessment assess(RefundOrder order) {
        Optional<SolanaAsset> asset = settings.asset(order.amount().asset());
        if (settings.wallet().signer().isEmpty()) {
            return not(new RefundPlan.Operator("the gateway has no key for " + wallet));
        }
        if (asset.isEmpty()) {
            return not(new RefundPlan.Operator(
                    order.amount().asset().id() + " is no longer configured for " + settings.id()));
        }
        Payout payout = Payout.of(asset.get(), order);
        if (payout.recipient().equals(wallet)) {
            return not(new RefundPlan.Operator("the recipient is the wallet itself"));
        }
        if (payout.units().compareTo(asset.get().refundFloor()) < 0) {
            return not(new RefundPlan.Dust(coins(BigInteger.ZERO)));
        }
        return switch (Destination.of(rpc, payout, wallet)) {
            case Destination.TooLittle tooLittle ->
                not(new RefundPlan.Dust(coins(UnitPrices.fee(0, settings.fees().minUnitPrice()))));
            case Destination.NotNow(String reason) -> not(new RefundPlan.Later(reason));
            case Destination.GivenAway givenAway ->
                not(new RefundPlan.RecipientRefuses("the recipient's token account belongs to somebody else"));
            case Destination.Frozen frozen -> frozen(payout);
            case Destination.Open open -> open(payout, open);
        };
    }

    /** What looks frozen must fail when it is tried, too; otherwise what was looked at is out of date. */
    private Assessment frozen(Payout payout) {
        return simulate(payout, false).error().isPresent()
                ? not(new RefundPlan.RecipientRefuses("the recipient's token account is frozen"))
                : not(new RefundPlan.Later("the recipient's token account was frozen a moment ago"));
    }

    private Assessment open(Payout payout, Destination.Open open) {
        boolean createsAccount = open.rent().signum() > 0;
        if (open.rent().compareTo(settings.fees().maxAccountRent()) > 0) {
            return not(new RefundPlan.Dust(coins(open.rent())));
        }
        if (createsAccount && !newAccounts.isAllowed()) {
            return not(new RefundPlan.Later(
                    "as many token accounts were made this hour as fees.newAccountsPerHour allows"));
        }
        // Without the amount itself a trial fails, in words that nobody can rely on.
        Optional<String> missing = missing(payout, open, UnitPrices.fee(0, 0));
        if (missing.isPresent()) {
            return not(new RefundPlan.Later(missing.get()));
        }
        Simulation trial = simulate(payout, createsAccount);
        if (trial.error().isPresent()) {
            return not(new RefundPlan.Later(
                    "a trial of it failed: " + trial.error().get()));
        }
        return priced(
                payout, open, (int) Math.min(FeePolicy.MAX_UNITS, trial.units() + trial.units() / 10 + UNITS_MARGIN));
    }

    private Assessment priced(Payout payout, Destination.Open open, int unitLimit) {
        boolean createsAccount = open.rent().signum() > 0;
        long unitPrice = prices.offer(rpc, List.of(payout.asset().account(), payout.destination()));
        BigInteger fee = UnitPrices.fee(unitLimit, unitPrice).add(open.rent());
        if (payout.asset() instanceof SolanaAsset.Native && payout.units().compareTo(fee) <= 0) {
            return not(new RefundPlan.Dust(coins(fee)));
        }
        return missing(payout, open, UnitPrices.fee(unitLimit, unitPrice))
                .map(missing -> not(new RefundPlan.Later(missing)))
                .orElseGet(() -> new Assessment.Ready(
                        actions(payout, createsAccount, unitLimit, unitPrice), fee, createsAccount));
    }

    private Simulation simulate(Payout payout, boolean createsAccount) {
        List<Action> actions = actions(
                payout, createsAccount, FeePolicy.MAX_UNITS, settings.fees().minUnitPrice());
        // Any 32 bytes will do for a blockhash: the node puts a good one in their place.
        return rpc.simulate(new TransactionDraft(wallet, wallet, actions).unsigned());
    }

    private List<Action> actions(Payout payout, boolean createsAccount, int unitLimit, long unitPrice) {
        List<Action> actions = new ArrayList<>();
        actions.add(Actions.unitLimit(unitLimit));
        actions.add(Actions.unitPrice(unitPrice));
        actions.addAll(payout.actions(wallet, createsAccount));
        return actions;
    }

    /** What the wallet lacks, as a sentence for an operator. It must keep its own rent, or it can pay for nothing more. */
    private Optional<String> missing(Payout payout, Destination.Open open, BigInteger fee) {
        boolean isCoin = payout.asset() instanceof SolanaAsset.Native;
        BigInteger lamports = fee.add(open.rent()).add(rpc.rent(0)).add(isCoin ? payout.units() : BigInteger.ZERO);
        Optional<String> missing = tooLittle(settings.coin(), open.lamports(), lamports);
        if (missing.isEmpty() && !isCoin) {
            missing = tooLittle(payout.asset().asset(), open.units(), payout.units());
        }
        return missing;
    }

    private Optional<String> tooLittle(Asset asset, BigInteger has, BigInteger needs) {
        return has.compareTo(needs) >= 0
                ? Optional.empty()
                : Optional.of("the wallet " + wallet + " is too low: it has " + asset.human(has) + " " + asset.symbol()
                        + ", a refund needs " + asset.human(needs));
    }

    private Money coins(BigInteger lamports) {
        return new Money(settings.coin(), lamports);
    }

    private static Assessment not(RefundPlan plan) {
        return new Assessment.Not(plan);
    }
}
