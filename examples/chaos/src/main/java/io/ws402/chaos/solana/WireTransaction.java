package io.ws402.chaos.solana;

import io.ws402.chaos.chain.ChainTransaction;
import io.ws402.chaos.chain.SimChain;
import io.ws402.chaos.chain.Turn;
import io.ws402.gateway.methods.solana.chain.Programs;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.chain.TokenProgram;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.p2p.solanaj.utils.Base58;

/**
 * Reads what a wallet has signed as a cluster does: a legacy message with one signature.
 *
 * @see <a href="https://solana.com/docs/core/transactions">Solana's transactions</a>
 */
final class WireTransaction {
    /** What a unit of the chain's price is for a compute unit, in millionths of a lamport. */
    static final long UNIT_PRICE = 100_000;

    private static final BigInteger PER_SIGNATURE = BigInteger.valueOf(5_000);
    private static final int SIGNATURE_BYTES = 64;
    private static final int HEADER_BYTES = 3;

    private final ByteBuffer in;
    private final List<SolanaAddress> keys = new ArrayList<>();
    private String memo = "";
    private long unitLimit;
    private long unitPrice;
    private SolanaAddress destination = Programs.SYSTEM;
    private Asset asset = SimChain.COIN;
    private BigInteger units = BigInteger.ZERO;

    private WireTransaction(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @param from how the chain calls whoever signs */
    static ChainTransaction read(byte[] bytes, String from) {
        return new WireTransaction(bytes).transaction(from);
    }

    private ChainTransaction transaction(String from) {
        length();
        String id = Base58.encode(bytes(SIGNATURE_BYTES));
        bytes(HEADER_BYTES);
        for (int left = length(); left > 0; left--) {
            keys.add(SolanaAddress.of(bytes(SolanaAddress.BYTES)));
        }
        SolanaAddress blockhash = SolanaAddress.of(bytes(SolanaAddress.BYTES));
        for (int left = length(); left > 0; left--) {
            instruction();
        }
        // A trial may be of any blockhash.
        Turn turn = new Turn.Until(blockhash.equals(keys.getFirst()) ? 0 : Blockhashes.lastHeight(blockhash));
        return new ChainTransaction(
                id,
                from,
                turn,
                Addresses.name(destination),
                new Money(asset, units),
                "",
                memo.substring(memo.lastIndexOf(' ') + 1),
                unitPrice / UNIT_PRICE,
                fee());
    }

    private BigInteger fee() {
        BigInteger[] place = BigInteger.valueOf(unitLimit)
                .multiply(BigInteger.valueOf(unitPrice))
                .divideAndRemainder(BigInteger.valueOf(1_000_000));
        return PER_SIGNATURE.add(place[0]).add(BigInteger.valueOf(place[1].signum()));
    }

    private void instruction() {
        SolanaAddress program = keys.get(in.get());
        byte[] accounts = bytes(length());
        ByteBuffer data = ByteBuffer.wrap(bytes(length())).order(ByteOrder.LITTLE_ENDIAN);
        if (program.equals(Programs.COMPUTE_BUDGET)) {
            budget(data);
        } else if (program.equals(Programs.MEMO)) {
            memo = StandardCharsets.UTF_8.decode(data).toString();
        } else if (program.equals(Programs.SYSTEM) && data.getInt() == 2) {
            destination = keys.get(accounts[1]);
            units = BigInteger.valueOf(data.getLong());
        } else if (program.equals(TokenProgram.TOKEN.address()) && data.get() == 12) {
            asset = SimChain.TOKEN;
            destination = Addresses.owner(keys.get(accounts[2])).orElseThrow();
            units = BigInteger.valueOf(data.getLong());
        } else {
            throw new IllegalArgumentException("no such instruction of " + program);
        }
    }

    private void budget(ByteBuffer data) {
        if (data.get() == 2) {
            unitLimit = data.getInt();
        } else {
            unitPrice = data.getLong();
        }
    }

    private byte[] bytes(int count) {
        byte[] read = new byte[count];
        in.get(read);
        return read;
    }

    /** Lengths are written seven bits at a time. */
    private int length() {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int next = in.get();
            length |= (next & 0x7f) << shift;
            if (next >= 0) {
                return length;
            }
        }
    }
}
