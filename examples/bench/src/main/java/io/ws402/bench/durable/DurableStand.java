package io.ws402.bench.durable;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.bench.harness.Effort;
import io.ws402.bench.harness.Figure;
import io.ws402.bench.process.Closing;
import io.ws402.bench.process.Program;
import io.ws402.bench.process.WorkFolder;
import io.ws402.bench.process.Worker;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.protocol.gateway.VerifyRequest;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PricePlan;
import io.ws402.protocol.payment.Quote;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.SessionClaim;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A PostgreSQL with one gateway over it, or more, and a payer with credits. Blocking. */
public final class DurableStand implements AutoCloseable {
    /** What is paid for. */
    public static final String RESOURCE = "cycle";

    /** The server process in whose name sessions are held. */
    static final String SERVER_ID = "srv_bench";

    /** How many payments were held in a second. */
    public static final Figure RATE = new Figure("payments held", "requests/s");

    static final Figure P99 = new Figure("99 of 100 answered within", "ms");
    static final Figure CPU = new Figure("CPU of the program per payment", "us");
    static final Figure DATABASE_BUSY = new Figure("PostgreSQL", "cores");
    static final Figure LOAD_BUSY = new Figure("load generator", "cores");

    /** For how many gateways there is a core, where there are cores enough. */
    public static final int GATEWAYS_MAX = 2;

    private static final BigInteger PRICE = BigInteger.valueOf(300);
    private static final int CONNECTIONS = 64;
    private static final DatabaseOptions PATIENT = new DatabaseOptions(2, Duration.ofMinutes(10), false);
    private static final int LOG_MEGABYTES = 250;

    private final Closing closing = new Closing();
    private final WorkFolder folder;
    private final Vertx vertx = Vertx.vertx();
    private final Postgres postgres;
    private final GatewayProgram.Keys keys = GatewayProgram.Keys.random();
    private final List<GatewayProgram> gateways = new ArrayList<>();
    private final Worker load;
    private final CreditPayer payer;
    private final Quote quote;
    private final Books books;

