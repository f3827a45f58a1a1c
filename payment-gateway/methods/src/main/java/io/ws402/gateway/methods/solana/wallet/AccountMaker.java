package io.ws402.gateway.methods.solana.wallet;

import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.signing.Ed25519Signer;
import io.ws402.gateway.methods.solana.chain.Actions;
import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TransactionDraft;
import io.ws402.gateway.methods.solana.chain.TransactionDraft.Action;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import io.ws402.gateway.methods.solana.config.SolanaSettings;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import io.ws402.gateway.methods.solana.rpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes token accounts of the wallet's own. An account that is there already is left as it is, so that doing it twice, or
 * from two gateways at once, costs no more than a fee. Blocks.
 */
final class AccountMaker {
    private static final Logger LOG = LoggerFactory.getLogger(AccountMaker.class);
    private static final int UNITS_EACH = 60_000;
    private static final int AT_ONCE = 8;
    private static final int LOOKS = 60;
    private static final long PAUSE_MS = 500;

    private final SolanaSettings settings;
    private final RpcPool<SolanaRpc> pool;
    private final SolanaAddress wallet;

    AccountMaker(SolanaSettings settings, RpcPool<SolanaRpc> pool) {
        this.settings = settings;
        this.pool = pool;
        this.wallet = settings.wallet().address();
    }

    /** Makes them; why they were not made, as a sentence for an operator. */
    Optional<String> make(List<SolanaAsset.Token> tokens) {
        for (int from = 0; from < tokens.size(); from += AT_ONCE) {
            Optional<String> notMade = makeSome(tokens.subList(from, Math.min(tokens.size(), from + AT_ONCE)));
            if (notMade.isPresent()) {
                return notMade;
            }
        }
        return Optional.empty();
    }

    private Optional<String> makeSome(List<SolanaAsset.Token> tokens) {
        try {
            String signature = pool.onOneEndpoint(rpc -> send(rpc, tokens));
            LOG.info("{}: makes {} token accounts of the wallet by {}", settings.id(), tokens.size(), signature);
            return await(signature);
        } catch (RpcException e) {
            return Optional.of(
                    "it could not be made (" + e.getMessage() + "); the wallet " + wallet + " needs SOL for its rent");
        }
    }

    private String send(SolanaRpc rpc, List<SolanaAsset.Token> tokens) {
        List<Action> actions = new ArrayList<>();
        actions.add(Actions.unitLimit(UNITS_EACH * tokens.size()));
        actions.add(Actions.unitPrice(settings.fees().minUnitPrice()));
        tokens.forEach(token -> actions.add(Actions.createAccount(wallet, wallet, token.mint(), token.program())));
        TransactionDraft draft =
                new TransactionDraft(wallet, rpc.latestBlockhash().hash(), actions);
        Ed25519Signer signer = settings.wallet().signer().orElseThrow();
        byte[] signature = signer.sign(draft.message())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return rpc.send(draft.signed(signature));
    }

    private Optional<String> await(String signature) {
        for (int look = 0; look < LOOKS; look++) {
            Optional<Status> status =
                    pool.calls().statuses(List.of(signature)).statuses().getFirst();
            if (status.filter(seen -> seen.commitment().isAtLeast(Commitment.CONFIRMED))
                    .isPresent()) {
                return status.flatMap(Status::error).map(error -> "transaction " + signature + " failed: " + error);
            }
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RpcException.Unavailable("interrupted while waiting for " + signature);
            }
        }
        return Optional.of("transaction " + signature + " was not confirmed in time");
    }
}
