package io.ws402.bench.process;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A worker's end of the line: answers questions in order until the line is closed, then ends the process. */
public final class WorkerLine {
    static final String COMMAND = "do";
    static final String FAILURE = "failure";
    static final String HEAP = "heap";

    private static final int COLLECTIONS = 3;

    private final Map<String, Command> commands = new HashMap<>();

    /** Something that a worker can do. Blocking. */
    @FunctionalInterface
    public interface Command {
        /** Does it; what it throws is told to the asker. */
        JsonObject run(JsonObject arguments) throws Exception;
    }

    /** A line that knows {@code heap} and nothing else yet. */
    public WorkerLine() {
        on(HEAP, arguments -> new JsonObject().put(HEAP, heapInUse()));
    }

    /** Can do this too. */
    public WorkerLine on(String name, Command command) {
        commands.put(name, command);
        return this;
    }

    /** Connects to the port that the arguments name, and serves. Never returns. */
    @SuppressWarnings("SystemExitOutsideMain") // it is called by mains alone, and other threads may be running
    public void serve(String[] arguments) throws IOException {
        try (Socket line = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
                BufferedReader questions =
                        new BufferedReader(new InputStreamReader(line.getInputStream(), StandardCharsets.UTF_8));
                Writer answers = new OutputStreamWriter(line.getOutputStream(), StandardCharsets.UTF_8)) {
            for (String question = questions.readLine(); question != null; question = questions.readLine()) {
                answers.write(answer(new JsonObject(question)).encode());
                answers.write('\n');
                answers.flush();
            }
        } finally {
            System.exit(0);
        }
    }

    private JsonObject answer(JsonObject question) {
        Command command = commands.get(question.getString(COMMAND));
        if (command == null) {
            return new JsonObject().put(FAILURE, "it can not " + question.getString(COMMAND));
        }
        try {
            return command.run(question);
        } catch (Exception e) {
            return new JsonObject().put(FAILURE, String.valueOf(e));
        }
    }

    private static long heapInUse() {
        // What is only reachable from a finalizer or a cleaner goes with the collection after the next.
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
