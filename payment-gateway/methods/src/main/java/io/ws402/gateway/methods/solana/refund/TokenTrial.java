package io.ws402.gateway.methods.solana.refund;

import io.ws402.gateway.method.AssetTrial;
import io.ws402.gateway.methods.solana.chain.Actions;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TransactionDraft;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import io.ws402.gateway.methods.solana.rpc.Simulation;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import java.math.BigInteger;
import java.util.List;

/**
 * Tries, without sending it, a transfer of nothing from our account for a token to itself. It takes no balance and no
 * recipient, so that what the token's program has against it stands against every refund: our account is frozen, or the
 * mint paused. What fails before the program is asked (no SOL for the fee, no account yet) says nothing. Blocks.
 */
final class TokenTrial {
    private TokenTrial() {}

    static AssetTrial run(SolanaRpc rpc, SolanaAddress wallet, SolanaAsset.Token token) {
        Simulation trial = rpc.simulate(new TransactionDraft(
                        wallet,
                        wallet,
                        List.of(Actions.transferChecked(
                                token.program(),
                                token.account(),
                                token.mint(),
                                token.account(),
                                wallet,
                                BigInteger.ZERO,
                                token.asset().decimals())))
                .unsigned());
        if (trial.error().isEmpty()) {
            return new AssetTrial.Passes();
        }
        return trial.isRefusedByProgramOf(0)
                ? new AssetTrial.Fails("a transfer from our account to itself fails: "
                        + trial.error().get())
                : new AssetTrial.Unknown();
    }
}
