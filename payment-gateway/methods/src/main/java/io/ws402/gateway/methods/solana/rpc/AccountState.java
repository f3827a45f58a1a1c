package io.ws402.gateway.methods.solana.rpc;

import io.ws402.gateway.methods.solana.chain.Bytes;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import java.math.BigInteger;

/**
 * What is at an address.
 *
 * @param lamports its SOL
 * @param program which program it belongs to
 * @param data what that program keeps there
 */
public record AccountState(BigInteger lamports, SolanaAddress program, Bytes data) {}
