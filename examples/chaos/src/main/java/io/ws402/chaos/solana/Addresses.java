package io.ws402.chaos.solana;

import io.ws402.gateway.methods.solana.chain.Programs;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TokenProgram;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What accounts of the simulated chain are called on a cluster: their names, made 32 bytes in base58. */
final class Addresses {
    /** The token. */
    static final SolanaAddress MINT = address("Mint");

    private static final int LENGTH = 43;
    private static final String FILLER = "x";
    private static final Map<SolanaAddress, SolanaAddress> OWNERS = new ConcurrentHashMap<>();
    private static final Map<SolanaAddress, SolanaAddress> TOKEN_ACCOUNTS = new ConcurrentHashMap<>();

    private Addresses() {}

    static SolanaAddress address(String name) {
        return new SolanaAddress(name + FILLER.repeat(LENGTH - name.length()));
    }

    static String name(SolanaAddress address) {
        return address.text().replaceAll(FILLER + "+$", "");
    }

    /** Where somebody keeps the token. */
    static SolanaAddress tokenAccount(SolanaAddress owner) {
        return TOKEN_ACCOUNTS.computeIfAbsent(owner, whose -> {
            SolanaAddress account = Programs.associatedTokenAccount(whose, MINT, TokenProgram.TOKEN);
            OWNERS.put(account, whose);
            return account;
        });
    }

    /** Whose token account that is, if it is one. */
    static Optional<SolanaAddress> owner(SolanaAddress tokenAccount) {
        return Optional.ofNullable(OWNERS.get(tokenAccount));
    }
}
