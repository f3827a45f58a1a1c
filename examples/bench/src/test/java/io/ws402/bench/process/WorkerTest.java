package io.ws402.bench.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerTest {
    @TempDir
    private Path folder = Path.of("");

    /** A worker that adds. */
    public static final class Adding {
        public static void main(String[] arguments) throws IOException {
            new WorkerLine()
                    .on("add", order -> new JsonObject().put("sum", order.getInteger("a") + order.getInteger("b")))
                    .serve(arguments);
        }
    }

    /** One that does not get that far. */
    public static final class Dying {
        public static void main(String[] arguments) {
            Integer.parseInt(arguments[0] + " is no such luck");
        }
    }

    private Worker start(Class<?> program) throws IOException {
        return Worker.start(
                "the worker", List.of(), program, "io/ws402/bench/logback.xml", folder.resolve("worker.log"));
    }

    @Test
    void doesWhatItIsToldAndEndsWithItsOwner() throws IOException {
        Worker worker = start(Adding.class);
        try (worker) {
            assertEquals(
                    5,
                    worker.ask("add", new JsonObject().put("a", 2).put("b", 3)).getInteger("sum"));
            assertTrue(worker.heapBytes() > 0);
            assertTrue(worker.program().residentBytes() > worker.heapBytes());
        }
        assertFalse(worker.program().isAlive());
    }

    @Test
    void tellsWhyItCouldNotAndGoesOn() throws IOException {
        try (Worker worker = start(Adding.class)) {
            assertThrows(IOException.class, () -> worker.ask("add"));
            assertThrows(IOException.class, () -> worker.ask("subtract"));
            assertEquals(
                    2,
                    worker.ask("add", new JsonObject().put("a", 1).put("b", 1)).getInteger("sum"));
        }
    }

    @Test
    void tellsOfOneThatEndsWhileItStartsWhenItIsAsked() throws IOException {
        try (Worker worker = start(Dying.class)) {
            IOException dead = assertThrows(IOException.class, () -> worker.ask("add"));
            assertTrue(String.valueOf(dead.getMessage()).contains("is no such luck"), dead::toString);
        }
    }
}
