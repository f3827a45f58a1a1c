package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.demo.client.ClientOptions;
import io.ws402.demo.client.PayingClient;
import io.ws402.demo.client.ResourceAddress;
import io.ws402.demo.client.SessionOutcome;
import io.ws402.demo.client.SessionSummary;
import io.ws402.demo.system.DemoSystem;
import io.ws402.demo.system.Service;
import io.ws402.demo.wallet.CreditsWallet;
import io.ws402.demo.wallet.EvmWallet;
import io.ws402.devnet.Account;
import io.ws402.devnet.Anvil;
import io.ws402.devnet.EvmDevnet;
import io.ws402.devnet.TestToken;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.receipt.ReceiptKeys;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.web3j.crypto.Credentials;

/** What tests of the whole path have in common. They share one system, one after the other. */
@ExtendWith(WholeSystem.Extension.class)
@ResourceLock("the whole system")
abstract class WholePath {
    // A gateway that is killed leaves a refund leased to nobody for up to a minute; only then another worker takes it.
    static final ClientOptions PATIENT = ClientOptions.usual();

    private final WholeSystem whole;
    private PayingClient client;

    WholePath(WholeSystem whole) {
        this.whole = whole;
        this.client = new PayingClient(whole.vertx(), PATIENT);
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    DemoSystem.Running system() {
        return whole.running();
    }

    WholeSystem whole() {
        return whole;
    }

    PayingClient client() {
        return client;
    }

    /** From now on another client, with other patience. */
    void clientWith(ClientOptions options) {
        client.close();
        client = new PayingClient(whole.vertx(), options);
    }

    EvmDevnet chain() {
        return system().ground().chain().orElseThrow();
    }

    /** The keys of the gateway's receipts, from a server as payers have them. */
    ReceiptKeys receiptKeys() throws IOException {
        return ReceiptKeys.of(whole.system().http().get(URI.create(server(2) + GatewayApi.RECEIPT_KEYS), null));
    }

    URI server(int number) {
        return system().servers().get(number - 1).url();
    }

    ResourceAddress ticker(int server) {
        return new ResourceAddress(server(server), "ticker");
    }

    /** The wallet of an account with coins and tokens. */
    EvmWallet funded(int account) throws IOException {
        return wallet(system().ground().accounts().get(account));
    }

    /** The wallet of a new account with a coin. */
    EvmWallet withOneCoin() throws IOException {
        return wallet(chain().account(EvmDevnet.ETHER));
    }

    private EvmWallet wallet(Account account) throws IOException {
        return EvmWallet.open(chain().anvil().rpcUrl(), Credentials.create(account.privateKey()));
    }

    /** The test token as payers know it. */
    Asset usdc() {
        String contract = chain().usdc().address().toLowerCase(Locale.ROOT);
        return new Asset(new AssetId("eip155:" + Anvil.CHAIN_ID + "/erc20:" + contract), "USDC", TestToken.DECIMALS);
    }

    CreditsWallet credits(long units) throws IOException {
        var account = system().operator().openCreditAccount(BigInteger.valueOf(units));
        byte[] secret = HexFormat.of().parseHex(account.secret());
        return new CreditsWallet(account.account(), secret, system().operator()::creditBalance);
    }

    /** A new account with coins. */
    Account payer() {
        return chain().account(EvmDevnet.ETHER.multiply(BigInteger.TEN));
    }

    /** What the first server asks for half a minute. */
    Quoted quote(String resource, String asset) throws IOException {
        ResourceAddress address = new ResourceAddress(server(1), resource);
        JsonObject schema = whole.system().http().get(address.schema(30, null, asset), null);
        return new Quoted(resource, schema.getJsonObject("paymentDetails"));
    }

    /** Sends coins where a quote wants them; the transaction's hash. */
    String pay(Account from, Quoted quote, BigInteger units) {
        return chain().transactions().submit(from, quote.recipient(), units);
    }

    /** A WebSocket without a client. */
    RawSocket connect(int server, String resource) {
        return RawSocket.to(whole.vertx(), new ResourceAddress(server(server), resource));
    }

    void startAgain(Service service) throws InterruptedException {
        service.launch();
        service.awaitReady(whole.system().http());
    }

    static SessionSummary ended(SessionOutcome outcome) {
        return assertInstanceOf(SessionOutcome.Ended.class, outcome, outcome::toString)
                .summary();
    }

    static void assertRefunded(SessionSummary summary) {
        assertTrue(summary.refundsConfirmed(), summary::toString);
        assertEquals(1, summary.refunds().size(), summary::toString);
        assertTrue(summary.consumed().units().signum() > 0, summary::toString);
        assertEquals(summary.paid(), summary.consumed().plus(summary.refunded()));
    }

    /** What the payer lost is what the session cost, to the last unit. */
    static void assertCost(BigInteger before, BigInteger after, Money cost, BigInteger networkFees) {
        assertEquals(cost.units().add(networkFees), before.subtract(after));
    }

    void assertLedgerBalances() throws IOException {
        JsonObject audit = system().operator().audit();
        assertTrue(audit.getBoolean("holds"), audit::encodePrettily);
    }

    /** Waits until everything held is settled and every refund is done; then the law holds. */
    void assertTheLawHoldsInTheEnd() throws IOException, InterruptedException {
        while (isUnderWay("held") || isUnderWay("refunds")) {
            Thread.sleep(200);
        }
        assertNothingIsPending();
        assertLedgerBalances();
    }

    private boolean isUnderWay(String kind) throws IOException {
        return system().operator().pending().getJsonObject(kind).getInteger("total") > 0;
    }

    void assertNothingIsPending() throws IOException {
        JsonObject pending = system().operator().pending();
        for (String kind : List.of("unclaimed", "held", "refunds")) {
            assertEquals(0, pending.getJsonObject(kind).getInteger("total"), pending::encodePrettily);
        }
    }
}
