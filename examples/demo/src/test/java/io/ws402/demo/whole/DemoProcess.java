package io.ws402.demo.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A command of this class path in a process of its own, as a newcomer's shell would run it. */
record DemoProcess(Process process, BufferedReader out) implements AutoCloseable {
    static DemoProcess start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.ws402.demo.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        return new DemoProcess(
                process, new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    /** Everything it prints until it ends. */
    String output() {
        return String.join("\n", out.lines().toList());
    }

    /** The first JSON document it prints, while it goes on. */
    String firstDocument() throws IOException {
        StringBuilder document = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            document.append(line).append('\n');
            if (line.equals("}")) {
                break;
            }
        }
        return document.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
