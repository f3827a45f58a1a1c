package io.ws402.bench.durable;

import io.ws402.bench.process.Cores;
import io.ws402.gateway.storage.ConnectionSettings;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** PostgreSQL's own load generator, holding one payment with each statement. It is not packed with the product. */
record PgBench(Path program) {
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial");
    private static final int CLIENTS = 64;
    private static final int LINES_TOLD = 5;

    /** That of this machine. */
    static Optional<PgBench> here() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "pgbench"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(PgBench::new);
    }

    /** Holds the payments of a range, the statement for each in a transaction of its own; how many a second. */
    double run(ConnectionSettings database, Books books, Books.Range range, String payer, String wallet, Path script)
            throws IOException, InterruptedException {
        books.run("CREATE SEQUENCE IF NOT EXISTS bench_claims");
        books.run("SELECT setval('bench_claims', " + range.first() + ", false)");
        String number = "lpad(nextval('bench_claims')::text, 20, '0')";
        Files.writeString(
                script,
                GroupCommit.statement(
                                "ARRAY['bench_' || " + number + "]",
                                "ARRAY['ses_' || gen_random_uuid()::text]",
                                payer,
                                wallet)
                        + ";\n");
        long transactions = (range.last() - range.first() + 1) / CLIENTS;
        List<String> command = new ArrayList<>(Cores.here().load(1));
        command.addAll(
                List.of(program.toString(), "--no-vacuum", "--protocol=prepared", "--client=" + CLIENTS, "--jobs=1"));
        command.addAll(List.of("--transactions=" + Math.max(1, transactions), "--file=" + script));
        command.addAll(List.of("-h", database.host(), "-p", Integer.toString(database.port())));
        command.addAll(List.of("-U", database.user(), database.database()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", database.password());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(said);
        if (process.waitFor() != 0 || !rate.find() || said.contains("ERROR")) {
            throw new IOException(
                    "pgbench failed: " + said.lines().limit(LINES_TOLD).collect(Collectors.joining("\n")));
        }
        return Double.parseDouble(rate.group(1));
    }
}
