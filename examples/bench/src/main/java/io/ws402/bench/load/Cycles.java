package io.ws402.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sessions that are opened, ended and closed again, one after another on each of so many seats. */
final class Cycles {
    private static final ByteBuf END_FRAME =
            Frames.constant(Frames.TEXT, "{\"type\":\"ws402.end\"}".getBytes(StandardCharsets.US_ASCII));

    private final Client client;
    private final List<Integer> ports;
    private final String path;
    private final int seats;
    private final Proofs proofs;
    private final Outcome over = new Outcome();
    private long untilNanos;
    private int busy;
    private int opened;
    private long done;

    Cycles(Client client, List<Integer> ports, String path, int seats, Proofs proofs) {
        this.client = client;
        this.ports = ports;
        this.path = path;
        this.seats = seats;
        this.proofs = proofs;
    }

    /** Runs for so long, or until there is no proof left; returns how many cycles were completed, none of them failed. */
    long run(long nanos) throws InterruptedException, TimeoutException {
        untilNanos = System.nanoTime() + nanos;
        client.on(() -> {
            for (int i = 0; i < seats && proofs.hasNext(); i++) {
                busy++;
                begin();
            }
            return true;
        });
        over.await();
        return done;
    }

    private void begin() {
        int port = ports.get(opened++ % ports.size());
        client.connect(
                port,
                new Connection(port, path, new Once(proofs.next())),
                refused -> over.fail("the server can not be reached: " + refused));
    }

    private void completed() {
        done++;
        if (System.nanoTime() - untilNanos < 0 && proofs.hasNext()) {
            begin();
        } else {
            busy--;
            if (busy == 0) {
                over.succeed();
            }
        }
    }

    private final class Once implements Script {
        private final ByteBuf proof;
        private boolean started;
        private boolean ended;

        Once(ByteBuf proof) {
            this.proof = proof;
        }

        @Override
        public void open(Connection connection) {
            connection.write(proof);
        }

        @Override
        public void frame(Connection connection, int opcode, ByteBuf bytes, int at, int length) {
            if (!started && Said.STARTED.is(bytes, at, length)) {
                started = true;
                connection.write(END_FRAME.duplicate());
            } else if (started && Said.ENDED.is(bytes, at, length)) {
                ended = true;
            } else if (!Said.USAGE.is(bytes, at, length)) {
                over.fail("a session said " + Said.text(bytes, at, length));
            }
        }

        @Override
        public void gone(Connection connection, @Nullable String why) {
            if (ended && why == null) {
                completed();
            } else {
                over.fail("a connection was lost " + (ended ? "after" : "before") + " its session ended: " + why);
            }
        }
    }
}
