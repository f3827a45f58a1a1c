package io.ws402.gateway.methods.solana.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A token as its program keeps it.
 *
 * @param decimals how many decimal places one whole token has
 * @param extensions the numbers of its Token-2022 extensions
 * @see <a href="https://docs.rs/spl-token-2022">the layout of mints and extensions</a>
 */
public record Mint(int decimals, List<Integer> extensions) {
    private static final int SIZE = 82;
    private static final int DECIMALS_AT = 44;
    private static final int INITIALIZED_AT = 45;
    private static final int TYPE_OF_MINT = 1;
    private static final int EXTENSIONS_AT = TokenAccount.SIZE + 1;
    private static final int HEADER = 4;

    private static final int TRANSFER_FEE = 1;

    /** Keeps its own copy of the extensions. */
    public Mint {
        extensions = List.copyOf(extensions);
    }

    /** Reads the data of an account that a token program owns; empty when it is no mint. */
    public static Optional<Mint> of(Bytes data) {
        boolean extended = data.length() > TokenAccount.SIZE && data.u8(TokenAccount.SIZE) == TYPE_OF_MINT;
        if ((data.length() != SIZE && !extended) || data.u8(INITIALIZED_AT) != 1) {
            return Optional.empty();
        }
        return Optional.of(new Mint(data.u8(DECIMALS_AT), extended ? extensions(data) : List.of()));
    }

    private static List<Integer> extensions(Bytes data) {
        List<Integer> types = new ArrayList<>();
        int at = EXTENSIONS_AT;
        while (at + HEADER <= data.length() && data.u16(at) != 0) {
            types.add(data.u16(at));
            at += HEADER + data.u16(at + 2);
        }
        return types;
    }

    /** How many bytes an associated token account of it has, by which its rent is reckoned. */
    public int accountSize(TokenProgram program) {
        if (program == TokenProgram.TOKEN) {
            return TokenAccount.SIZE;
        }
        // Its type, an owner that can not be changed, and where the mint takes fees, what was withheld of them.
        int immutableOwner = HEADER;
        int withheldFees = extensions.contains(TRANSFER_FEE) ? HEADER + Long.BYTES : 0;
        return TokenAccount.SIZE + 1 + immutableOwner + withheldFees;
    }

    /**
     * What makes it unfit to be paid with, as a sentence for an operator; empty when nothing does. Only extensions that are
     * known to leave plain balances, plain transfers and plain figures are let through.
     */
    public Optional<String> unfit() {
        return extensions.stream().flatMap(type -> reason(type).stream()).findFirst();
    }

    private static Optional<String> reason(int extension) {
        return Optional.ofNullable(
                switch (extension) {
                    // Fees on transfers, an authority that may close an empty mint, names and groups.
                    case TRANSFER_FEE, 3, 18, 19, 20, 21, 22, 23 -> null;
                    case 4, 16, 24 -> "its transfers can be confidential, so that nobody sees what arrived";
                    case 6 -> "its accounts begin frozen or may";
                    case 9 -> "it can not be transferred";
                    case 10, 25 -> "wallets show other figures of it than are sent";
                    case 12 -> "somebody may take it from every account";
                    case 14 -> "its transfers call another program, which may refuse them";
                    case 26 -> "its transfers can be paused, and with them every refund";
                    default -> "it has an extension that is not known (number " + extension + ")";
                });
    }
}
