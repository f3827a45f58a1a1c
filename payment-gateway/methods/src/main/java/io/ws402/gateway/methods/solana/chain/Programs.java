package io.ws402.gateway.methods.solana.chain;

import java.util.List;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.programs.AssociatedTokenProgram;
import org.p2p.solanaj.programs.ComputeBudgetProgram;
import org.p2p.solanaj.programs.SystemProgram;

/** The programs that payments meet. */
public final class Programs {
    /** Moves SOL. */
    public static final SolanaAddress SYSTEM = new SolanaAddress(SystemProgram.PROGRAM_ID.toBase58());
    /** Carries notes. */
    public static final SolanaAddress MEMO = new SolanaAddress("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
    /** Says what a transaction may take and pays for its place. */
    public static final SolanaAddress COMPUTE_BUDGET = new SolanaAddress(ComputeBudgetProgram.PROGRAM_ID.toBase58());
    /** Makes the one token account of an owner and a mint whose address everybody can work out. */
    public static final SolanaAddress ASSOCIATED_TOKEN =
            new SolanaAddress(AssociatedTokenProgram.PROGRAM_ID.toBase58());

    private Programs() {}

    /** Where an owner keeps a token, unless the owner says otherwise. */
    public static SolanaAddress associatedTokenAccount(SolanaAddress owner, SolanaAddress mint, TokenProgram program) {
        PublicKey.ProgramDerivedAddress derived = PublicKey.findProgramAddress(
                List.of(owner.bytes(), program.address().bytes(), mint.bytes()), ASSOCIATED_TOKEN.key());
        return new SolanaAddress(derived.getAddress().toBase58());
    }
}
