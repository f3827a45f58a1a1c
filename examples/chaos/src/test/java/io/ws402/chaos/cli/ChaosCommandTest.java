package io.ws402.chaos.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ChaosCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    @Test
    void answersProgramsInOneDocument() {
        assertEquals(ExitCodes.OK, run("--simulate", "--histories", "3", "--seed", "42", "--json"), err::toString);
        JsonObject answer = new JsonObject(out.toString());
        assertEquals(3, answer.getInteger("histories"));
        assertEquals(0, answer.getInteger("violations"));
        assertEquals(42, answer.getInteger("seed"));
        assertTrue(answer.getInteger("faults") > 0);
    }

    @Test
    void tellsOneHistoryInWords() {
        assertEquals(ExitCodes.OK, run("--simulate", "--histories", "1", "--seed", "42"), err::toString);
        assertTrue(out.toString().contains("1. "), out::toString);
        assertTrue(out.toString().contains("everything heals"), out::toString);
    }

    @Test
    void saysWhatItCanDoAndWhatItCanNot() {
        assertEquals(ExitCodes.OK, run("--help"));
        assertTrue(out.toString().contains("--histories"));
        assertEquals(ExitCodes.USAGE, run());
        assertEquals(ExitCodes.USAGE, run("--simulate", "--histories", "0"));
        assertEquals(ExitCodes.USAGE, run("--simulate", "--mutants"));
    }
}
