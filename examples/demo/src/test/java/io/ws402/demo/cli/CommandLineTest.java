package io.ws402.demo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTest {
    private static final String RESOURCE = "http://127.0.0.1:4030/ws402/ticker";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"demo", "devnet", "pay", "receipt"})
    void tellsOptionsAndExitCodesOfEachCommand(String command) {
        assertEquals(0, run(command, "--help"));
        assertTrue(out.toString().contains("Usage: ws402 " + command));
        assertTrue(out.toString().contains("Exit codes:"));
        assertTrue(out.toString().contains("--json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "devnet", "pay", "receipt"})
    void refusesAnUnknownOption(String command) {
        assertEquals(ExitCodes.USAGE, run(command, "--colour"));
        assertTrue(err.toString().startsWith("ws402: "));
        assertTrue(err.toString().contains("./ws402 " + command + " --help"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "80", "65535", "x"})
    void refusesAPortBaseThatIsNone(String base) {
        assertEquals(ExitCodes.USAGE, run("demo", "--port-base", base));
        assertNoStackTrace();
    }

    @Test
    void refusesToPayForWhatIsNoResource() {
        assertEquals(ExitCodes.USAGE, run("pay", "http://127.0.0.1:4030/"));
        assertTrue(err.toString().contains("it names no resource"));
        assertNoStackTrace();
    }

    @Test
    void saysWhereTheKeyComesFromWhenThereIsNone() {
        assertEquals(ExitCodes.USAGE, run("pay", RESOURCE));
        assertTrue(err.toString().contains(PayerKey.PRIVATE_KEY));
        assertNoStackTrace();
    }

    @Test
    void saysWhenTheKeystoreIsNotThere() {
        assertEquals(ExitCodes.USAGE, run("pay", RESOURCE, "--keystore", "/nowhere/key.json", "--rpc-url", "http://x"));
        assertNoStackTrace();
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private void assertNoStackTrace() {
        assertFalse(err.toString().contains("\tat "), err::toString);
    }
}
