package io.ws402.server.http;

import static io.ws402.server.http.HttpBench.code;
import static io.ws402.server.http.HttpBench.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpClosedException;
import io.ws402.server.http.HttpBench.Paid;
import io.ws402.server.http.HttpBench.Reader;
import io.ws402.server.testing.TestServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long responses: they last as long as their session is live and their payer reads. */
final class CutResponseTest {
    // Sparse; nobody reads all of it within the seconds that a test takes.
    private static final long LENGTH = 1L << 38;
    private static final long SHORT = 1L << 26;
    private static final int AT_ONCE = 3;
    private static final int CUT = -1;

    @TempDir
    private Path folder;

    private HttpBench bench;
    private Paid paid;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        SocketLimits limits = new LimitsBuilder()
                .httpPerSession(AT_ONCE)
                .stuck(Duration.ofSeconds(3))
                .build();
        bench = new HttpBench(
                config -> config.withLimits(limits),
                HttpBench.file("film", sparse("film.webm", LENGTH)),
                HttpBench.file("short", sparse("short.webm", SHORT)));
        paid = bench.open("film");
    }

    private Path sparse(String name, long length) throws IOException {
        Path file = folder.resolve(name);
        try (RandomAccessFile written = new RandomAccessFile(file.toFile(), "rw")) {
            written.setLength(length);
        }
        return file;
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void cutsWhatIsUnderWayWhenTheSessionEnds() throws InterruptedException {
        Reader here = bench.reader(bench.one, "film", paid.token()).untilItStarts();
        Reader there = bench.reader(bench.two, "film", paid.token()).untilItStarts();
        paid.payer().say("ws402.end");
        here.awaitCut(LENGTH);
        there.awaitCut(LENGTH);
    }

    @Test
    void cutsWhatIsUnderWayWhenTheSessionIsPausedAndGoesOnAfterwards() throws InterruptedException {
        Reader here = bench.reader(bench.one, "film", paid.token()).untilItStarts();
        Reader there = bench.reader(bench.two, "film", paid.token()).untilItStarts();
        paid.payer().say("ws402.pause").await("ws402.paused");
        here.awaitCut(LENGTH);
        there.awaitCut(LENGTH);
        paid.payer().say("ws402.continue").await("ws402.resumed");
        assertEquals(
                206, get(bench.one, "film", paid.token(), "Range", "bytes=9-99").status());
    }

    @Test
    void answersNothingLateForASessionThatStopsAtThatMoment() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            paid.payer().say(i % 2 == 0 ? "ws402.pause" : "ws402.continue");
            int status = statusOrCut();
            assertTrue(status == 206 || status == 403 || status == CUT, "HTTP " + status);
        }
    }

    private int statusOrCut() {
        try {
            return get(bench.one, "film", paid.token(), "Range", "bytes=0-9").status();
        } catch (AssertionError failure) {
            if (failure.getCause() instanceof HttpClosedException) {
                return CUT;
            }
            throw failure;
        }
    }

    @Test
    void cutsAReaderThatStopsReadingAndKeepsTheSession() throws InterruptedException {
        Reader stuck = bench.reader(bench.one, "film", paid.token()).untilItStarts();
        // The server gives up on it by itself; what waited in between is all that comes.
        TestServer.until(() -> freePlaces() == AT_ONCE, "the place of the response that stood still");
        stuck.awaitCut(LENGTH);
        assertEquals(
                "client_ended",
                paid.payer().say("ws402.end").await("ws402.session_ended").getString("reason"));
    }

    @Test
    void servesAReaderThatGoesOnReading() throws InterruptedException {
        Reader reader = bench.reader(bench.two, "short", bench.open("short").token());
        TestServer.until(() -> reader.bytes() > SHORT, "all of it");
        assertTrue(reader.beginning().startsWith("HTTP/1.1 200"), reader.beginning());
    }

    @Test
    void refusesMoreResponsesAtOnceThanASessionMayHave() throws InterruptedException {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            readers.add(bench.reader(bench.one, "film", paid.token()).untilItStarts());
        }
        var answer = get(bench.one, "film", paid.token());
        assertEquals(429, answer.status());
        assertEquals("too_many_responses", code(answer));
        assertEquals("1", answer.header("Retry-After"));
        // Another session is not concerned.
        Paid other = bench.open("film");
        assertEquals(
                206, get(bench.one, "film", other.token(), "Range", "bytes=0-9").status());
        readers.forEach(Reader::hangUp);
        TestServer.until(() -> freePlaces() == AT_ONCE, "free places");
    }

    private int freePlaces() {
        List<Reader> taken = new ArrayList<>();
        try {
            while (taken.size() < AT_ONCE) {
                Reader reader = bench.reader(bench.one, "film", paid.token()).untilItStarts();
                if (!reader.beginning().startsWith("HTTP/1.1 200")) {
                    reader.hangUp();
                    break;
                }
                taken.add(reader);
            }
            return taken.size();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            taken.forEach(Reader::hangUp);
        }
    }
}
