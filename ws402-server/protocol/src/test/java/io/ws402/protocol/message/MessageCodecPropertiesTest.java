package io.ws402.protocol.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.protocol.Golden;
import io.ws402.protocol.Mutations;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.payment.Reading;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MessageCodecPropertiesTest {
    private static final int FRAMES = 100_000;

    private final Random random = new Random(402);

    @Test
    void decodesOrRefusesAnyFrameAndNeverThrows() {
        Mutations clientFrames = new Mutations(1, texts("client"));
        Mutations serverFrames = new Mutations(2, texts("server"));
        int understood = 0;
        int refused = 0;
        for (int i = 0; i < FRAMES; i++) {
            boolean client = i % 2 == 0;
            Decoding<?> decoding = client
                    ? MessageCodec.decodeClient(clientFrames.next())
                    : MessageCodec.decodeServer(serverFrames.next());
            if (decoding instanceof Decoding.Malformed<?>) {
                refused++;
            } else {
                understood++;
            }
        }
        assertTrue(
                understood > FRAMES / 100 && refused > FRAMES / 2, understood + " understood, " + refused + " refused");
    }

    @Test
    void whatIsUnderstoodIsUnderstoodTheSameAgain() {
        Mutations frames = new Mutations(3, texts("server"));
        for (int i = 0; i < FRAMES / 4; i++) {
            if (MessageCodec.decodeServer(frames.next()) instanceof Decoding.Decoded<ServerMessage>(var message)) {
                assertEquals(message, Messages.decoded(MessageCodec.decodeServer(MessageCodec.encode(message))));
            }
        }
    }

    @Test
    void readsWhatItWritesForAnyFigures() {
        for (int i = 0; i < 10_000; i++) {
            ServerMessage message = anyMessage();
            assertEquals(message, Messages.decoded(MessageCodec.decodeServer(MessageCodec.encode(message))));
        }
    }

    private ServerMessage anyMessage() {
        return switch (random.nextInt(5)) {
            case 0 -> new ServerMessage.UsageUpdate(text(), reading(), amount(), amount());
            case 1 ->
                new ServerMessage.SessionStarted(
                        text(),
                        amount(),
                        amount(),
                        amount(),
                        maybe(text()),
                        maybe(asset()),
                        maybe(text()),
                        text(),
                        figure(),
                        figure(),
                        maybe(new ServerMessage.Progress(reading(), amount())));
            case 2 -> new ServerMessage.SessionEnded(text(), text(), amount(), amount(), refunds());
            case 3 -> new ServerMessage.ToppedUp(amount(), amount(), amount(), figure());
            default -> new ServerMessage.PaymentRejected(text(), text(), maybe(figure()));
        };
    }

    private List<ServerMessage.Refund> refunds() {
        return random.ints(random.nextInt(4)).mapToObj(i -> refund()).toList();
    }

    private ServerMessage.Refund refund() {
        return random.nextBoolean()
                ? new ServerMessage.Refund(amount(), text(), text(), maybe(text()))
                : new ServerMessage.Refund(
                        amount(), text(), text(), maybe(text()), new ServerMessage.OtherAsset(asset(), amount()));
    }

    private Asset asset() {
        return new Asset(new AssetId("eip155:1/slip44:60"), text(), random.nextInt(37));
    }

    private Reading reading() {
        return new Reading(figure(), figure(), figure());
    }

    private long figure() {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    private BigInteger amount() {
        return new BigInteger(random.nextInt(257), random);
    }

    /** Any characters but NUL and surrogates, and not blank. */
    private String text() {
        StringBuilder text = new StringBuilder("t");
        for (int left = random.nextInt(20); left > 0; left--) {
            text.append((char) (1 + random.nextInt(0xD7FF)));
        }
        return text.toString();
    }

    private <T> @Nullable T maybe(T value) {
        return random.nextBoolean() ? value : null;
    }

    private static List<String> texts(String folder) {
        return Golden.files(folder).stream()
                .map(file -> Golden.parse(file).encode())
                .toList();
    }
}
