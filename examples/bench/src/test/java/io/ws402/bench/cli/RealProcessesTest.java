package io.ws402.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The harness with its real servers and load generator. What comes out is looked at, not how fast. */
class RealProcessesTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void measuresHeldSessionsOnBothSides() {
        try (Benchmarks benchmarks = new Benchmarks()) {
            CommandLine command = Main.commandLine(new BenchCommand(benchmarks.all()));
            command.setOut(new PrintWriter(out));
            command.setErr(new PrintWriter(err));
            int exitCode = command.execute("--quick", "--only", "held", "--load", "1", "--runs", "1", "--json");
            assertEquals(ExitCodes.OK, exitCode, err::toString);
        }
        JsonArray figures = new JsonArray(out.toString());
        assertEquals(5, figures.size(), out::toString);
        for (int i = 0; i < figures.size(); i++) {
            JsonObject figure = figures.getJsonObject(i);
            assertEquals("held", figure.getString("name"));
            assertTrue(figure.getString("what").endsWith(", beside raw Vert.x"), out::toString);
        }
    }
}
