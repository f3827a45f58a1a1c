package io.ws402.demo.cli;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.ws402.demo.client.JsonHttp;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.json.StrictJson;
import io.ws402.protocol.receipt.ReceiptKeys;
import io.ws402.protocol.receipt.ReceiptVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Receipts, and the keys to check them with, as they lie in files. */
final class ReceiptFile {
    private static final int KEYS_MOST_BYTES = 64 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private ReceiptFile() {}

    /** Writes a receipt into a file that is not there yet. */
    static void write(Path file, String signed) throws IOException {
        Files.writeString(file, signed + "\n", StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** @throws Problem when there is no file that could hold a receipt */
    static String read(Path file) {
        return new String(bytes(file, ReceiptVerifier.MAX_LENGTH + 2), StandardCharsets.UTF_8);
    }

    /**
     * A JWK set out of a file, or from an address.
     *
     * @throws Problem when there is none
     */
    static ReceiptKeys keys(String place) {
        try {
            return ReceiptKeys.of(
                    place.matches("https?://.*")
                            ? fetched(URI.create(place))
                            : StrictJson.parse(Buffer.buffer(bytes(Path.of(place), KEYS_MOST_BYTES)), KEYS_MOST_BYTES));
        } catch (MalformedJson | IllegalArgumentException e) {
            throw new Problem(ExitCodes.USAGE, place + " is no JWK set: " + e.getMessage());
        }
    }

    private static JsonObject fetched(URI address) {
        Vertx vertx = Vertx.vertx();
        try (JsonHttp http = new JsonHttp(vertx, CONNECT, ANSWER)) {
            return http.get(address, null);
        } catch (IOException e) {
            throw new Problem(ExitCodes.UNAVAILABLE, "no keys: " + e.getMessage());
        } finally {
            vertx.close();
        }
    }

    private static byte[] bytes(Path file, int most) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] read = in.readNBytes(most + 1);
            if (read.length > most) {
                throw new Problem(ExitCodes.USAGE, file + " is longer than anything of its kind");
            }
            return read;
        } catch (IOException e) {
            throw new Problem(ExitCodes.USAGE, file + " can not be read: " + e);
        }
    }
}
