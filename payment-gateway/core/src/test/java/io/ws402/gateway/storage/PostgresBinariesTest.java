package io.ws402.gateway.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.storage.EmbeddedPostgresException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
    @Test
    void unpackedByTwoAtOnceIsThereOnceAndWhole(@TempDir Path cache) throws Exception {
        Callable<Path> unpack = () -> PostgresBinaries.unpacked(cache).home();
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            List<Future<Path>> results = executor.invokeAll(List.of(unpack, unpack));
            Path home = results.getFirst().get();
            for (Future<Path> result : results) {
                assertEquals(home, result.get());
            }
            assertEquals(Set.of(home), entries(cache));
            for (String program : List.of("initdb", "pg_ctl", "postgres")) {
                assertTrue(Files.isExecutable(home.resolve("bin").resolve(program)), program);
            }
        }
    }

    @Test
    void tellsWhoHasNoBinariesToUseAServerOfTheirOwn() {
        EmbeddedPostgresException refusal = assertThrows(
                EmbeddedPostgresException.class, () -> PostgresBinaries.requirePlatform("Mac OS X", "aarch64"));
        assertEquals(Reason.UNSUPPORTED_PLATFORM, refusal.reason());
        assertTrue(refusal.getMessage().contains("set DATABASE_URL"), refusal.getMessage());
    }

    private static Set<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.collect(Collectors.toSet());
        }
    }
}
