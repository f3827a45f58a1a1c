package io.ws402.server.testing;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A client that sends exactly the bytes a test wants, broken ones too. Once it speaks WebSocket it reads on a thread of
 * its own, so that neither side waits for the other.
 */
public final class RawSocket implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final Socket socket;
    private final DataInputStream in;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    /** What came in. */
    public sealed interface Received {
        /** A frame. */
        record Framed(WireFrame frame) implements Received {}

        /** The end of the TCP connection. */
        record End() implements Received {}
    }

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** A TCP connection. */
    public static RawSocket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_SECONDS * 1_000);
        return new RawSocket(socket);
    }

    /** The metered WebSocket of a resource, before payment. */
    public static RawSocket open(int port, String resourceId) throws IOException {
        RawSocket raw = openUnread(port, resourceId);
        raw.listen();
        return raw;
    }

    /** The same of a payer that reads nothing. */
    public static RawSocket openUnread(int port, String resourceId) throws IOException {
        RawSocket raw = connect(port);
        raw.write(upgrade(resourceId, ""));
        String answer = raw.readHead();
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            throw new AssertionError("no upgrade: " + answer);
        }
        return raw;
    }

    /** The request for a metered WebSocket, with more headers, each ended by CR LF. */
    public static String upgrade(String resourceId, String headers) {
        return "GET /ws402/" + resourceId
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n";
    }

    /** Everything up to an empty line, or up to the end. */
    public String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        int next = in.read();
        while (next >= 0) {
            head.append((char) next);
            if (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) >= 0) {
                break;
            }
            next = in.read();
        }
        return head.toString();
    }

    /** So many bytes as text. */
    public String readText(int bytes) throws IOException {
        return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
    }

    /** Whether the server has ended the connection, once all that it sent was read. */
    public boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Speaks WebSocket from now on. */
    public void listen() {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    received.add(new Received.Framed(readFrame()));
                }
            } catch (IOException end) {
                received.add(new Received.End());
            }
        });
    }

    private WireFrame readFrame() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        if ((second & 0x80) != 0) {
            throw new AssertionError("a server must not mask");
        }
        long length = second == 127 ? in.readLong() : second == 126 ? in.readUnsignedShort() : second;
        byte[] payload = in.readNBytes(Math.toIntExact(length));
        return new WireFrame((first & 0x80) != 0, (first >> 4) & 7, first & 15, payload);
    }

    /** Writes bytes. */
    public RawSocket write(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Writes ASCII. */
    public RawSocket write(String ascii) throws IOException {
        return write(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** Writes a masked frame. */
    public RawSocket write(WireFrame frame) throws IOException {
        return write(frame.masked());
    }

    /** Shows the proof of a payment. */
    public RawSocket prove(String paymentId) throws IOException {
        JsonObject message = new JsonObject().put("type", "payment_proof").put("proof", FakeProvider.proof(paymentId));
        return write(WireFrame.text(message.encode()));
    }

    /** The next thing that comes in. */
    public Received next() throws InterruptedException {
        Received next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came");
        }
        return next;
    }

    /** The next frame that is neither a message of the protocol nor the server's ping. */
    public WireFrame nextFrame() throws InterruptedException {
        while (true) {
            WireFrame frame = frame();
            if (!isProtocol(frame) && frame.opcode() != WireFrame.PING) {
                return frame;
            }
        }
    }

    /** The next message of the protocol of this type; everything before is passed over. */
    public JsonObject await(String type) throws InterruptedException {
        while (true) {
            WireFrame frame = frame();
            if (frame.opcode() == WireFrame.CLOSE) {
                throw new AssertionError("closed instead of " + type + ": " + frame.closeCode());
            }
            if (isProtocol(frame)) {
                JsonObject message = new JsonObject(frame.text());
                if (type.equals(message.getString("type"))) {
                    return message;
                }
            }
        }
    }

    /** The server's close frame; everything before is passed over. */
    public WireFrame awaitClose() throws InterruptedException {
        while (true) {
            WireFrame frame = frame();
            if (frame.opcode() == WireFrame.CLOSE) {
                return frame;
            }
        }
    }

    private WireFrame frame() throws InterruptedException {
        return switch (next()) {
            case Received.Framed(WireFrame frame) -> frame;
            case Received.End() -> throw new AssertionError("the connection ended");
        };
    }

    private static boolean isProtocol(WireFrame frame) {
        return frame.opcode() == WireFrame.TEXT && frame.last() && frame.text().startsWith("{\"type\":\"");
    }

    /** Ends the TCP connection. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
