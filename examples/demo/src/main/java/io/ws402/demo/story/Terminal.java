package io.ws402.demo.story;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where the story is told. On a terminal a progress line is rewritten in place and there are colours (unless
 * {@code NO_COLOR} is set); anywhere else every line is printed once and plain. Safe for use by many threads.
 */
public final class Terminal {
    private static final int WIDTH = 100;
    private static final String REWRITE = "\r\033[2K";

    private final PrintStream out;
    private final boolean interactive;
    private final boolean colours;
    private boolean progressShown;

    /** A terminal on that stream. */
    public Terminal(PrintStream out, boolean interactive, boolean colours) {
        this.out = out;
        this.interactive = interactive;
        this.colours = colours;
    }

    /** Standard output. */
    public static Terminal standard() {
        return on(FileDescriptor.out);
    }

    /** Standard error, beside a stream on standard output: nothing is rewritten, since it is not the only one to print. */
    public static Terminal error() {
        Terminal terminal = on(FileDescriptor.err);
        return new Terminal(terminal.out, false, terminal.colours);
    }

    private static Terminal on(FileDescriptor descriptor) {
        PrintStream out = new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
        Map<String, String> environment = System.getenv();
        boolean terminal = isTerminal() && !"dumb".equals(environment.get("TERM"));
        boolean colours = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(out, terminal, colours);
    }

    // Since JDK 22 there is a console even where there is no terminal; whether it is one, only the console knows.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Prints a line for good. */
    public synchronized void line(String text) {
        out.print((progressShown ? REWRITE : "") + text + "\n");
        out.flush();
        progressShown = false;
    }

    /** Shows how far something has come; the next call takes its place where the terminal can do that. */
    public synchronized void progress(String text) {
        if (!interactive) {
            line(text);
            return;
        }
        out.print(REWRITE + text.substring(0, Math.min(text.length(), WIDTH)));
        out.flush();
        progressShown = true;
    }

    /** Leaves what was shown last as it stands. */
    public synchronized void settle() {
        if (progressShown) {
            out.print("\n");
            out.flush();
            progressShown = false;
        }
    }

    /** Shows something only where it can be rewritten: what would be noise in a log. */
    public synchronized void fleeting(String text) {
        if (interactive) {
            progress(text);
        }
    }

    /** For headings. */
    public String bold(String text) {
        return styled("1", text);
    }

    /** For what matters less. */
    public String dim(String text) {
        return styled("2", text);
    }

    /** For what is well. */
    public String good(String text) {
        return styled("32", text);
    }

    /** For what is not. */
    public String bad(String text) {
        return styled("31", text);
    }

    private String styled(String code, String text) {
        return colours ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
