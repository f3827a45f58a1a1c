package io.ws402.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenKeyTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("keys").resolve("token-key.pem");
    }

    @Test
    void isMadeOnceForItsOwnerAlone() throws IOException {
        TokenKey made = TokenKey.loadOrCreate(file());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertEquals(made.id(), TokenKey.loadOrCreate(file()).id());
        assertEquals(made.jwks(), TokenKey.loadOrCreate(file()).jwks());
    }

    @Test
    void isOneKeyForAllGatewaysThatStartAtOnce() throws Exception {
        try (ExecutorService gateways = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> started = Stream.generate(() ->
                            gateways.submit(() -> TokenKey.loadOrCreate(file()).id()))
                    .limit(16)
                    .toList();
            Set<String> ids = new HashSet<>();
            for (Future<String> each : started) {
                ids.add(each.get());
            }
            assertEquals(1, ids.size());
        }
        try (Stream<Path> files = Files.list(folder.resolve("keys"))) {
            assertEquals(List.of(file()), files.toList());
        }
    }

    @Test
    void isRefusedWhereOthersCanReadIt() throws IOException {
        TokenKey.loadOrCreate(file());
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        KeyFileException refused = assertThrows(KeyFileException.class, () -> TokenKey.loadOrCreate(file()));
        assertTrue(String.valueOf(refused.getMessage()).contains("chmod 600"));
    }

    @Test
    void isRefusedWhenItIsNoKey() throws IOException {
        TokenKey.loadOrCreate(file());
        Files.writeString(file(), "not a key");
        assertThrows(KeyFileException.class, () -> TokenKey.loadOrCreate(file()));
    }

    @Test
    void isNeverPrinted() {
        TokenKey key = TokenKey.ephemeral();
        assertEquals("TokenKey[" + key.id() + "]", key.toString());
    }
}
