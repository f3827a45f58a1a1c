package io.ws402.gateway.methods.evm.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EvmAddressTest {
    /** The test vectors of EIP-55. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0xde709f2102306220921060314715629080e2fb77",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
            })
    void checksumsAsEip55Does(String checksummed) {
        assertEquals(
                checksummed,
                EvmAddress.parse(checksummed.toLowerCase(Locale.ROOT)).checksummed());
        assertEquals(EvmAddress.parse(checksummed), EvmAddress.parse(checksummed.toLowerCase(Locale.ROOT)));
    }

    @Test
    void refusesAMistypedDigit() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class, () -> EvmAddress.parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAee"));
        assertTrue(String.valueOf(refusal.getMessage()).contains("checksum"));
    }

    @Test
    void believesAProgramWhateverItsCase() {
        assertEquals(
                Optional.of(new EvmAddress("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaee")),
                EvmAddress.ofAnyCase("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAee"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "0x123", "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "vitalik.eth"})
    void refusesWhatIsNoAddress(String text) {
        assertThrows(IllegalArgumentException.class, () -> EvmAddress.parse(text));
        assertEquals(Optional.empty(), EvmAddress.ofAnyCase(text));
    }
}
