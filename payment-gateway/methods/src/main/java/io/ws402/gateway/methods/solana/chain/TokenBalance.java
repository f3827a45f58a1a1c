package io.ws402.gateway.methods.solana.chain;

import java.math.BigInteger;
import java.util.Optional;

/**
 * What a token account had before or after a transaction.
 *
 * @param account the token account
 * @param mint of which token
 * @param owner whose it is; empty where the node does not say
 * @param program which program keeps it; empty where the node does not say
 * @param units how much, in smallest units
 */
public record TokenBalance(
        SolanaAddress account,
        SolanaAddress mint,
        Optional<SolanaAddress> owner,
        Optional<TokenProgram> program,
        BigInteger units) {}
