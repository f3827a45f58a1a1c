package io.ws402.bench.load;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sessions that are opened and then stay: they listen, or send a frame for each one that comes back. */
final class HeldSessions {
    private static final int OPENING_AT_ONCE = 64;

    private final Client client;
    private final List<Integer> ports;
    private final String path;
    private int sessions;
    private final ByteBuf echoed;
    private final Proofs proofs = Proofs.inMemory();
    private final List<Connection> connections = new ArrayList<>();
    private Outcome opened = new Outcome();
    private final Outcome closed = new Outcome();
    private int connected;
    private int started;
    private int gone;
    private boolean closing;
    private long heard;
    private final Lateness lateness;

    /**
     * @param ports of the servers, which get the sessions in turn
     * @param echoedBytes the size of the frames that {@link #echo} sends
     * @param updateNanos how often each session should hear what it has used
     */
    HeldSessions(Client client, List<Integer> ports, String path, int sessions, int echoedBytes, long updateNanos) {
        this.client = client;
        this.ports = ports;
        this.path = path;
        this.sessions = sessions;
        this.echoed = Frames.constant(Frames.BINARY, new byte[echoedBytes]);
        this.lateness = new Lateness(updateNanos);
    }

    /** Opens all of them; returns once all have started. */
    void open() throws InterruptedException, TimeoutException {
        client.on(this::openMissing).await();
    }

    /** Opens more of them, until there are so many; returns once all have started. */
    void grow(int total) throws InterruptedException, TimeoutException {
        opened.check();
        client.on(() -> {
                    opened = new Outcome();
                    sessions = total;
                    return openMissing();
                })
                .await();
    }

    private Outcome openMissing() {
        if (connected == sessions) {
            opened.succeed();
        }
        for (int i = 0; i < OPENING_AT_ONCE && connected < sessions; i++) {
            connect();
        }
        return opened;
    }

    private void connect() {
        int port = ports.get(connected % ports.size());
        connected++;
        Connection connection = new Connection(port, path, new Listening());
        connections.add(connection);
        client.connect(port, connection, refused -> opened.fail("the server can not be reached: " + refused));
    }

    /** From now on each session has so many frames under way. */
    void echo(int window) {
        client.on(() -> {
            for (Connection connection : connections) {
                for (int i = 0; i < window; i++) {
                    connection.write(echoed.duplicate());
                }
                connection.flush();
            }
            return true;
        });
    }

    /** How many frames have come since the sessions started; fails when one was lost. */
    long heard() {
        opened.check();
        return client.on(() -> heard);
    }

    /** Counts from now on how late updates come. */
    void watch() {
        client.on(() -> {
            lateness.forget();
            return true;
        });
    }

    /** 99 of 100 updates since {@link #watch} were late by less than so many milliseconds. */
    long millisLate() {
        return client.on(() -> lateness.millisOf(0.99));
    }

    /** Closes all of them; returns once all are gone. */
    void close() throws InterruptedException, TimeoutException {
        client.on(() -> {
            closing = true;
            connections.forEach(Connection::close);
            return true;
        });
        closed.await();
    }

    private final class Listening implements Script {
        private final Lateness.Series updates = lateness.new Series();
        private boolean isStarted;

        @Override
        public void open(Connection connection) {
            connection.write(proofs.next());
        }

        @Override
        public void frame(Connection connection, int opcode, ByteBuf bytes, int at, int length) {
            if (!isStarted) {
                start(bytes, at, length);
            } else if (opcode == Frames.BINARY) {
                heard++;
                if (!closing) {
                    connection.write(echoed.duplicate());
                }
            } else if (Said.USAGE.is(bytes, at, length)) {
                heard++;
                updates.came(System.nanoTime());
            } else if (!closing) {
                opened.fail("a session said " + Said.text(bytes, at, length));
            }
        }

        private void start(ByteBuf bytes, int at, int length) {
            if (!Said.STARTED.is(bytes, at, length)) {
                opened.fail("a session did not start: " + Said.text(bytes, at, length));
                return;
            }
            isStarted = true;
            started++;
            if (connected < sessions) {
                connect();
            }
            if (started == sessions) {
                opened.succeed();
            }
        }

        @Override
        public void gone(Connection connection, @Nullable String why) {
            if (!closing) {
                opened.fail("a connection was lost: " + why);
            }
            gone++;
            if (gone == sessions) {
                closed.succeed();
            }
        }
    }
}
