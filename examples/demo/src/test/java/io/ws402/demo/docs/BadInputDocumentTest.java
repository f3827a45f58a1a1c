package io.ws402.demo.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/BAD-INPUT.md} names tests: each is there, so that the table stays true. */
final class BadInputDocumentTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern NAME = Pattern.compile("`(\\w+)(?:\\.(\\w+))?`");
    private static final int CELLS = 4;

    @Test
    void everyTestThatItNamesIsThere() throws IOException {
        Map<String, List<String>> sources = testSources();
        List<String> missing = rows().flatMap(row -> NAME.matcher(row.getLast()).results())
                .filter(name -> !isThere(sources, name))
                .map(MatchResult::group)
                .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void everyRowHasItsCellsAndNamesATest() throws IOException {
        List<List<String>> rows = rows().toList();
        assertTrue(rows.size() > 40, () -> rows.size() + " rows");
        rows.forEach(row -> {
            assertEquals(CELLS, row.size(), row::toString);
            assertTrue(NAME.matcher(row.getLast()).find(), row::toString);
        });
    }

    private static Stream<List<String>> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs").resolve("BAD-INPUT.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| input "))
                .map(line -> Stream.of(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList());
    }

    private static boolean isThere(Map<String, List<String>> sources, MatchResult name) {
        String method = name.group(2);
        return sources.getOrDefault(name.group(1), List.of()).stream()
                .anyMatch(source -> method == null || source.contains("void " + method + "("));
    }

    /** The test classes of all modules; a name may be that of several. */
    private static Map<String, List<String>> testSources() throws IOException {
        Map<String, List<String>> sources = new HashMap<>();
        for (String module : List.of("ws402-server", "proxy-provider", "payment-gateway", "examples")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module))) {
                files.filter(file -> file.toString().endsWith(".java")
                                && file.toString()
                                        .contains(Path.of("src", "test").toString()))
                        .forEach(file -> sources.computeIfAbsent(
                                        file.getFileName().toString().replace(".java", ""), name -> new ArrayList<>())
                                .add(read(file)));
            }
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