    /** Starts one gateway. */
    public DurableStand(Worker load, Effort effort) throws IOException, InterruptedException {
        this.load = load;
        closing.add(() -> vertx.close().await());
        try {
            folder = closing.add(WorkFolder.create());
            postgres = closing.add(Postgres.start(folder, GATEWAYS_MAX));
            addGateway();
            payer = CreditPayer.at(gateway());
            quote = quote();
            books = books(postgres.database());
            books.settle(effort.of(LOG_MEGABYTES));
        } catch (IOException | InterruptedException | RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    private void addGateway() throws IOException, InterruptedException {
        JsonObject methods = new JsonObject().put("credits", new JsonObject().put("enabled", true));
        gateways.add(closing.add(
                GatewayProgram.start(gateways.size(), folder, postgres.database(), keys, methods, Map.of())));
    }

    /** So many gateways over this database, of {@link #GATEWAYS_MAX}; those that are missing are started. */
    public List<GatewayProgram> gateways(int count) throws IOException, InterruptedException {
        while (gateways.size() < count) {
            addGateway();
        }
        return gateways.subList(0, count);
    }

    private Quote quote() {
        QuoteRequest request = new QuoteRequest(
                RESOURCE, PRICE, 3, PricePlan.perSecond(BigInteger.valueOf(100), 3_600), "credits", null, "127.0.0.1");
        QuoteOutcome outcome = gateway().provider(vertx).quote(request).await();
        if (outcome instanceof QuoteOutcome.Quoted(Quote quoted)) {
            return quoted;
        }
        throw new IllegalStateException("the gateway gave no quote: " + outcome);
    }

    private Books books(ConnectionSettings database) {
        Database opened = Database.open(vertx, database, PATIENT).await();
        closing.add(opened);
        return new Books(opened.pool());
    }

    /** A second database with the same quote, on the same PostgreSQL, for the limit. */
    public Limit limit(List<String> pin) throws IOException {
        ConnectionSettings database = postgres.database("bench_limit");
        Books copy = books(database);
        copy.copyFrom(books);
        Worker server = closing.add(
                Worker.start("the limit", pin, GroupCommitServer.class, Worker.QUIET, folder.file("limit.log")));
        int port = server.ask(
                        "start",
                        new JsonObject()
                                .put("database", Postgres.url(database))
                                .put("payer", payer.account())
                                .put("wallet", quote.details().getString("recipient")))
                .getInteger("port");
        return new Limit(database, copy, server, port);
    }

    /** The limit of what a gateway can do, on its own database. */
    public record Limit(ConnectionSettings database, Books books, Worker server, int port) {}

    /** What the gateways' database takes on disk. */
    public long databaseBytes() {
        return books.bytes();
    }

    /** The gateways' database. */
    Books books() {
        return books;
    }

    /** The first gateway. */
    public GatewayProgram gateway() {
        return gateways.getFirst();
    }

    WorkFolder folder() {
        return folder;
    }

    Quote template() {
        return quote;
    }

    String payerAccount() {
        return payer.account();
    }

    /** Verifies so many payments at the first gateway. */
    public Map<Figure, Double> verify(int count) throws IOException {
        return verifyAt(List.of(gateway()), count);
    }

    /** Verifies so many payments at these gateways. */
    public Map<Figure, Double> verifyAt(List<GatewayProgram> at, int count) throws IOException {
        return verify(
                books,
                at.stream().map(GatewayProgram::port).toList(),
                at.stream().map(GatewayProgram::program).toList(),
                "/api/payment/verify",
                count);
    }

    /** Verifies so many payments at the limit. */
    public Map<Figure, Double> verifyAt(Limit limit, String path, int count) throws IOException {
        return verify(
                limit.books(), List.of(limit.port()), List.of(limit.server().program()), path, count);
    }

    private Map<Figure, Double> verify(Books where, List<Integer> ports, List<Program> programs, String path, int count)
            throws IOException {
        Path bodies = bodies(where.clone(quote.paymentId(), count));
        where.checkpoint();
        double program = seconds(programs);
        double database = postgres.cpuSeconds();
        double generator = seconds(List.of(load.program()));
        JsonObject done = posts(ports, path, bodies, "\"valid\":true", CONNECTIONS);
        double elapsed = done.getLong("nanos") / 1e9;
        Map<Figure, Double> measured = new LinkedHashMap<>();
        measured.put(RATE, count / elapsed);
        measured.put(P99, done.getLong("p99") / 1e6);
        measured.put(CPU, (seconds(programs) - program) / count * 1e6);
        measured.put(DATABASE_BUSY, (postgres.cpuSeconds() - database) / elapsed);
        measured.put(LOAD_BUSY, (seconds(List.of(load.program())) - generator) / elapsed);
        return measured;
    }

    private static double seconds(List<Program> programs) {
        return programs.stream()
                .mapToDouble(program -> program.cpu().toNanos() / 1e9)
                .sum();
    }

    /** Posts each line of a file once; every answer must contain what is expected. */
    JsonObject posts(List<Integer> ports, String path, Path bodies, String expected, int connections)
            throws IOException {
        return load.ask(
                "posts",
                new JsonObject()
                        .put("ports", new JsonArray(ports))
                        .put("path", path)
                        .put("key", gateway().serverKey())
                        .put("bodies", bodies.toString())
                        .put("expected", expected)
                        .put("connections", connections));
    }

    /** A file with the proofs of so many new payments, one a line. */
    public Path proofs(int count) throws IOException {
        Books.Range range = books.clone(quote.paymentId(), count);
        List<String> proofs = new ArrayList<>();
        for (long number = range.first(); number <= range.last(); number++) {
            proofs.add(proof(number).json().encode());
        }
        books.checkpoint();
        return Files.write(folder.file("proofs.jsonl"), proofs);
    }

    private PaymentProof proof(long number) {
        return payer.proof(Books.Range.reference(number), quote.price().units());
    }

    private Path bodies(Books.Range range) throws IOException {
        Path file = folder.file("bodies.jsonl");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (long number = range.first(); number <= range.last(); number++) {
                SessionClaim claim = new SessionClaim("ses_" + UUID.randomUUID(), SERVER_ID, RESOURCE);
                writer.write(
                        new VerifyRequest(proof(number), claim, null).toJson().encode());
                writer.newLine();
            }
        }
        return file;
    }

    @Override
    public void close() {
        closing.close();
    }
}
