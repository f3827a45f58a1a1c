package io.ws402.gateway.methods.solana.chain;

import java.util.Arrays;
import java.util.Optional;

/** The two programs that keep SPL tokens. */
public enum TokenProgram {
    /** The first one. */
    TOKEN("token", "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"),
    /** The one with extensions, such as fees on transfers. */
    TOKEN_2022("token-2022", "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");

    private final String word;
    private final String address;

    TokenProgram(String word, String address) {
        this.word = word;
        this.address = address;
    }

    /** As it is written in the configuration. */
    public String word() {
        return word;
    }

    /** Its address. */
    public SolanaAddress address() {
        return new SolanaAddress(address);
    }

    /** The one at an address. */
    public static Optional<TokenProgram> at(SolanaAddress address) {
        return Arrays.stream(values())
                .filter(program -> program.address.equals(address.text()))
                .findFirst();
    }
}
