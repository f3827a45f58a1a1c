package io.ws402.demo.wallet;

import io.ws402.gateway.methods.solana.chain.Actions;
import io.ws402.gateway.methods.solana.chain.Instruction;
import io.ws402.gateway.methods.solana.chain.Programs;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TokenProgram;
import io.ws402.gateway.methods.solana.chain.TransactionDraft.Action;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A payment as instructions: what the terms ask to be noted, then the transfer, which names the quote's reference.
 *
 * @param source the account it leaves, the payer's own or the payer's token account
 * @param destination the account it reaches
 * @param instructions the memo, where there is one, and the transfer
 * @see <a href="https://docs.solanapay.com/spec">Solana Pay, transfer request</a>
 */
record SolanaPayment(SolanaAddress source, SolanaAddress destination, List<Action> instructions) {
    /** Keeps its own copy of the instructions. */
    SolanaPayment {
        instructions = List.copyOf(instructions);
    }

    /** Of SOL. @throws IllegalArgumentException when the terms name no account or no reference of this chain */
    static SolanaPayment ofCoins(SolanaAddress payer, PaymentTerms terms) {
        SolanaAddress recipient = recipient(terms);
        return of(
                payer,
                recipient,
                Actions.transfer(payer, recipient, terms.amount().units()),
                terms);
    }

    /** Of a token, account to account. @throws IllegalArgumentException when the terms name no account or no reference */
    static SolanaPayment ofTokens(SolanaAddress payer, SolanaAddress mint, TokenProgram program, PaymentTerms terms) {
        SolanaAddress source = Programs.associatedTokenAccount(payer, mint, program);
        SolanaAddress destination = Programs.associatedTokenAccount(recipient(terms), mint, program);
        BigInteger units = terms.amount().units();
        // The chain refuses it when the token's decimals are not those that were offered.
        Action transfer = Actions.transferChecked(
                program,
                source,
                mint,
                destination,
                payer,
                units,
                terms.amount().asset().decimals());
        return of(source, destination, transfer, terms);
    }

    private static SolanaPayment of(
            SolanaAddress source, SolanaAddress destination, Action transfer, PaymentTerms terms) {
        List<Action> instructions = new ArrayList<>();
        memo(terms).ifPresent(text -> instructions.add(Actions.memo(text)));
        List<Instruction.Key> named = new ArrayList<>(transfer.accounts());
        named.add(new Instruction.Key(address("reference", terms.reference()), false, false));
        instructions.add(new Action(transfer.program(), named, transfer.data()));
        return new SolanaPayment(source, destination, instructions);
    }

    private static SolanaAddress recipient(PaymentTerms terms) {
        return address("recipient", terms.recipient() == null ? "" : terms.recipient());
    }

    private static SolanaAddress address(String field, String text) {
        return SolanaAddress.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("the terms name no " + field + " on this chain"));
    }

    private static Optional<String> memo(PaymentTerms terms) {
        String uri = terms.paymentUri() == null ? "" : terms.paymentUri();
        return Arrays.stream(uri.substring(uri.indexOf('?') + 1).split("&"))
                .filter(parameter -> parameter.startsWith("memo="))
                .map(parameter -> URLDecoder.decode(parameter.substring("memo=".length()), StandardCharsets.UTF_8))
                .findFirst();
    }
}
