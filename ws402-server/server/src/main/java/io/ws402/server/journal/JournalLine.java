package io.ws402.server.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.gateway.SettleRequest;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.json.StrictJson;
import io.ws402.protocol.money.AssetId;
import io.ws402.server.journal.FinalReading.Delivery;
import io.ws402.server.journal.FinalReading.ReadingKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A line of the journal's file: the CRC-32C of what follows in eight hexadecimal digits, a space, and a JSON object. What a
 * crash cut off, or a disk changed, does not fit its checksum.
 */
sealed interface JournalLine {
    /** Larger than any line that is written. */
    int BYTES_MAX = 16 * 1024;

    /** A reading waits for the gateway's answer. */
    record Kept(FinalReading reading) implements JournalLine {}

    /** It waits no longer. */
    record Answered(ReadingKey key) implements JournalLine {}

    /** Reads a line without its end; empty when it is not whole. */
    static Optional<JournalLine> read(byte[] line) {
        if (line.length < 9) {
            return Optional.empty();
        }
        byte[] json = Arrays.copyOfRange(line, 9, line.length);
        if (!new String(line, 0, 9, US_ASCII).equals(checksum(json))) {
            return Optional.empty();
        }
        try {
            return Optional.of(fromJson(Fields.of(StrictJson.parse(json, BYTES_MAX))));
        } catch (MalformedJson | IllegalArgumentException ofAnotherVersion) {
            return Optional.empty();
        }
    }

    private static JournalLine fromJson(Fields fields) {
        String kind = fields.text("kind");
        if (kind.equals("answered")) {
            return new Answered(new ReadingKey(fields.text("paymentId"), fields.whole("leaseEpoch")));
        }
        SettleRequest reading = SettleRequest.fromJson(fields.json());
        return new Kept(new FinalReading(
                Delivery.valueOf(kind.toUpperCase(Locale.ROOT)),
                fields.text("serverId"),
                reading.report(),
                reading.reason(),
                fields.amount("recorded"),
                new AssetId(fields.text("asset"))));
    }

    /** The line with its end. */
    default byte[] bytes() {
        byte[] json = toJson().toBuffer().getBytes();
        byte[] line = Arrays.copyOf(checksum(json).getBytes(US_ASCII), json.length + 10);
        System.arraycopy(json, 0, line, 9, json.length);
        line[line.length - 1] = '\n';
        return line;
    }

    private JsonObject toJson() {
        return switch (this) {
            case Kept(FinalReading reading) ->
                new SettleRequest(reading.report(), reading.reason())
                        .toJson()
                        .put("kind", reading.delivery().name().toLowerCase(Locale.ROOT))
                        .put("serverId", reading.serverId())
                        .put("recorded", reading.recorded().toString())
                        .put("asset", reading.asset().value());
            case Answered(ReadingKey(String paymentId, long leaseEpoch)) ->
                new JsonObject()
                        .put("kind", "answered")
                        .put("paymentId", paymentId)
                        .put("leaseEpoch", leaseEpoch);
        };
    }

    private static String checksum(byte[] json) {
        CRC32C crc = new CRC32C();
        crc.update(json);
        return HexFormat.of().toHexDigits((int) crc.getValue()) + " ";
    }
}
