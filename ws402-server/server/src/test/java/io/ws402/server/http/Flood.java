package io.ws402.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many who do not pay, over bare sockets bound to loopback addresses of their own (Linux has all of 127.0.0.0/8). WebSockets
 * that were let in are held open, silent, until the end. Counts what each was answered: a status and a code.
 */
final class Flood implements AutoCloseable {
    private static final int AT_ONCE = 64;
    private static final int PATIENCE_MS = 20_000;
    private static final Pattern CODE = Pattern.compile("\"code\":\"(\\w+)\"");
    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    private static final String HANDSHAKE =
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private final InetSocketAddress server;
    private final ExecutorService attackers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Queue<Socket> held = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> verdicts = new ConcurrentHashMap<>();

    Flood(int port) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Asks for terms. */
    void schema(String from, String resourceId) throws InterruptedException {
        attack(from, socket -> {
            answers.merge(
                    "schema " + request(socket, "/ws402/schema/" + resourceId, "Connection: close\r\n"),
                    1,
                    Integer::sum);
            socket.close();
        });
    }

    /** Opens a WebSocket and says nothing. */
    void handshake(String from, String resourceId) throws InterruptedException {
        attack(from, socket -> {
            if (upgrade(socket, resourceId)) {
                held.add(socket);
            } else {
                socket.close();
            }
        });
    }

    /** Opens a WebSocket and shows this. */
    void proof(String from, String resourceId, String message) throws InterruptedException {
        attack(from, socket -> {
            if (upgrade(socket, resourceId)) {
                socket.getOutputStream().write(frame(message));
                String heard = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                verdicts.merge(code(heard), 1, Integer::sum);
            }
            socket.close();
        });
    }

    private interface Attack {
        void on(Socket socket) throws IOException;
    }

    private void attack(String from, Attack attack) throws InterruptedException {
        places.acquire();
        attackers.execute(() -> {
            try {
                Socket socket = new Socket();
                socket.setSoTimeout(PATIENCE_MS);
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
                socket.connect(server, PATIENCE_MS);
                attack.on(socket);
            } catch (IOException e) {
                answers.merge("failed: " + e, 1, Integer::sum);
            } finally {
                places.release();
            }
        });
    }

    private boolean upgrade(Socket socket, String resourceId) throws IOException {
        String answer = request(socket, "/ws402/" + resourceId, UPGRADE + HANDSHAKE);
        answers.merge("handshake " + answer, 1, Integer::sum);
        return answer.equals("101");
    }

    /** The status, and the code of a problem. */
    private static String request(Socket socket, String path, String headers) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("cut off after '" + head + "'");
            }
            head.append((char) read);
        }
        String status = head.substring(9, 12);
        Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        String body = length.find()
                ? new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
                : "";
        return status.equals("101") || status.equals("200") ? status : status + " " + code(body);
    }

    private static String code(String json) {
        Matcher code = CODE.matcher(json);
        return code.find() ? code.group(1) : "no code in '" + json + "'";
    }

    /** A short text frame, masked with zeros. */
    private static byte[] frame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[6 + payload.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        return frame;
    }

    /** Waits until all were answered. */
    Flood awaitAnswers() throws InterruptedException {
        places.acquire(AT_ONCE);
        places.release(AT_ONCE);
        return this;
    }

    /** How often each answer came. */
    Map<String, Integer> answers() {
        return answers;
    }

    /** How often each code of {@code payment_rejected} came. */
    Map<String, Integer> verdicts() {
        return verdicts;
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : held) {
            socket.close();
        }
        attackers.close();
    }
}
