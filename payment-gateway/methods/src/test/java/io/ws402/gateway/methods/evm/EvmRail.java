package io.ws402.gateway.methods.evm;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.ws402.devnet.Account;
import io.ws402.devnet.EvmDevnet;
import io.ws402.devnet.TestToken;
import io.ws402.gateway.method.MethodContext;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.storage.Await;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A wallet on the local chain with its method, and payers with keys. Closes every method it made. */
public final class EvmRail implements AutoCloseable {
    private static final BigInteger TOKENS = BigInteger.TEN.pow(12);
    private static final int POLL_INTERVAL_MS = 20;
    private static final String KEY_VARIABLE = "WALLET_KEY";

    private final Vertx vertx = Vertx.vertx();
    private final EvmDevnet devnet;
    private final Account wallet;
    private final Map<String, Account> accounts = new HashMap<>();
    private final List<PaymentMethod> made = new ArrayList<>();
    private final PaymentMethod method;

    /** With a new wallet that has coins and tokens. */
    public EvmRail(EvmDevnet devnet) {
        this.devnet = devnet;
        this.wallet = funded();
        this.method = open(configuration());
    }

    /** The method, started. */
    public PaymentMethod method() {
        return method;
    }

    /** Another instance, started. */
    public PaymentMethod reopened() {
        return open(configuration());
    }

    /** A method of this rail's wallet, started, as configured. */
    public PaymentMethod open(JsonObject network) {
        PaymentMethod opened = create(network);
        Await.of(opened.start());
        return opened;
    }

    /** A method of this rail's wallet, not started. */
    public PaymentMethod create(JsonObject network) {
        MethodContext context = new MethodContext(vertx, noDatabase(), InstantSource.system(), true);
        PaymentMethod created = new EvmMethodFactory(name -> name.equals(KEY_VARIABLE) ? wallet.privateKey() : null)
                .create(new JsonObject().put("evm", new JsonArray().add(network)), context)
                .getFirst();
        made.add(created);
        return created;
    }

    /** The local network with its tokens, as an operator would write it. */
    public JsonObject configuration() {
        return new JsonObject()
                .put("network", "local")
                .put("rpcUrls", devnet.anvil().rpcUrl())
                .put("privateKeyEnv", KEY_VARIABLE)
                .put("pollIntervalMs", POLL_INTERVAL_MS)
                .put("tokens", new JsonArray().add(token("USDC", devnet.usdc())).add(token("USDT", devnet.usdt())));
    }

    private static JsonObject token(String symbol, TestToken token) {
        return new JsonObject()
                .put("symbol", symbol)
                .put("address", token.address())
                .put("decimals", TestToken.DECIMALS)
                .put("refundFloor", "0.01");
    }

    /** After this a method of the local network knows what the chain had come to before. */
    public static void waitForNextPoll() {
        try {
            Thread.sleep(POLL_INTERVAL_MS + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The account that receives payments and sends refunds. */
    public Account wallet() {
        return wallet;
    }

    /** A new account with coins and tokens. */
    public Account funded() {
        Account account = devnet.account(EvmDevnet.ETHER.multiply(BigInteger.TEN));
        devnet.mintUsdc(account.address(), TOKENS);
        devnet.mintUsdt(account.address(), TOKENS);
        accounts.put(account.address(), account);
        return account;
    }

    /** An account that {@link #funded} made. */
    public Account account(String address) {
        Account account = accounts.get(address);
        if (account == null) {
            throw new IllegalArgumentException(address + " is none of this rail's");
        }
        return account;
    }

    public EvmDevnet devnet() {
        return devnet;
    }

    private static Pool noDatabase() {
        return (Pool)
                Proxy.newProxyInstance(Pool.class.getClassLoader(), new Class<?>[] {Pool.class}, (self, call, args) -> {
                    throw new UnsupportedOperationException("the EVM method has no business in the database");
                });
    }

    @Override
    public void close() {
        made.forEach(PaymentMethod::close);
        Await.of(vertx.close());
    }
}
