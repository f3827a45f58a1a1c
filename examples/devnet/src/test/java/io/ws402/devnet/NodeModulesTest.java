package io.ws402.devnet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeModulesTest {
    @TempDir
    Path temporary;

    @Test
    void tellsWhoHasNoNodeHowToGetIt() throws IOException {
        Files.writeString(
                Files.createDirectories(temporary.resolve("examples/devnet/npm"))
                        .resolve("package-lock.json"),
                "{}");
        String words = OtherJvm.start(temporary.resolve("output"), temporary, "PATH=/nonexistent")
                .awaitEnd();
        assertTrue(words.contains("devnet.node_missing: 'npm' is not found; the local chain needs Node.js 20"), words);
    }

    @Test
    void tellsWhoIsOutsideTheSourceTreeWhereItMustBe() throws IOException {
        String words = OtherJvm.start(temporary.resolve("output"), temporary).awaitEnd();
        assertTrue(words.contains("devnet.sources_missing"), words);
        assertTrue(words.contains("set -Dws402.home="), words);
    }

    @Test
    void carriesTheWordsOfNpmWhenTheInstallFails() throws IOException {
        Path folder = Files.createDirectories(temporary.resolve("examples/devnet/npm"));
        Files.writeString(folder.resolve("package-lock.json"), "not a lock file");
        String words = OtherJvm.start(temporary.resolve("output"), temporary).awaitEnd();
        assertTrue(words.contains("devnet.install_failed: 'npm ci"), words);
        assertTrue(words.contains("npm error"), words);
    }
}
