package io.ws402.gateway.methods.solana.wallet;

import io.ws402.gateway.method.MethodConfigurationException;
import io.ws402.gateway.methods.rpc.RpcException;
import io.ws402.gateway.methods.rpc.RpcPool;
import io.ws402.gateway.methods.rpc.SingleFlight;
import io.ws402.gateway.methods.solana.chain.Commitment;
import io.ws402.gateway.methods.solana.chain.Mint;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TokenAccount;
import io.ws402.gateway.methods.solana.chain.TokenProgram;
import io.ws402.gateway.methods.solana.config.SolanaAsset;
import io.ws402.gateway.methods.solana.config.SolanaSettings;
import io.ws402.gateway.methods.solana.rpc.AccountState;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wallet's token accounts, one for each token that is taken. They are looked at when the method starts and made where
 * there is a key; until there is one, its token can not be quoted. Thread-safe; calls block.
 */
public final class OwnAccounts {
    private static final Logger LOG = LoggerFactory.getLogger(OwnAccounts.class);

    private final SolanaSettings settings;
    private final RpcPool<SolanaRpc> pool;
    private final SingleFlight<Map<SolanaAddress, String>> look;
    private volatile Map<SolanaAddress, String> unusable = Map.of();

    /** Of this cluster's wallet. */
    public OwnAccounts(SolanaSettings settings, RpcPool<SolanaRpc> pool) {
        this.settings = settings;
        this.pool = pool;
        this.look = new SingleFlight<>(this::lookNow);
    }

    /**
     * Checks mints and accounts against the configuration, and makes accounts that are missing.
     *
     * @throws MethodConfigurationException when a token is not what the configuration says, or can not be taken
     */
    public void check() {
        look.ask().values().forEach(reason -> LOG.warn("{}: {}", settings.id(), reason));
    }

    /** Makes sure that an asset can arrive; @throws RpcException when its account is missing. */
    public void require(SolanaAsset asset) {
        if (unusable.containsKey(asset.account())) {
            String reason = look.ask().get(asset.account());
            if (reason != null) {
                throw new RpcException.Unavailable(reason);
            }
        }
    }

    /** What an operator must do before every token can be paid with; empty when nothing. */
    public String advice() {
        return String.join("; ", unusable.values());
    }

    private Map<SolanaAddress, String> lookNow() {
        List<SolanaAsset.Token> tokens = settings.tokens();
        Map<SolanaAddress, String> reasons = reasons(tokens);
        List<SolanaAsset.Token> missing = tokens.stream()
                .filter(token -> reasons.containsKey(token.account()))
                .toList();
        if (!missing.isEmpty() && settings.wallet().signer().isPresent()) {
            Optional<String> notMade = new AccountMaker(settings, pool).make(missing);
            reasons.replaceAll(
                    (account, reason) -> notMade.map(why -> reason + ": " + why).orElse(reason));
            reasons.keySet().retainAll(reasons(missing).keySet());
        }
        unusable = Map.copyOf(reasons);
        return unusable;
    }

    private record Found(List<Optional<AccountState>> mints, List<Optional<AccountState>> accounts) {}

    /** Why tokens can not arrive, by the account that they would arrive at. */
    private Map<SolanaAddress, String> reasons(List<SolanaAsset.Token> tokens) {
        Map<SolanaAddress, String> reasons = new LinkedHashMap<>();
        if (tokens.isEmpty()) {
            return reasons;
        }
        Found found = pool.onOneEndpoint(rpc -> new Found(
                rpc.accounts(tokens.stream().map(SolanaAsset.Token::mint).toList(), Commitment.CONFIRMED),
                rpc.accounts(tokens.stream().map(SolanaAsset.Token::account).toList(), Commitment.CONFIRMED)));
        for (int index = 0; index < tokens.size(); index++) {
            SolanaAsset.Token token = tokens.get(index);
            requireMint(token, found.mints().get(index));
            Optional<TokenAccount> account = found.accounts()
                    .get(index)
                    .filter(state -> state.program().equals(token.program().address()))
                    .flatMap(state -> TokenAccount.of(state.data()));
            reason(token, account).ifPresent(reason -> reasons.put(token.account(), reason));
        }
        return reasons;
    }

    private Optional<String> reason(SolanaAsset.Token token, Optional<TokenAccount> account) {
        String symbol = token.asset().symbol();
        if (account.isEmpty()) {
            return Optional.of(
                    "the wallet has no token account for " + symbol + "; make it by `spl-token create-account "
                            + token.mint() + " --owner " + settings.wallet().address() + "`");
        }
        if (!account.get().owner().equals(settings.wallet().address())) {
            throw complaint(token, "the wallet's token account " + token.account() + " belongs to somebody else");
        }
        return account.get().frozen()
                ? Optional.of("the wallet's token account for " + symbol + " is frozen; ask the token's issuer")
                : Optional.empty();
    }

    private void requireMint(SolanaAsset.Token token, Optional<AccountState> found) {
        AccountState state =
                found.orElseThrow(() -> complaint(token, "there is no mint " + token.mint() + " on this cluster"));
        TokenProgram program = TokenProgram.at(state.program())
                .orElseThrow(() -> complaint(token, token.mint() + " is not a token's mint"));
        if (program != token.program()) {
            throw complaint(token, "its mint is of another program; write program: " + program.word());
        }
        Mint mint = Mint.of(state.data()).orElseThrow(() -> complaint(token, token.mint() + " is not a token's mint"));
        if (mint.decimals() != token.asset().decimals()) {
            throw complaint(token, "its mint has " + mint.decimals() + " decimals; write that");
        }
        mint.unfit().ifPresent(reason -> {
            throw complaint(token, "can not be taken: " + reason);
        });
    }

    private MethodConfigurationException complaint(SolanaAsset.Token token, String what) {
        return new MethodConfigurationException(
                settings.key() + ".tokens", token.asset().symbol() + ": " + what);
    }
}
