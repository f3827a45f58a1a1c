package io.ws402.demo.wallet;

import io.ws402.gateway.methods.solana.chain.Actions;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TransactionDraft;
import io.ws402.gateway.methods.solana.chain.TransactionDraft.Action;
import io.ws402.gateway.methods.solana.rpc.Simulation;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import io.ws402.gateway.methods.solana.rpc.UnitPrices;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A payment on Solana that the node has tried, with what is offered for its place.
 *
 * @param instructions all of the transaction
 * @param fee what it costs at most, in lamports
 */
record PricedPayment(List<Action> instructions, BigInteger fee) {
    private static final UnitPrices PRICES = new UnitPrices(0, 1_000_000);
    private static final int UNITS_FOR_TRIAL = 200_000;
    private static final int UNITS_MARGIN = 1_000;

    /** Keeps its own copy of the instructions. */
    PricedPayment {
        instructions = List.copyOf(instructions);
    }

    /** Tries it. Blocks. @throws IOException when it would fail, with the node's reason */
    static PricedPayment of(SolanaRpc rpc, SolanaAddress payer, SolanaPayment payment) throws IOException {
        // Any 32 bytes will do for a block hash: the node puts a good one in their place.
        TransactionDraft trial =
                new TransactionDraft(payer, payer, withLimits(payment, UNITS_FOR_TRIAL, PRICES.least()));
        Simulation tried = rpc.simulate(trial.unsigned());
        if (tried.error().isPresent()) {
            throw new IOException("the payment would fail: " + tried.error().get());
        }
        int units = (int) Math.min(UNITS_FOR_TRIAL, tried.units() + tried.units() / 10 + UNITS_MARGIN);
        long price = PRICES.offer(rpc, List.of(payment.source(), payment.destination()));
        return new PricedPayment(withLimits(payment, units, price), UnitPrices.fee(units, price));
    }

    private static List<Action> withLimits(SolanaPayment payment, int units, long price) {
        List<Action> instructions = new ArrayList<>(List.of(Actions.unitLimit(units), Actions.unitPrice(price)));
        instructions.addAll(payment.instructions());
        return instructions;
    }
}
