package io.ws402.demo.system;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.ws402.demo.client.JsonHttp;
import io.ws402.demo.system.Endpoints.CreditAccount;
import io.ws402.devnet.Anvil;
import io.ws402.devnet.EvmDevnet;
import io.ws402.devnet.SolanaOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The whole system on this machine: PostgreSQL, a local EVM chain and a local Solana chain where there can be any, a gateway and two servers, each in
 * a process of its own. Everything ends with {@link #close}, or with this JVM, however it ends; the data with it.
 *
 * <p>Blocking. {@link #start} is called once; {@link #close} may come from any thread, at any moment, and again.
 */
public final class DemoSystem implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    /** Refunds wait until their payment is finalized, which takes 13 seconds on the main network: here it takes two. */
    private static final SolanaOptions SOLANA = SolanaOptions.DEFAULT.withCommitment(1, 5);

    private static final int CREDIT_ACCOUNTS = 2;
    private static final BigInteger CREDITS_EACH = BigInteger.TEN.pow(10);

    private final Closers closers = new Closers();
    private final GatewaySetup setup = GatewaySetup.random();
    private final Ports ports;
    private final LeaseTimes leases;
    private final JsonHttp http;

    /** A system that is not started yet. */
    public DemoSystem(Vertx vertx, Ports ports, LeaseTimes leases) {
        this.ports = ports;
        this.leases = leases;
        this.http = new JsonHttp(vertx, CONNECT_LIMIT, ANSWER_LIMIT);
    }

    /** Is told what has come up. */
    public interface Progress {
        /** Tells nobody. */
        Progress SILENT = new Progress() {};

        /** Something is being started. */
        default void starting(String what) {}

        /** Something runs. */
        default void up(String what, String where, Duration took) {}

        /** There is no EVM chain, so what it shows goes over credits. */
        default void withoutChain(String why) {}

        /** There is no Solana chain, so what it shows is left out. */
        default void withoutSolana(String why) {}
    }

    /**
     * The system while it runs.
     *
     * @param ground database and EVM chain
     * @param solana the Solana chain
     * @param gateway its process
     * @param servers their processes
     * @param operator the gateway as its operator talks to it
     * @param endpoints where everything is
     */
    public record Running(
            Ground ground,
            SolanaGround solana,
            Service gateway,
            List<Service> servers,
            Gateway operator,
            Endpoints endpoints) {
        /** Whether there is an EVM chain to pay on. */
        public boolean hasChain() {
            return ground.chain().isPresent();
        }
    }

    /**
     * Starts everything and waits until it serves.
     *
     * @throws SystemException with a sentence that says what is missing; {@link #close} then still has to be called
     */
    public Running start(Progress progress) throws InterruptedException {
        ports.requireFree();
        WorkFolder folder = closers.add(WorkFolder.create());
        Ground ground = ground(folder, progress);
        SolanaGround solana = solana(progress);
        long started = System.nanoTime();
        progress.starting("gateway and servers");
        Service gateway = closers.add(setup.service(folder, ground, solana, ports, leases));
        List<String> chains =
                ground.chain().map(chain -> chain.anvil().rpcUrl()).stream().toList();
        JsonObject solanaNodes = new JsonObject();
        solana.chain()
                .ifPresent(chain -> solanaNodes.put("localnet", chain.chain().rpcUrl()));
        ServerSetup selling = new ServerSetup(
                folder, leases, gateway.url(), setup.serverKey(), currencies(ground, solana), chains, solanaNodes);
        URI first = URI.create("http://127.0.0.1:" + ports.firstServer());
        URI second = URI.create("http://127.0.0.1:" + ports.secondServer());
        List<Service> servers = List.of(
                closers.add(selling.service(1, first.getPort(), second)),
                closers.add(selling.service(2, second.getPort(), first)));
        gateway.launch();
        // The servers' own start takes as long as the gateway's; they wait for it by themselves.
        servers.forEach(Service::launch);
        gateway.awaitReady(http);
        progress.up("gateway", gateway.url().toString(), since(started));
        for (Service server : servers) {
            server.awaitReady(http);
            progress.up(server.name(), server.url().toString(), since(started));
        }
        Gateway operator = new Gateway(http, gateway.url(), setup.operatorKey());
        Endpoints endpoints = endpoints(ground, solana, gateway, servers, operator);
        return new Running(ground, solana, gateway, servers, operator, endpoints);
    }

    /** For those who kill a process and start it again. */
    public JsonHttp http() {
        return http;
    }

    private Ground ground(WorkFolder folder, Progress progress) {
        long started = System.nanoTime();
        progress.starting("PostgreSQL and a local EVM chain");
        Ground ground = closers.add(Ground.start(folder.file("postgres"), ports.database(), ports.chain()));
        ground.chain()
                .ifPresentOrElse(
                        chain -> {
                            progress.up("chain", chain.anvil().rpcUrl(), since(started));
                            progress.up("test USDC", chain.usdc().address(), since(started));
                        },
                        () -> progress.withoutChain(ground.whyNoChain()));
        progress.up("PostgreSQL", ground.postgres().connection().toString(), since(started));
        return ground;
    }

    private SolanaGround solana(Progress progress) {
        long started = System.nanoTime();
        progress.starting("a local Solana chain");
        SolanaGround solana = closers.add(SolanaGround.start(SOLANA.withPort(ports.solana())));
        solana.chain()
                .ifPresentOrElse(
                        chain -> {
                            progress.up("Solana", chain.chain().rpcUrl(), since(started));
                            progress.up("USDC-SPL", chain.usdc().mint(), since(started));
                        },
                        () -> progress.withoutSolana(solana.whyNoChain()));
        return solana;
    }

    /** What is taken, the default first; a symbol stands for the asset of that name on every chain. */
    private static List<String> currencies(Ground ground, SolanaGround solana) {
        Set<String> symbols = new LinkedHashSet<>(ground.chain().isPresent() ? List.of("ETH", "USDC") : List.of());
        symbols.add("CREDIT");
        if (solana.chain().isPresent()) {
            symbols.addAll(List.of("SOL", "USDC"));
        }
        return List.copyOf(symbols);
    }

    private Endpoints endpoints(
            Ground ground, SolanaGround solana, Service gateway, List<Service> servers, Gateway operator) {
        Optional<EvmDevnet> chain = ground.chain();
        List<URI> urls = servers.stream().map(Service::url).toList();
        String currency = currencies(ground, solana).getFirst();
        List<CreditAccount> credits = creditAccounts(operator);
        return new Endpoints(
                gateway.url(),
                setup.serverKey(),
                setup.operatorKey(),
                urls,
                resources(urls.getFirst(), currency),
                chain.map(evm -> evm.anvil().rpcUrl()).orElse(null),
                chain.map(evm -> Anvil.CHAIN_ID).orElse(null),
                chain.map(evm -> evm.usdc().address()).orElse(null),
                ground.accounts(),
                solana,
                chain.isPresent() ? List.of() : credits,
                ground.databaseUrl(),
                PayersPage.address(urls.getFirst(), OnSale.ALL.getFirst().id(), ground, solana, credits.getLast()));
    }

    private static List<Endpoints.Resource> resources(URI server, String currency) {
        URI sockets = URI.create("ws" + server.toString().substring("http".length()));
        return OnSale.ALL.stream()
                .map(sold -> new Endpoints.Resource(
                        sold.id(),
                        sold.isFile() ? "http" : "websocket",
                        sold.isFile()
                                ? server.resolve("/ws402/http/" + sold.id())
                                : sockets.resolve("/ws402/" + sold.id()),
                        sold.pricePerSecond(currency).toString(),
                        currency))
                .toList();
    }

    private static List<CreditAccount> creditAccounts(Gateway operator) {
        List<CreditAccount> accounts = new ArrayList<>();
        try {
            for (int i = 0; i < CREDIT_ACCOUNTS; i++) {
                accounts.add(operator.openCreditAccount(CREDITS_EACH));
            }
            return accounts;
        } catch (IOException e) {
            throw new SystemException("the gateway opened no account of credits: " + e.getMessage(), e);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    @Override
    public void close() {
        closers.close();
    }
}
