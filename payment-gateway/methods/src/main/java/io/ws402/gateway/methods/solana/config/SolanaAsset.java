package io.ws402.gateway.methods.solana.config;

import io.ws402.gateway.methods.solana.chain.Programs;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TokenProgram;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;

/** Something that a Solana cluster can be paid with. */
public sealed interface SolanaAsset {
    /** What it is. */
    Asset asset();

    /** Refunds of less than this, in smallest units, are not worth sending. */
    BigInteger refundFloor();

    /** The account that receives it: the wallet itself, or the wallet's token account. */
    SolanaAddress account();

    /** The same for another wallet, which may have been ours when a quote was made. */
    SolanaAsset of(SolanaAddress wallet);

    /** SOL, which also pays for transactions. */
    record Native(Asset asset, BigInteger refundFloor, SolanaAddress account) implements SolanaAsset {
        private static final int DECIMALS = 9;

        @Override
        public Native of(SolanaAddress wallet) {
            return new Native(asset, refundFloor, wallet);
        }

        static Asset asset(String chain) {
            return new Asset(new AssetId(chain + "/slip44:501"), "SOL", DECIMALS);
        }
    }

    /** An SPL token, pinned to its mint and program. */
    record Token(Asset asset, BigInteger refundFloor, SolanaAddress account, SolanaAddress mint, TokenProgram program)
            implements SolanaAsset {
        @Override
        public Token of(SolanaAddress wallet) {
            return new Token(asset, refundFloor, Programs.associatedTokenAccount(wallet, mint, program), mint, program);
        }

        static Asset asset(String chain, SolanaAddress mint, String symbol, int decimals) {
            return new Asset(new AssetId(chain + "/token:" + mint), symbol, decimals);
        }
    }
}
