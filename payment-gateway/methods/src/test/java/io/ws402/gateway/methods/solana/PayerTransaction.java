package io.ws402.gateway.methods.solana;

import io.ws402.devnet.SolanaAccount;
import io.ws402.devnet.SolanaChain;
import io.ws402.devnet.SplToken;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.p2p.solanaj.core.Account;
import org.p2p.solanaj.core.AccountMeta;
import org.p2p.solanaj.core.PublicKey;
import org.p2p.solanaj.core.Transaction;
import org.p2p.solanaj.core.TransactionInstruction;
import org.p2p.solanaj.programs.SystemProgram;

/** A transaction as a payer's client makes it, built and signed by solanaj. */
final class PayerTransaction {
    private static final PublicKey ASSOCIATED = new PublicKey("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
    private static final PublicKey MEMO = new PublicKey("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");

    private final SolanaChain chain;
    private final List<Account> signers = new ArrayList<>();
    private final List<TransactionInstruction> instructions = new ArrayList<>();

    PayerTransaction(SolanaChain chain, SolanaAccount... signers) {
        this.chain = chain;
        Arrays.stream(signers).forEach(each -> this.signers.add(Account.fromBase58PrivateKey(each.secretKey())));
    }

    PayerTransaction transfer(String from, String to, BigInteger lamports, String... references) {
        TransactionInstruction plain =
                SystemProgram.transfer(new PublicKey(from), new PublicKey(to), lamports.longValueExact());
        instructions.add(naming(plain, references));
        return this;
    }

    /** Moves a token between the associated accounts of two owners, by the word of {@code authority}. */
    PayerTransaction transferToken(
            SplToken token, String from, String to, String authority, BigInteger units, String... references) {
        ByteBuffer data = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
        data.put((byte) 12).putLong(units.longValueExact()).put((byte) token.decimals());
        TransactionInstruction plain = new TransactionInstruction(
                new PublicKey(token.programId()),
                List.of(
                        new AccountMeta(tokenAccount(token, from), false, true),
                        new AccountMeta(new PublicKey(token.mint()), false, false),
                        new AccountMeta(tokenAccount(token, to), false, true),
                        new AccountMeta(new PublicKey(authority), true, false)),
                data.array());
        instructions.add(naming(plain, references));
        return this;
    }

    PayerTransaction memo(String text, String... references) {
        TransactionInstruction plain =
                new TransactionInstruction(MEMO, List.of(), text.getBytes(StandardCharsets.UTF_8));
        instructions.add(plain);
        if (references.length > 0) {
            // The memo program wants signatures of what it names, so that a bystander must carry the reference.
            instructions.add(naming(
                    SystemProgram.transfer(
                            signers.getFirst().getPublicKey(),
                            signers.getFirst().getPublicKey(),
                            0),
                    references));
        }
        return this;
    }

    /** Makes somebody else the owner of a token account. */
    PayerTransaction giveAway(SplToken token, String owner, String to) {
        ByteBuffer data = ByteBuffer.allocate(35);
        data.put(new byte[] {6, 2, 1}).put(new PublicKey(to).toByteArray());
        return onAccountOf(token, owner, List.of(), data.array());
    }

    /** Lets somebody else move units of an owner's. */
    PayerTransaction approve(SplToken token, String owner, String delegate, BigInteger units) {
        ByteBuffer data = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
        data.put((byte) 4).putLong(units.longValueExact());
        return onAccountOf(token, owner, List.of(new AccountMeta(new PublicKey(delegate), false, false)), data.array());
    }

    private PayerTransaction onAccountOf(SplToken token, String owner, List<AccountMeta> others, byte[] data) {
        List<AccountMeta> keys = new ArrayList<>(List.of(new AccountMeta(tokenAccount(token, owner), false, true)));
        keys.addAll(others);
        keys.add(new AccountMeta(new PublicKey(owner), true, false));
        instructions.add(new TransactionInstruction(new PublicKey(token.programId()), keys, data));
        return this;
    }

    static PublicKey tokenAccount(SplToken token, String owner) {
        return PublicKey.findProgramAddress(
                        List.of(
                                new PublicKey(owner).toByteArray(),
                                new PublicKey(token.programId()).toByteArray(),
                                new PublicKey(token.mint()).toByteArray()),
                        ASSOCIATED)
                .getAddress();
    }

    private static TransactionInstruction naming(TransactionInstruction plain, String... references) {
        List<AccountMeta> keys = new ArrayList<>(plain.getKeys());
        Arrays.stream(references).forEach(each -> keys.add(new AccountMeta(new PublicKey(each), false, false)));
        return new TransactionInstruction(plain.getProgramId(), keys, plain.getData());
    }

    /** Sends it; its signature. */
    String send() {
        return send(false);
    }

    /** Sends it without its being tried first; its signature. */
    String sendUntried() {
        return send(true);
    }

    private String send(boolean untried) {
        Transaction transaction = new Transaction();
        instructions.forEach(transaction::addInstruction);
        transaction.setRecentBlockHash(chain.call("getLatestBlockhash", Map.of("commitment", "confirmed"))
                .at("/value/blockhash")
                .asText());
        transaction.sign(signers);
        return chain.call(
                        "sendTransaction",
                        Base64.getEncoder().encodeToString(transaction.serialize()),
                        Map.of("encoding", "base64", "skipPreflight", untried, "preflightCommitment", "confirmed"))
                .asText();
    }
}
