package io.ws402.bench.process;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program of the benchmarks' own that does what it is told: a line of JSON to it, a line of JSON back, over a socket
 * of 127.0.0.1 to which it connects when it starts. Blocking; one question at a time.
 */
public final class Worker implements AutoCloseable {
    /** Logging for those that have nothing to say unless something goes wrong. */
    public static final String QUIET = "io/ws402/bench/logback.xml";

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(10);

    private final Program program;
    private final ServerSocket door;
    private @Nullable Line line;

    private Worker(Program program, ServerSocket door) {
        this.program = program;
        this.door = door;
    }

    private record Line(Socket socket, BufferedReader answers, Writer questions) {
        static Line of(Socket socket) throws IOException {
            return new Line(
                    socket,
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)),
                    new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
        }
    }

    /**
     * Starts one. Whether it can be spoken to shows when it is asked first; several so start at the same time.
     *
     * @param mainClass which runs {@link WorkerLine}
     * @param logging the resource that says how it logs
     */
    public static Worker start(String name, List<String> pin, Class<?> mainClass, String logging, Path log)
            throws IOException {
        ServerSocket door = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK));
        try {
            Program program = Program.start(
                    name,
                    pin,
                    mainClass.getName(),
                    List.of(Integer.toString(door.getLocalPort())),
                    Map.of("logback.configurationFile", logging),
                    Map.of(),
                    log);
            return new Worker(program, door);
        } catch (IOException e) {
            door.close();
            throw e;
        }
    }

    private Line line() throws IOException {
        Line open = line;
        if (open == null) {
            open = Line.of(accept());
            line = open;
        }
        return open;
    }

    private Socket accept() throws IOException {
        door.setSoTimeout((int) POLL.toMillis());
        while (true) {
            try {
                Socket socket = door.accept();
                socket.setSoTimeout((int) ANSWER_LIMIT.toMillis());
                return socket;
            } catch (SocketTimeoutException notYet) {
                if (!program.isAlive()) {
                    throw new IOException(program.name() + " ended while it started:\n" + program.lastWords());
                }
            }
        }
    }

    /** Its process. */
    public Program program() {
        return program;
    }

    /** Has it do something; @throws IOException with its reason when it could not. */
    public JsonObject ask(String command, JsonObject arguments) throws IOException {
        Line open = line();
        open.questions().write(arguments.copy().put(WorkerLine.COMMAND, command).encode());
        open.questions().write('\n');
        open.questions().flush();
        String answer = open.answers().readLine();
        if (answer == null) {
            throw new IOException(program.name() + " ended:\n" + program.lastWords());
        }
        JsonObject said = new JsonObject(answer);
        if (said.containsKey(WorkerLine.FAILURE)) {
            throw new IOException(program.name() + ": " + said.getString(WorkerLine.FAILURE));
        }
        return said;
    }

    /** As {@link #ask(String, JsonObject)}, without arguments. */
    public JsonObject ask(String command) throws IOException {
        return ask(command, new JsonObject());
    }

    /** The bytes of its heap that are in use after a full collection. */
    public long heapBytes() throws IOException {
        return ask(WorkerLine.HEAP).getLong(WorkerLine.HEAP);
    }

    @Override
    public void close() {
        try (door) {
            if (line != null) {
                line.socket().close();
            }
        } catch (IOException e) {
            // It is told to end in any case.
        }
        program.close();
    }
}
