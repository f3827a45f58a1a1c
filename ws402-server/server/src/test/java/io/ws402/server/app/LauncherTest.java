package io.ws402.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./ws402 server} makes a cache for fast starts beside the jar, and starts without one that can not be used. */
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {
    @TempDir
    Path home;

    private Path target;

    /** What the launcher printed, and what went to stderr. */
    private record Ran(String out, String err) {}

    @BeforeEach
    void copyLauncherAndJar() throws IOException {
        Files.copy(Path.of("..", "..", "ws402"), home.resolve("ws402"));
        Files.createFile(home.resolve("pom.xml"));
        target = Files.createDirectories(home.resolve(Path.of("ws402-server", "server", "target")));
        writeJar();
    }

    @Test
    void trainsOnceAndUsesWhatItMadeFromThenOn() throws Exception {
        Ran first = launch();
        assertTrue(first.out.endsWith("ran\n"), first::toString);
        assertEquals(1, first.err.lines().count(), first::toString);
        Path cache = onlyCache();
        assertTrue(Files.size(cache) > 0);
        assertEquals(new Ran("-XX:AOTCache=" + cache + "\nran\n", ""), launch());
    }

    @Test
    void startsInSilenceWithACacheThatIsDamaged() throws Exception {
        launch();
        Files.writeString(onlyCache(), "half written");
        Ran ran = launch();
        assertTrue(ran.out.endsWith("ran\n"), ran::toString);
        assertEquals("", ran.err);
    }

    @Test
    void doesNotTryAgainWhatCanNotBeTrained() throws Exception {
        Files.writeString(target.resolve("test-app.jar"), "no jar");
        launch();
        assertEquals(0, Files.size(onlyCache()));
        assertFalse(launch().err.contains("Preparing"));
    }

    private Ran launch() throws IOException, InterruptedException {
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        ProcessBuilder command = new ProcessBuilder(
                        "bash", home.resolve("ws402").toString(), "server", "--run")
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().keySet().removeAll(List.of("WS402_JAVA_OPTS", "JAVA_TOOL_OPTIONS"));
        command.start().waitFor();
        return new Ran(Files.readString(out), Files.readString(err));
    }

    private Path onlyCache() throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            List<Path> made =
                    files.filter(file -> !file.toString().endsWith(".jar")).toList();
            assertEquals(1, made.size(), made::toString);
            return made.getFirst();
        }
    }

    private void writeJar() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, LaunchedProgram.class.getName());
        String entry = LaunchedProgram.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(target.resolve("test-app.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest);
                InputStream code = LaunchedProgram.class.getClassLoader().getResourceAsStream(entry)) {
            jar.putNextEntry(new JarEntry(entry));
            Objects.requireNonNull(code).transferTo(jar);
        }
    }
}
