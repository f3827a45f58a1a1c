package io.ws402.demo.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void printsPlainLinesWhereThereIsNoTerminal() {
        Terminal terminal = terminal(false);
        terminal.progress(terminal.bold("1 s"));
        terminal.fleeting("noise");
        terminal.line("done");

        assertEquals("1 s\ndone\n", written.toString(StandardCharsets.UTF_8));
    }

    @Test
    void rewritesProgressInPlaceOnATerminal() {
        Terminal terminal = terminal(true);
        terminal.progress("1 s");
        terminal.progress("2 s");
        terminal.line("done");

        assertEquals("\r\033[2K1 s\r\033[2K2 s\r\033[2Kdone\n", written.toString(StandardCharsets.UTF_8));
    }

    private Terminal terminal(boolean interactive) {
        return new Terminal(new PrintStream(written, true, StandardCharsets.UTF_8), interactive, false);
    }
}
