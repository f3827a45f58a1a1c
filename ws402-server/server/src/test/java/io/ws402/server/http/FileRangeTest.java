package io.ws402.server.http;

import static io.ws402.server.http.HttpBench.code;
import static io.ws402.server.http.HttpBench.get;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.ws402.server.http.HttpBench.Paid;
import io.ws402.server.testing.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file over HTTP: parts of it, conditions, and many readers at once. */
final class FileRangeTest {
    private static final int LENGTH = 300_000;

    private final byte[] content = new byte[LENGTH];

    @TempDir
    private Path folder;

    private Path file;
    private HttpBench bench;
    private Paid paid;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        new Random(402).nextBytes(content);
        file = Files.write(folder.resolve("clip.mp4"), content);
        bench = new HttpBench(config -> config, HttpBench.file("clip", file));
        paid = bench.open("clip");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void givesTheWholeWithItsTypeLengthAndValidators() {
        Answer answer = ask();
        assertEquals(200, answer.status());
        assertArrayEquals(content, answer.body().getBytes());
        assertEquals("video/mp4", answer.header("Content-Type"));
        assertEquals("" + LENGTH, answer.header("Content-Length"));
        assertEquals("bytes", answer.header("Accept-Ranges"));
    }

    @Test
    void givesExactlyThePartThatIsAskedFor() {
        assertPart("bytes=0-0", 0, 0);
        assertPart("bytes=100-65636", 100, 65_636);
        assertPart("bytes=299999-", LENGTH - 1, LENGTH - 1);
        assertPart("bytes=-10", LENGTH - 10, LENGTH - 1);
        assertPart("bytes=-99999999999999999999999999", 0, LENGTH - 1);
        assertPart("bytes=299990-99999999999999999999999999", LENGTH - 10, LENGTH - 1);
    }

    @Test
    void saysWhenNothingOfARangeIsThere() {
        for (String range : List.of("bytes=300000-", "bytes=99999999999999999999999999-", "bytes=-0")) {
            Answer answer = ask("Range", range);
            assertEquals(416, answer.status(), range);
            assertEquals("range_not_satisfiable", code(answer));
            assertEquals("bytes */" + LENGTH, answer.header("Content-Range"));
        }
        assertEquals(200, ask().status(), "the connection goes on");
    }

    @Test
    void givesTheWholeForRangesThatMeanNothing() {
        for (String range : List.of(
                "bytes=5-1",
                "bytes=-",
                "bytes=a-b",
                "bytes",
                "lines=0-1",
                "bytes=0-1,2-3",
                "bytes=0x1-2",
                "bytes=--5")) {
            Answer answer = ask("Range", range);
            assertEquals(200, answer.status(), range);
            assertEquals(LENGTH, answer.body().length(), range);
        }
    }

    @Test
    void answersConditions() throws IOException {
        Answer first = ask();
        String etag = String.valueOf(first.header("ETag"));
        String date = String.valueOf(first.header("Last-Modified"));
        assertEquals(304, ask("If-None-Match", "\"other\", " + etag).status());
        assertEquals(304, ask("If-None-Match", "W/" + etag).status());
        assertEquals(304, ask("If-None-Match", "*").status());
        assertEquals(304, ask("If-Modified-Since", date).status());
        assertEquals(
                200,
                ask("If-None-Match", "\"other\"", "If-Modified-Since", date).status());
        assertEquals(200, ask("If-Modified-Since", "yesterday").status());
        assertEquals(200, ask("If-Match", etag).status());
        assertEquals(412, ask("If-Match", "\"other\"").status());
        assertEquals(412, ask("If-Match", "W/" + etag).status());
        assertEquals(
                412, ask("If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:00 GMT").status());
        assertEquals(206, ask("If-Range", etag, "Range", "bytes=0-9").status());
        assertEquals(200, ask("If-Range", "\"other\"", "Range", "bytes=0-9").status());
        assertEquals(200, ask("If-Range", date, "Range", "bytes=0-9").status());
        assertEquals(200, ask().status(), "the connection goes on after answers without a body");
    }

    @Test
    void handsOutTheFileThatIsThereNow() throws IOException {
        String before = String.valueOf(ask().header("ETag"));
        Path next = Files.writeString(folder.resolve("next"), "another");
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        Answer after = ask("If-Range", before, "Range", "bytes=0-2");
        assertEquals(200, after.status());
        assertEquals("another", after.body().toString());
        assertNotEquals(before, after.header("ETag"));
        Files.write(file, new byte[0]);
        assertEquals("0", ask().header("Content-Length"));
        assertEquals(416, ask("Range", "bytes=0-1").status());
        Files.delete(file);
        assertEquals("resource_unavailable", code(ask()));
    }

    @Test
    void servesManyReadersOfDifferentPartsAtOnceFromBothServers() throws Exception {
        List<Callable<Boolean>> readers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int from = i * 7_000;
            var server = i % 2 == 0 ? bench.one : bench.two;
            readers.add(() -> {
                Answer answer = get(server, "clip", paid.token(), "Range", "bytes=" + from + "-" + (from + 20_000));
                return Arrays.equals(
                        Arrays.copyOfRange(content, from, Math.min(LENGTH, from + 20_001)),
                        answer.body().getBytes());
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> right : threads.invokeAll(readers)) {
                assertEquals(true, right.get());
            }
        }
    }

    private void assertPart(String range, int first, int last) {
        Answer answer = ask("Range", range);
        assertEquals(206, answer.status(), range);
        assertEquals("bytes " + first + "-" + last + "/" + LENGTH, answer.header("Content-Range"));
        assertArrayEquals(
                Arrays.copyOfRange(content, first, last + 1), answer.body().getBytes());
    }

    private Answer ask(String... headers) {
        return get(bench.one, "clip", paid.token(), headers);
    }
}
