package io.ws402.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.storage.EmbeddedPostgresException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevnetTest {
    private static final AnvilOptions ON_DEMAND = AnvilOptions.DEFAULT.withBlockTime(Duration.ZERO);

    @TempDir
    Path temporary;

    @Test
    void startsFundsAndStopsEverything() {
        Devnet devnet = Devnet.start(
                DevnetOptions.in(temporary.resolve("data")).withAnvil(ON_DEMAND).withAccounts(2));
        try (devnet) {
            assertTrue(devnet.postgres().isAlive());
            assertEquals(2, new HashSet<>(devnet.accounts()).size());
            String address = devnet.accounts().getFirst().address();
            BigInteger coins = EvmDevnet.ETHER.multiply(BigInteger.valueOf(Devnet.COINS_EACH));
            devnet.fund(address, BigInteger.ONE);
            devnet.mintUsdc(address, BigInteger.TWO);
            assertEquals(coins.add(BigInteger.ONE), devnet.evm().anvil().balance(address));
            assertEquals(
                    BigInteger.valueOf(10_000_000_002L), devnet.evm().usdc().balance(address));
        }
        assertFalse(devnet.postgres().isAlive());
        assertFalse(devnet.evm().anvil().isAlive());
    }

    @Test
    void fundsTheWellKnownAccountsOnRequest() {
        try (Devnet devnet = Devnet.start(DevnetOptions.in(temporary.resolve("data"))
                .withAnvil(ON_DEMAND)
                .withAccounts(1)
                .withWellKnownKeys())) {
            assertEquals(Account.wellKnown(1), devnet.accounts());
        }
    }

    @Test
    void leavesNoChainBehindWhenPostgresCannotStart() throws IOException {
        Files.writeString(temporary.resolve("novel.txt"), "Chapter one");
        Set<Long> before = chains();
        assertThrows(
                EmbeddedPostgresException.class,
                () -> Devnet.start(
                        DevnetOptions.in(temporary).withAnvil(ON_DEMAND).withAccounts(0)));
        assertEquals(before, chains());
    }

    private static Set<Long> chains() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("/anvil"))
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }
}
