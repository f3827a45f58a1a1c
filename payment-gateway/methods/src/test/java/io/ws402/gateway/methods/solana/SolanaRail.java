package io.ws402.gateway.methods.solana;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.ws402.devnet.SolanaAccount;
import io.ws402.devnet.SolanaDevnet;
import io.ws402.devnet.SplToken;
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
final class SolanaRail implements AutoCloseable {
    static final BigInteger TOKENS = BigInteger.TEN.pow(12);

    private static final int POLL_INTERVAL_MS = 20;
    private static final String KEY_VARIABLE = "WALLET_KEY";

    private final Vertx vertx = Vertx.vertx();
    private final SolanaDevnet devnet;
    private final SolanaAccount wallet;
    private final Map<String, SolanaAccount> accounts = new HashMap<>();
    private final List<PaymentMethod> made = new ArrayList<>();
    private final PaymentMethod method;

    SolanaRail(SolanaDevnet devnet) {
        this.devnet = devnet;
        this.wallet = funded();
        this.method = open(configuration());
    }

    PaymentMethod method() {
        return method;
    }

    PaymentMethod reopened() {
        return open(configuration());
    }

    PaymentMethod open(JsonObject cluster) {
        PaymentMethod opened = create(cluster);
        Await.of(opened.start());
        return opened;
    }

    /** A method of this rail's wallet, not started. */
    PaymentMethod create(JsonObject cluster) {
        MethodContext context = new MethodContext(vertx, noDatabase(), InstantSource.system(), true);
        PaymentMethod created = new SolanaMethodFactory(name -> name.equals(KEY_VARIABLE) ? wallet.secretKey() : null)
                .create(new JsonObject().put("solana", new JsonArray().add(cluster)), context)
                .getFirst();
        made.add(created);
        return created;
    }

    /** The local cluster with its tokens, as an operator would write it. */
    JsonObject configuration() {
        return new JsonObject()
                .put("network", "local")
                .put("genesisHash", devnet.chain().genesisHash())
                .put("rpcUrls", devnet.chain().rpcUrl())
                .put("privateKeyEnv", KEY_VARIABLE)
                .put("pollIntervalMs", POLL_INTERVAL_MS)
                .put(
                        "tokens",
                        new JsonArray()
                                .add(token("USDC", devnet.usdc()))
                                .add(token("FEET", devnet.feeToken()).put("program", "token-2022")));
    }

    static JsonObject token(String symbol, SplToken token) {
        return new JsonObject()
                .put("symbol", symbol)
                .put("mint", token.mint())
                .put("decimals", token.decimals())
                .put("refundFloor", "0.01");
    }

    /** After this the method knows what the chain had come to before. */
    void waitForNextPoll() {
        try {
            Thread.sleep(POLL_INTERVAL_MS + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The account that receives payments and sends refunds. */
    SolanaAccount wallet() {
        return wallet;
    }

    /** A new account with SOL and tokens. */
    SolanaAccount funded() {
        SolanaAccount account = devnet.account(SolanaDevnet.SOL.multiply(BigInteger.TEN));
        devnet.usdc().mint(account.address(), TOKENS);
        devnet.feeToken().mint(account.address(), TOKENS);
        accounts.put(account.address(), account);
        return account;
    }

    /** An account that {@link #funded} made. */
    SolanaAccount account(String address) {
        SolanaAccount account = accounts.get(address);
        if (account == null) {
            throw new IllegalArgumentException(address + " is none of this rail's");
        }
        return account;
    }

    SolanaDevnet devnet() {
        return devnet;
    }

    private static Pool noDatabase() {
        return (Pool)
                Proxy.newProxyInstance(Pool.class.getClassLoader(), new Class<?>[] {Pool.class}, (self, call, args) -> {
                    throw new UnsupportedOperationException("the Solana method has no business in the database");
                });
    }

    @Override
    public void close() {
        made.forEach(PaymentMethod::close);
        Await.of(vertx.close());
    }
}
