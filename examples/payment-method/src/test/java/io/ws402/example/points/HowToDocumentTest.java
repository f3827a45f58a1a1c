package io.ws402.example.points;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/how-to-add-a-payment-method.md shows is what this module has, or of authorised money the one in core's tests. */
final class HowToDocumentTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path VOUCHERS =
            MODULE.resolve("../../payment-gateway/core/src/test/java/io/ws402/gateway/voucher");
    private static final Path DOCUMENT = MODULE.resolve("../../docs/how-to-add-a-payment-method.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("\\(\\.\\./(examples/payment-method/[^)#]+)\\)");
    private static final int FEWEST_BLOCKS = 6;

    @Test
    void showsCodeThatCompilesAndIsTested() throws IOException {
        String sources = String.join("\n", sources());
        List<String> blocks = found(JAVA, 1);
        assertTrue(blocks.size() >= FEWEST_BLOCKS, "the walk shows the code");
        for (String block : blocks) {
            assertTrue(sources.contains(withoutIndentation(block)), () -> "not in the sources:\n" + block);
        }
    }

    @Test
    void pointsToFilesThatExist() throws IOException {
        List<String> files = found(FILE, 1);
        assertTrue(files.size() >= FEWEST_BLOCKS, "the walk names the files");
        for (String file : files) {
            assertTrue(Files.exists(MODULE.resolve("../..").resolve(file)), file);
        }
    }

    private static List<String> found(Pattern pattern, int group) throws IOException {
        return pattern.matcher(Files.readString(DOCUMENT))
                .results()
                .map((MatchResult match) -> match.group(group))
                .toList();
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> own = Files.walk(MODULE.resolve("src"));
                Stream<Path> vouchers = Files.walk(VOUCHERS)) {
            List<String> texts = new ArrayList<>();
            for (Path file : Stream.concat(own, vouchers)
                    .filter(each -> each.toString().endsWith(".java"))
                    .toList()) {
                texts.add(withoutIndentation(Files.readString(file)));
            }
            return texts;
        }
    }

    private static String withoutIndentation(String code) {
        return code.lines().map(String::strip).reduce("", (before, line) -> before + line + "\n");
    }
}
