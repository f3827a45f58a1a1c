package io.ws402.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The inputs that are kept for a fuzz test, where Jazzer looks for them too: {@code <TestClass>Inputs} beside the class. */
public final class Seeds {
    private Seeds() {}

    /** Those of a test, by the order of their names; one at least. */
    public static List<byte[]> of(Class<?> test) {
        URL folder = test.getResource(test.getSimpleName() + "Inputs");
        if (folder == null) {
            throw new IllegalStateException(test.getName() + " has no seeds");
        }
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            List<byte[]> seeds = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readAllBytes(file));
            }
            return seeds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
