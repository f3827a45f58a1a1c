package io.ws402.bench.chain;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.ws402.bench.durable.GatewayProgram;
import io.ws402.bench.durable.Postgres;
import io.ws402.bench.harness.Figure;
import io.ws402.bench.process.Closing;
import io.ws402.bench.process.WorkFolder;
import io.ws402.devnet.Account;
import io.ws402.devnet.AnvilOptions;
import io.ws402.devnet.EvmDevnet;
import io.ws402.devnet.TestToken;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.DatabaseOptions;
import io.ws402.protocol.payment.SessionGrant;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A gateway on a local chain with a block each second, with every call between the two counted. Blocking. */
final class ChainStand implements AutoCloseable {
    private static final Figure RATE = new Figure("transfers until confirmed", "1/s");
    private static final Figure CALLS_OF_PAYMENT = new Figure("calls of the node per payment", "calls");
    private static final Figure CALLS_OF_REFUND = new Figure("calls of the node per refund", "calls");
    private static final Figure COIN_GAS = new Figure("gas per refund in coins", "gas");
    private static final Figure TOKEN_GAS = new Figure("gas per refund in tokens", "gas");

    private static final String WALLET_KEY = "MERCHANT_PRIVATE_KEY";
    private static final BigInteger FUNDS = EvmDevnet.ETHER.multiply(BigInteger.valueOf(1_000));
    private static final long COIN_TRANSFER_GAS = 21_000;

    private static final String REFUNDED = """
            SELECT r.asset, r.tx_id, r.state FROM refunds r WHERE r.payment_id = ANY($1::text[])""";

    private final Closing closing = new Closing();
    private final Vertx vertx = Vertx.vertx();
    private final EvmDevnet chain;
    private final CallCounter counter;
    private final Database database;
    private final ChainPayer payer;
    private final ChainPayments payments;
    private final List<String> notes = new ArrayList<>();

    ChainStand() throws IOException, InterruptedException {
        closing.add(() -> vertx.close().await());
        try {
            // The chain first: without Node.js it fails at once.
            chain = closing.add(EvmDevnet.start(AnvilOptions.DEFAULT));
            WorkFolder folder = closing.add(WorkFolder.create());
            counter = closing.add(new CallCounter(vertx, chain.anvil().rpcUrl()));
            Postgres postgres = closing.add(Postgres.start(folder, 1));
            GatewayProgram gateway = closing.add(GatewayProgram.start(
                    0,
                    folder,
                    postgres.database(),
                    GatewayProgram.Keys.random(),
                    methods(),
                    Map.of(WALLET_KEY, chain.account(FUNDS).privateKey())));
            database = closing.add(Database.open(
                            vertx,
                            postgres.database(),
                            DatabaseOptions.defaults().withConnections(1))
                    .await());
            Account account = chain.account(FUNDS);
            chain.mintUsdc(account.address(), BigInteger.TEN.pow(15));
            payer = new ChainPayer(chain.anvil(), account);
            payments = new ChainPayments(vertx, gateway.provider(vertx), payer, chain.usdc());
        } catch (IOException | InterruptedException | RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    private JsonObject methods() {
        JsonObject finality = new JsonObject().put("confirmations", 1).put("refundConfirmations", 2);
        JsonObject token = new JsonObject()
                .put("symbol", ChainPayments.TOKEN)
                .put("address", chain.usdc().address())
                .put("decimals", TestToken.DECIMALS);
        return new JsonObject()
                .put(
                        "evm",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("id", ChainPayments.METHOD)
                                        .put("network", "local")
                                        .put("rpcUrls", new JsonArray().add(counter.url()))
                                        .put("privateKeyEnv", WALLET_KEY)
                                        .put("finality", new JsonArray().add(finality))
                                        .put("tokens", new JsonArray().add(token))));
    }

    /** Has so many payments refunded, from the quote to the last confirmation. */
    Map<Figure, Double> refund(int count) throws IOException, InterruptedException {
        Map<String, Long> atStart = counter.counts();
        List<SessionGrant> held = payments.hold(count);
        Map<String, Long> whenHeld = counter.counts();
        long begun = System.nanoTime();
        payments.settle(held);
        List<Row> refunds = confirmed(held);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Map<String, Long> atEnd = counter.counts();
        note("payment", atStart, whenHeld, count);
        note("refund", whenHeld, atEnd, count);
        Map<Figure, Double> measured = new LinkedHashMap<>();
        measured.put(RATE, count / seconds);
        measured.put(CALLS_OF_PAYMENT, calls(atStart, whenHeld) / (double) count);
        measured.put(CALLS_OF_REFUND, calls(whenHeld, atEnd) / (double) count);
        measured.put(COIN_GAS, gas(refunds, false));
        measured.put(TOKEN_GAS, gas(refunds, true));
        return measured;
    }

    /** Sends so many coins from one account to another, one transaction each, and waits until all are in a block. */
    Map<Figure, Double> transfer(int count) throws IOException, InterruptedException {
        String to = Account.random().address();
        List<String> signed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            signed.add(payer.signed(to, BigInteger.ONE, "", COIN_TRANSFER_GAS));
        }
        long begun = System.nanoTime();
        for (String transaction : signed) {
            payer.send(transaction);
        }
        payer.awaitMined();
        return Map.of(RATE, count / ((System.nanoTime() - begun) / 1e9));
    }

    private List<Row> confirmed(List<SessionGrant> held) throws IOException, InterruptedException {
        String[] ids = held.stream().map(SessionGrant::paymentId).toArray(String[]::new);
        for (int attempt = 0; attempt < 6_000; attempt++) {
            List<Row> refunds =
                    database
                            .pool()
                            .preparedQuery(REFUNDED)
                            .execute(Tuple.tuple().addArrayOfString(ids))
                            .await()
                            .stream()
                            .toList();
            List<String> states =
                    refunds.stream().map(row -> row.getString("state")).toList();
            if (states.stream()
                    .anyMatch(state ->
                            List.of("awaiting_operator", "credited", "void").contains(state))) {
                throw new IOException("a refund did not go out: " + states);
            }
            if (refunds.size() == ids.length && states.stream().allMatch("confirmed"::equals)) {
                return refunds;
            }
            Thread.sleep(100);
        }
        throw new IOException("the refunds were not confirmed after ten minutes");
    }

    private double gas(List<Row> refunds, boolean ofTokens) throws IOException {
        BigInteger sum = BigInteger.ZERO;
        int count = 0;
        for (Row refund : refunds) {
            if (refund.getString("asset").contains("/erc20:") == ofTokens) {
                sum = sum.add(
                        chain.transactions().receipt(refund.getString("tx_id")).getGasUsed());
                count++;
            }
        }
        return sum.doubleValue() / count;
    }

    private static long calls(Map<String, Long> before, Map<String, Long> after) {
        return total(after) - total(before);
    }

    private static long total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private void note(String what, Map<String, Long> before, Map<String, Long> after, int count) {
        String calls = after.entrySet().stream()
                .map(method -> Map.entry(method.getKey(), method.getValue() - before.getOrDefault(method.getKey(), 0L)))
                .filter(method -> method.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(method ->
                        String.format(Locale.ROOT, "%s %.2f", method.getKey(), method.getValue() / (double) count))
                .collect(Collectors.joining(", "));
        notes.add("calls of the node per " + what + ": " + calls);
    }

    /** Of the last measurement: which calls. */
    List<String> notes() {
        return notes.subList(Math.max(0, notes.size() - 2), notes.size());
    }

    @Override
    public void close() {
        closing.close();
    }
}
