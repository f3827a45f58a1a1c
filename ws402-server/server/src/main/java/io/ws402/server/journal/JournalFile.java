package io.ws402.server.journal;

import io.ws402.server.journal.FinalReading.ReadingKey;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal on disk: lines are appended and forced to the disk; the file is written anew, beside itself and then renamed,
 * where too much of it no longer counts, and after a fault. Blocking; confined to one thread at a time.
 */
final class JournalFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
    private static final String NAME = "final-readings";
    private static final int STALE_LINES_MAX = 1_000;

    private final JournalFolder folder;
    private FileChannel channel;
    private int lines;

    private JournalFile(JournalFolder folder, Collection<FinalReading> found) throws IOException {
        this.folder = folder;
        // What was torn must not be appended to; and a folder that can not be written is found out now.
        this.channel = written(found);
    }

    /**
     * A file that was opened.
     *
     * @param file to go on with
     * @param found the readings that an earlier process left in it
     * @param unreadable how many lines of it were not whole
     */
    record Opened(JournalFile file, List<FinalReading> found, int unreadable) {}

    /** @throws JournalException when another server has the folder, or it can not be read and written */
    static Opened open(Path path) {
        try {
            JournalFolder folder = JournalFolder.open(path);
            try {
                Found found = Found.in(folder.file(NAME));
                List<FinalReading> readings = List.copyOf(found.readings.values());
                return new Opened(new JournalFile(folder, readings), readings, found.unreadable);
            } catch (IOException | RuntimeException e) {
                folder.close();
                throw e;
            }
        } catch (IOException e) {
            throw JournalException.unusable(path, e);
        }
    }

    /** Whether most of the file no longer counts, of which so many lines do. */
    boolean isStale(int counting) {
        return lines - counting > Math.max(counting, STALE_LINES_MAX);
    }

    /** Adds lines; when it returns, they last. After a failure nothing may be appended before {@link #rewrite}. */
    void append(Collection<FinalReading> kept, Collection<ReadingKey> answered) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (FinalReading reading : kept) {
            text.writeBytes(new JournalLine.Kept(reading).bytes());
        }
        for (ReadingKey key : answered) {
            text.writeBytes(new JournalLine.Answered(key).bytes());
        }
        write(channel, text.toByteArray());
        lines += kept.size() + answered.size();
        if (!kept.isEmpty()) {
            // What was answered may be delivered again: the gateway gives its first answer.
            channel.force(false);
        }
    }

    /** Puts a file with these readings alone in the place of this one. */
    void rewrite(Collection<FinalReading> kept) throws IOException {
        FileChannel anew = written(kept);
        channel.close();
        channel = anew;
    }

    private FileChannel written(Collection<FinalReading> kept) throws IOException {
        Path beside = folder.file(NAME + ".new");
        Files.deleteIfExists(beside);
        FileChannel anew = FileChannel.open(
                beside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), JournalFolder.PRIVATE_FILE);
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            kept.forEach(reading -> text.writeBytes(new JournalLine.Kept(reading).bytes()));
            write(anew, text.toByteArray());
            anew.force(true);
            Files.move(beside, folder.file(NAME), StandardCopyOption.ATOMIC_MOVE);
            folder.force();
        } catch (IOException e) {
            anew.close();
            throw e;
        }
        lines = kept.size();
        return anew;
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        try (folder) {
            channel.close();
        }
    }

    /** What a file holds. */
    private static final class Found {
        final Map<ReadingKey, FinalReading> readings = new LinkedHashMap<>();
        int unreadable;

        static Found in(Path file) throws IOException {
            Found found = new Found();
            if (Files.exists(file)) {
                // Bytes, as characters of one byte each.
                try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                        found.add(line.getBytes(StandardCharsets.ISO_8859_1));
                    }
                }
            }
            if (found.unreadable > 0) {
                LOG.warn(
                        "{} lines of the journal {} were cut off by a crash or damaged, and are dropped",
                        found.unreadable,
                        file);
            }
            return found;
        }

        private void add(byte[] line) {
            switch (JournalLine.read(line).orElse(null)) {
                case JournalLine.Kept(FinalReading reading) -> readings.put(reading.key(), reading);
                case JournalLine.Answered(ReadingKey key) -> readings.remove(key);
                case null -> unreadable++;
            }
        }
    }
}
