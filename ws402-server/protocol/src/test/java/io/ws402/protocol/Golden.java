package io.ws402.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A value of the wire and the file that shows its JSON form, field by field in its order.
 *
 * @param file under {@code golden/}, without {@code .json}
 */
public record Golden<T>(String file, T value, Function<T, JsonObject> writer, Function<JsonObject, T> reader) {
    private static final Path ROOT = Path.of("src/test/resources/golden");

    /** Fails unless the value writes as the file says and the file reads as the value. */
    public void check() {
        JsonObject golden = parse(file);
        assertEquals(golden.encodePrettily(), writer.apply(value).encodePrettily(), file);
        assertEquals(value, reader.apply(golden), file);
    }

    /** The text of a golden file. */
    public static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A golden file, strictly parsed. */
    public static JsonObject parse(String file) {
        return StrictJson.parse(text(file), 100_000);
    }

    /** The names of all golden files of a folder. */
    public static List<String> files(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.map(
                            path -> folder + "/" + path.getFileName().toString().replaceAll("\\.json$", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file;
    }
}
