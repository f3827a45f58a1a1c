package io.ws402.server.framing;

import io.ws402.server.testing.WireFrame;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a client sends after the handshake, and what has to come of it against an echo: the frames that come back, what is
 * metered, and how the connection ends. Not thread-safe; made in one go.
 */
final class FramingCase {
    /** How the client's bytes are cut into writes. */
    private static final int BY_FRAME = 0;

    private final String name;
    private final List<byte[]> sent = new ArrayList<>();
    private final List<WireFrame> message = new ArrayList<>();
    private final List<WireFrame> echoes = new ArrayList<>();
    private final List<WireFrame> pongs = new ArrayList<>();
    private int pieceBytes = BY_FRAME;
    private long bytes;
    private long messages;
    private Ending ending = new Ending.Open();

    /** What becomes of the connection. */
    sealed interface Ending {
        /** Whether the session is settled then, and not kept for the payer to resume. */
        default boolean settles() {
            return true;
        }

        /** It goes on until the payer ends it. */
        record Open() implements Ending {}

        /** The server closes with this code. */
        record Failed(int code) implements Ending {
            @Override
            public boolean settles() {
                return false;
            }
        }

        /** The client closes and the server answers with this code. */
        record Closed(int answer, boolean settles) implements Ending {}
    }

    private FramingCase(String name) {
        this.name = name;
    }

    static FramingCase of(String name) {
        return new FramingCase(name);
    }

    /** A frame of a message; comes back when the message is whole. */
    FramingCase data(WireFrame frame) {
        sent.add(frame.masked());
        bytes += frame.length();
        messages += frame.opcode() == WireFrame.CONTINUATION ? 0 : 1;
        message.add(frame);
        if (frame.last()) {
            echoes.addAll(message);
            bytes += message.stream().mapToLong(WireFrame::length).sum();
            messages++;
            message.clear();
        }
        return this;
    }

    /** A message in fragments with these payloads. */
    FramingCase fragments(int opcode, byte[]... payloads) {
        for (int i = 0; i < payloads.length; i++) {
            data(new WireFrame(i == payloads.length - 1, 0, i == 0 ? opcode : WireFrame.CONTINUATION, payloads[i]));
        }
        return this;
    }

    FramingCase ping(byte... payload) {
        sent.add(WireFrame.of(WireFrame.PING, payload).masked());
        WireFrame pong = WireFrame.of(WireFrame.PONG, payload);
        pongs.add(pong);
        echoes.add(pong);
        return this;
    }

    FramingCase pong(byte... payload) {
        return ignored(WireFrame.of(WireFrame.PONG, payload));
    }

    /** A frame of which nothing comes. */
    FramingCase ignored(WireFrame frame) {
        sent.add(frame.masked());
        return this;
    }

    /** A frame that may not be. */
    FramingCase fails(int code, WireFrame frame) {
        return fails(code, frame.masked());
    }

    /** Bytes that may not be. */
    FramingCase fails(int code, byte... raw) {
        sent.add(raw);
        ending = new Ending.Failed(code);
        return this;
    }

    /** A close frame in order: the client says that it is over. */
    FramingCase closes(WireFrame close, int answer) {
        sent.add(close.masked());
        ending = new Ending.Closed(answer, true);
        return this;
    }

    /** A close frame that reports a fault: the payer may come back. */
    FramingCase breaksOff(WireFrame close, int answer) {
        sent.add(close.masked());
        ending = new Ending.Closed(answer, false);
        return this;
    }

    /** Written in pieces of so many bytes. */
    FramingCase inPieces(int ofBytes) {
        pieceBytes = ofBytes;
        return this;
    }

    /** Written at once. */
    FramingCase together() {
        return inPieces(Integer.MAX_VALUE);
    }

    List<byte[]> writes() {
        if (pieceBytes == BY_FRAME) {
            return sent;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        sent.forEach(all::writeBytes);
        byte[] joined = all.toByteArray();
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < joined.length; from += Math.min(pieceBytes, joined.length - from)) {
            int to = from + Math.min(pieceBytes, joined.length - from);
            pieces.add(Arrays.copyOfRange(joined, from, to));
        }
        return pieces;
    }

    /** What is heard inside a session. */
    List<WireFrame> echoes() {
        return echoes;
    }

    /** What is heard before a session. */
    List<WireFrame> pongs() {
        return pongs;
    }

    /** Payload of both directions. */
    long bytes() {
        return bytes;
    }

    /** Messages of both directions. */
    long messages() {
        return messages;
    }

    Ending ending() {
        return ending;
    }

    @Override
    public String toString() {
        return name;
    }
}
