package io.ws402.gateway.app.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command says what it was asked for; logs go elsewhere. */
final class Console {
    private final PrintWriter out;

    Console(@Nullable CommandSpec spec) {
        this.out =
                Objects.requireNonNull(spec, "picocli fills it").commandLine().getOut();
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }
}
