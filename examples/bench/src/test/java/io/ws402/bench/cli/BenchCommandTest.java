package io.ws402.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.bench.harness.Benchmark;
import io.ws402.bench.harness.Effort;
import io.ws402.bench.harness.Figure;
import io.ws402.bench.harness.NotHereException;
import io.ws402.bench.harness.Side;
import io.ws402.bench.harness.Stand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchCommandTest {
    private static final Figure RATE = new Figure("requests", "requests/s");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Effort> efforts = new ArrayList<>();
    private int closed;

    private final class Known implements Benchmark, Stand {
        private final String name;

        private Known(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String about() {
            return "nothing much";
        }

        @Override
        public Stand stand(Effort effort) {
            efforts.add(effort);
            if (name.equals("lacking")) {
                throw new NotHereException("there is no pgbench");
            }
            if (name.equals("broken")) {
                throw new IllegalStateException("a session was lost");
            }
            return this;
        }

        @Override
        public List<Side> sides() {
            return List.of(
                    new Side("ours", () -> Map.of(RATE, 90.0)), new Side("the limit", () -> Map.of(RATE, 100.0)));
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private int run(List<Benchmark> benchmarks, String... arguments) {
        CommandLine command = Main.commandLine(new BenchCommand(benchmarks));
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    private List<Benchmark> known() {
        return List.of(new Known("one"), new Known("two"));
    }

    @Test
    void answersProgramsWithOneListOfSevenFields() {
        assertEquals(ExitCodes.OK, run(known(), "--json", "--only", "two"), err::toString);
        JsonArray list = new JsonArray(out.toString());
        assertEquals(1, list.size());
        JsonObject figure = list.getJsonObject(0);
        assertEquals(Set.of("name", "what", "ours", "limit", "ratio", "unit", "spread"), figure.fieldNames());
        assertEquals("two", figure.getString("name"));
        assertEquals("requests, beside the limit", figure.getString("what"));
        assertEquals(0.9, figure.getDouble("ratio"));
        assertEquals(0.0, figure.getDouble("spread"));
        assertEquals(1, closed);
    }

    @Test
    void printsATableOfAll() {
        assertEquals(ExitCodes.OK, run(known()), err::toString);
        List<String> lines = out.toString().lines().toList();
        assertEquals(3, lines.size(), out::toString);
        assertTrue(
                lines.get(1).matches("one +requests, beside the limit +90\\.0 +100 +0\\.900 +0 % +requests/s"),
                out::toString);
    }

    @Test
    void takesNamesSeveralTimesAndRefusesThoseItDoesNotKnow() {
        assertEquals(ExitCodes.OK, run(known(), "--only", "one", "--only", "two"));
        assertEquals(2, efforts.size());
        assertEquals(ExitCodes.USAGE, run(known(), "--only", "one", "--only", "three"));
        assertTrue(err.toString().contains("there is no benchmark three; there are one, two"), err::toString);
        assertEquals(2, efforts.size());
    }

    @Test
    void doesAsMuchAsItIsTold() {
        run(known(), "--only", "one");
        run(known(), "--only", "one", "--quick");
        run(known(), "--only", "one", "--quick", "--runs", "7", "--load", "2");
        assertEquals(List.of(Effort.FULL, Effort.QUICK, Effort.QUICK.withRuns(7).withLoad(2)), efforts);
        assertEquals(ExitCodes.USAGE, run(known(), "--runs", "0"));
        assertEquals(ExitCodes.USAGE, run(known(), "--load", "101"));
    }

    @Test
    void namesWhatThisMachineCanNotMeasureAndMeasuresTheRest() {
        assertEquals(ExitCodes.OK, run(List.of(new Known("lacking"), new Known("one"))));
        assertTrue(out.toString().contains("not measured: lacking: there is no pgbench"), out::toString);
        assertTrue(out.toString().contains("requests, beside the limit"), out::toString);
    }

    @Test
    void tellsOfWhatFailedWithTheFiguresOfTheRest() {
        assertEquals(ExitCodes.DEFECT, run(List.of(new Known("broken"), new Known("one"))));
        assertTrue(out.toString().contains("FAILED: broken: a session was lost"), out::toString);
        assertTrue(out.toString().contains("requests, beside the limit"), out::toString);
    }

    @Test
    void saysWhatItCanDo() {
        try (Benchmarks benchmarks = new Benchmarks()) {
            assertEquals(ExitCodes.OK, run(benchmarks.all(), "--help"));
            benchmarks.all().forEach(each -> assertTrue(out.toString().contains(each.name()), out::toString));
        }
    }
}
