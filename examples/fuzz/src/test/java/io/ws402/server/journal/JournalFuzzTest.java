package io.ws402.server.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ws402.fuzz.Documents;
import io.ws402.fuzz.Reader;
import io.ws402.protocol.json.Amounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** The journal's file, and single lines of it whose checksum is right whatever they say. */
public final class JournalFuzzTest implements Reader {
    private static final int WHOLE_FILE = 'F';

    private final Documents documents = Documents.of(JournalFuzzTest.class);

    @FuzzTest
    @Override
    public void read(byte[] input) {
        if (input.length > 0 && input[0] == WHOLE_FILE) {
            file(Arrays.copyOfRange(input, 1, input.length));
        } else {
            JournalLine.read(input).ifPresent(JournalFuzzTest::writtenAgain);
            JournalLine.read(summed(documents.text(input))).ifPresent(JournalFuzzTest::writtenAgain);
        }
    }

    private static byte[] summed(byte[] json) {
        CRC32C crc = new CRC32C();
        crc.update(json);
        byte[] sum = (HexFormat.of().toHexDigits((int) crc.getValue()) + " ").getBytes(US_ASCII);
        byte[] line = Arrays.copyOf(sum, sum.length + json.length);
        System.arraycopy(json, 0, line, sum.length, json.length);
        return line;
    }

    private static void writtenAgain(JournalLine line) {
        byte[] written = line.bytes();
        assertTrue(written.length <= JournalLine.BYTES_MAX, "a line is longer than any that is read");
        assertEquals('\n', written[written.length - 1]);
        for (int i = 0; i < written.length - 1; i++) {
            assertTrue(written[i] != '\n' && written[i] != '\r', "a line in a line");
        }
        assertEquals(Optional.of(line), JournalLine.read(Arrays.copyOf(written, written.length - 1)));
        if (line instanceof JournalLine.Kept(FinalReading reading)) {
            assertTrue(reading.unrecorded().signum() >= 0);
            assertTrue(reading.report().consumed().toString().length() <= Amounts.MAX_DIGITS);
        }
    }

    private static void file(byte[] content) {
        try {
            Path folder = Files.createTempDirectory("journal");
            try {
                Files.write(folder.resolve("final-readings"), content);
                List<FinalReading> found = opened(folder);
                assertEquals(found, opened(folder), "what was found is what is kept");
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<FinalReading> opened(Path folder) throws IOException {
        JournalFile.Opened opened = JournalFile.open(folder);
        opened.file().close();
        return opened.found();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
