package io.ws402.gateway.methods.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ws402.fuzz.Reader;
import io.ws402.gateway.methods.evm.chain.EvmAddress;
import io.ws402.gateway.methods.evm.chain.Hex;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** Addresses and keys of both chains, and the hexadecimal forms of nodes. */
public final class KeyFuzzTest implements Reader {
    /** A text as short as this may stand in any sentence. */
    private static final int SECRET_LENGTH_MIN = 16;

    @FuzzTest
    @Override
    public void read(byte[] input) {
        String text = new String(input, UTF_8);
        evmAddress(text);
        solanaAddress(text, input);
        hex(text);
        secret(text, () -> EnvironmentKeySigner.read("KEY", name -> text).address());
        secret(text, () -> LocalEd25519Key.ofEnvironment("KEY", name -> text).toString());
        secret(text, () -> LocalEd25519Key.of(text, "the file").toString());
    }

    private static void evmAddress(String text) {
        Optional<EvmAddress> loose = EvmAddress.ofAnyCase(text);
        Optional<EvmAddress> strict = tried(() -> EvmAddress.parse(text));
        strict.ifPresent(address -> assertEquals(loose, Optional.of(address)));
        loose.ifPresent(address -> {
            assertTrue(address.lower().equalsIgnoreCase(text));
            assertEquals(address, EvmAddress.parse(address.checksummed()));
            assertEquals(64, address.word().length());
        });
    }

    private static void solanaAddress(String text, byte[] input) {
        SolanaAddress.parse(text).ifPresent(address -> {
            assertEquals(text, address.text());
            assertEquals(address, SolanaAddress.of(address.bytes()), "one address has one text");
        });
        if (input.length >= SolanaAddress.BYTES) {
            byte[] bytes = Arrays.copyOf(input, SolanaAddress.BYTES);
            SolanaAddress address = SolanaAddress.at(input, 0);
            assertEquals(Optional.of(address), SolanaAddress.parse(address.text()));
            assertTrue(Arrays.equals(bytes, address.bytes()));
        }
    }

    private static void hex(String text) {
        Hex.quantity(text).ifPresent(number -> {
            assertTrue(number.signum() >= 0 && number.bitLength() <= 256);
            assertEquals(Optional.of(number), Hex.quantity(Hex.of(number)));
        });
        Hex.word(text).ifPresent(word -> assertEquals(66, word.length()));
        Hex.data(text.repeat(2_000)).ifPresent(data -> assertEquals(0, data.length() % 2));
    }

    /** Neither what is made of a secret nor why it is refused shows it. */
    private static void secret(String text, Supplier<String> reader) {
        String shown;
        try {
            shown = reader.get();
        } catch (SigningException refused) {
            shown = String.valueOf(refused.getMessage());
        }
        if (text.strip().length() >= SECRET_LENGTH_MIN) {
            assertFalse(shown.contains(text.strip()), "a secret is shown");
        }
    }

    private static <T> Optional<T> tried(Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }
}
