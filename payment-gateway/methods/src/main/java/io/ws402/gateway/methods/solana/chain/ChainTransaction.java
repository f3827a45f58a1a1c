package io.ws402.gateway.methods.solana.chain;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A transaction that was carried out, with what it did.
 *
 * @param signature its name, the first of its signatures
 * @param slot where it is
 * @param time when, by the cluster's own estimate; empty where the node does not know
 * @param succeeded whether it did anything but pay its fee
 * @param fee what its sender paid, in lamports
 * @param keys every account it names, the fee's payer first, those from lookup tables last
 * @param before what these accounts had before it, in lamports, in the same order
 * @param after what they had after it
 * @param tokensBefore what token accounts had before it
 * @param tokensAfter what they had after it
 * @param instructions all of them, those that programs called behind the one that called them
 */
public record ChainTransaction(
        String signature,
        long slot,
        Optional<Instant> time,
        boolean succeeded,
        BigInteger fee,
        List<Instruction.Key> keys,
        List<BigInteger> before,
        List<BigInteger> after,
        List<TokenBalance> tokensBefore,
        List<TokenBalance> tokensAfter,
        List<Instruction> instructions) {
    /** @throws IllegalArgumentException when the balances are not those of the keys */
    public ChainTransaction {
        keys = List.copyOf(keys);
        before = List.copyOf(before);
        after = List.copyOf(after);
        tokensBefore = List.copyOf(tokensBefore);
        tokensAfter = List.copyOf(tokensAfter);
        instructions = List.copyOf(instructions);
        if (keys.isEmpty() || before.size() != keys.size() || after.size() != keys.size()) {
            throw new IllegalArgumentException("a transaction has a balance before and after for each of its keys");
        }
    }

    /** Who paid its fee. */
    public SolanaAddress feePayer() {
        return keys.getFirst().address();
    }

    /** Whether an account signed it. */
    public boolean isSignedBy(SolanaAddress account) {
        return keys.stream().anyMatch(key -> key.signer() && key.address().equals(account));
    }

    /** How many lamports more an account has after it; empty when it does not name the account. */
    public Optional<BigInteger> gain(SolanaAddress account) {
        return indexOf(account).map(index -> after.get(index).subtract(before.get(index)));
    }

    /** How many lamports an account has after it; empty when it does not name the account. */
    public Optional<BigInteger> balanceAfter(SolanaAddress account) {
        return indexOf(account).map(after::get);
    }

    /** How much more a token account has after it; 0 when it is not among its token accounts. */
    public BigInteger tokenGain(SolanaAddress account) {
        return tokenBalance(tokensAfter, account).subtract(tokenBalance(tokensBefore, account));
    }

    /** How much a token account has after it. */
    public BigInteger tokenBalanceAfter(SolanaAddress account) {
        return tokenBalance(tokensAfter, account);
    }

    /** What is known of a token account from the balances: before it when it was there, for it may be closed by now. */
    public Optional<TokenBalance> tokenAccount(SolanaAddress account) {
        return Stream.concat(tokensBefore.stream(), tokensAfter.stream())
                .filter(balance -> balance.account().equals(account))
                .findFirst();
    }

    private Optional<Integer> indexOf(SolanaAddress account) {
        for (int index = 0; index < keys.size(); index++) {
            if (keys.get(index).address().equals(account)) {
                return Optional.of(index);
            }
        }
        return Optional.empty();
    }

    private static BigInteger tokenBalance(List<TokenBalance> balances, SolanaAddress account) {
        return balances.stream()
                .filter(balance -> balance.account().equals(account))
                .map(TokenBalance::units)
                .findFirst()
                .orElse(BigInteger.ZERO);
    }
}
