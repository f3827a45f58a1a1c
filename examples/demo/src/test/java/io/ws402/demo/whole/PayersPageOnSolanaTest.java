package io.ws402.demo.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.SelectOption;
import io.vertx.core.json.JsonObject;
import io.ws402.devnet.SolanaDevnet;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The payer's page in a real browser, with wallets of Solana that announce themselves, and with several assets. */
class PayersPageOnSolanaTest extends WholePath {
    private static final Pattern RUNNING = Pattern.compile("Served by .*");
    private static final List<Integer> WIDTHS = List.of(360, 768, 1440);

    /** Fake wallets, one that sends and one that only signs: no real one can be put into a browser without a window. */
    private static final String WALLETS = """
            const chains = ['solana:localnet', 'solana:devnet'];
            const declined = Object.assign(new Error('User rejected the request.'), {name: 'WalletStandardError', context: {__code: 4001000}});
            const decline = async () => { throw declined; };
            const walletOf = (name, feature, method) => {
              const account = {address: '4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi', publicKey: new Uint8Array(32).fill(1),
                chains, features: [feature]};
              return {version: '1.0.0', name, icon: 'data:,', chains, accounts: [], features: {
                'standard:connect': {version: '1.0.0', connect: async () => ({accounts: [account]})},
                [feature]: {version: '1.0.0', supportedTransactionVersions: ['legacy', 0], [method]: decline},
              }};
            };
            window.addEventListener('wallet-standard:app-ready', ({detail}) => detail.register(
              walletOf('Sending wallet', 'solana:signAndSendTransaction', 'signAndSendTransaction'),
              walletOf('Signing wallet', 'solana:signTransaction', 'signTransaction')));
            """;

    private static final String DEVNET = "EtWTRABZaYq6iMfeYKouRu166VU2xqa1";

    private Chromium chromium;
    private Page page;

    PayersPageOnSolanaTest(WholeSystem whole) {
        super(whole);
    }

    @BeforeEach
    void open() {
        assumeTrue(
                system().solana().chain().isPresent(), () -> system().solana().whyNoChain());
        assumeTrue(system().hasChain(), () -> system().ground().whyNoChain());
        chromium = Chromium.start();
        page = chromium.page();
    }

    @AfterEach
    void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void paysSolTopsUpWithATokenAndSeesEachComeBackAsItCame() throws Exception {
        page.navigate(system().endpoints().page().toString());
        choose("#offers", "SOL");
        assertThat(page.locator("#wallets label").first()).containsText("Development wallet");
        begin();
        with("USDC on localnet, Development wallet");
        lookAtIt();

        page.locator("#top-up-sizes button").first().click();
        assertThat(page.locator("#notice")).containsText("USDC is paid");
        page.click("#end");

        assertThat(page.locator("#receipt-final")).not().isEmpty();
        assertSumsAgree();
        assertThat(page.locator(".refund")).hasCount(2);
        List<String> refunds = page.locator(".refund > p:first-child").allTextContents();
        assertEquals(1, refunds.stream().filter(text -> text.contains("SOL")).count(), refunds::toString);
        assertEquals(1, refunds.stream().filter(text -> text.contains("USDC")).count(), refunds::toString);
        for (String hash : page.locator(".hash code").allTextContents()) {
            assertEquals("null", transaction(hash).at("/meta/err").asText(), hash);
        }
        assertLedgerBalances();
        chromium.assertNoComplaints();
    }

    @Test
    void goesOnByItselfUpToItsLimitInTheAssetThatIsChosen() throws Exception {
        page.navigate(at("/ws402/ticker"));
        choose("#offers", "ETH");
        page.fill("#seconds", "12");
        begin();
        with("SOL on localnet, Development wallet");
        assertThat(page.locator("#keep-going-total option").first()).hasText("10 min, 0.06 SOL");
        page.locator("#keep-going").focus();
        page.keyboard().press("Space");

        assertThat(page.locator("#notice")).containsText("SOL is paid");
        assertThat(page.locator("#keep-going")).isChecked();
        page.click("#end");
        assertThat(page.locator("#receipt-final")).not().isEmpty();
        assertSumsAgree();
        assertThat(page.locator(".refund", having("SOL"))).hasCount(1);
        chromium.assertNoComplaints();
    }

    @Test
    void whoPaysByHandIsNotAskedAgainAndAgain() throws Exception {
        page.navigate(at("/ws402/ticker"));
        choose("#offers", "CREDIT");
        begin();
        page.check("#keep-going");
        with("ETH on local, QR code");
        assertThat(page.locator("#keep-going")).isHidden();
        page.locator("#top-up-sizes button").first().click();
        assertThat(page.locator("#code-picture")).isVisible();
        page.click("#code-cancel");
        assertThat(page.locator("#notice")).containsText("closed before a payment was seen");
        page.click("#end");
        assertThat(page.locator("#receipt-final")).not().isEmpty();
        chromium.assertNoComplaints();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sending wallet", "Signing wallet"})
    void whoseWalletDeclinesIsToldThatNothingWasPaid(String wallet) throws Exception {
        page.addInitScript(WALLETS);
        page.navigate(server(1) + "/ws402/ticker");
        choose("#offers", "SOL");
        choose("#wallets", wallet);
        page.click("#pay");
        assertThat(page.locator("#problem-money")).hasText("Nothing was paid.");
        assertThat(page.locator("#problem-code")).hasText("wallet_rejected");
        chromium.assertNoComplaints();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"mainnet\": \"https://rpc.example\"}", "{\"localnet\": \"https://rpc.example\"}"})
    void withoutANodeThereIsTheCodeAndThePageSaysWhy(String nodes) throws Exception {
        page.addInitScript(WALLETS);
        sell(nodes, sold -> sold);
        page.navigate(server(1) + "/ws402/ticker");
        choose("#offers", "SOL");
        assertThat(page.locator("#wallets label strong")).hasText(new String[] {"QR code"});
        assertThat(page.locator("#wallet-note")).containsText("names no node");
        chromium.assertAccessible(page);
        choose("#offers", "CREDIT");
        assertThat(page.locator("#wallet-note")).isHidden();
        chromium.assertNoComplaints();
    }

    @Test
    void whatIsSignedForAClusterOfPlayMoneyDoesNotGoToTheServersNode() throws Exception {
        page.addInitScript(WALLETS);
        String local = solana().chain().genesisHash().substring(0, DEVNET.length());
        sell("{\"devnet\": \"https://rpc.example\"}", sold -> sold.replace(local, DEVNET));
        page.navigate(server(1) + "/ws402/ticker");
        choose("#offers", "SOL");
        assertThat(page.locator("#wallets label strong")).hasText(new String[] {"Sending wallet", "QR code"});
        chromium.assertNoComplaints();
    }

    @Test
    void aPaymentByTheCodeIsFoundByItsReference() throws Exception {
        page.navigate(at("/ws402/ticker"));
        choose("#offers", "SOL");
        choose("#wallets", "QR code");
        page.click("#pay");
        assertThat(page.locator("#code-picture")).isVisible();
        String asked = page.locator("#code-open").getAttribute("href");
        assertNotNull(asked);
        // Another device: the development wallet, paying by what the address says alone.
        page.evaluate(
                """
                async ([uri, key, rpc, genesis]) => {
                  const {developmentWallet, solanaWallet} = await import(
                    document.querySelector('link[href$="client/index.js"]').href);
                  const [, recipient, query] = /^solana:([^?]+)\\?(.*)$/.exec(uri);
                  const words = new URLSearchParams(query);
                  const amount = BigInt(Math.round(Number(words.get('amount')) * 1e9));
                  const asset = {id: `solana:${genesis.slice(0, 32)}/slip44:501`, symbol: 'SOL', decimals: 9};
                  await solanaWallet(developmentWallet(key), {rpc}).pay({offer: {asset}, amount, recipient,
                    reference: words.get('reference'), paymentUri: uri, details: {type: 'solana'}}, {});
                }""",
                List.of(
                        asked,
                        system().solana().accounts().getFirst().secretKey(),
                        solana().chain().rpcUrl(),
                        solana().chain().genesisHash()));

        assertThat(page.locator("#state")).hasText(RUNNING);
        page.click("#end");
        assertThat(page.locator("#receipt-final")).not().isEmpty();
        assertSumsAgree();
        chromium.assertNoComplaints();
    }

    private SolanaDevnet solana() {
        return system().solana().chain().orElseThrow();
    }

    private JsonNode transaction(String signature) {
        return solana().chain()
                .call(
                        "getTransaction",
                        signature,
                        Map.of("commitment", "confirmed", "maxSupportedTransactionVersion", 0));
    }

    /** The list of what is sold, as a server gives it that names these nodes, and is changed otherwise. */
    private void sell(String nodes, UnaryOperator<String> change) {
        page.route(server(1) + "/", route -> {
            var answer = route.fetch();
            JsonObject sold = new JsonObject(answer.text()).put("solana", new JsonObject(nodes));
            route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(change.apply(sold.encode())));
        });
    }

    private void begin() {
        page.click("#pay");
        assertThat(page.locator("#state")).hasText(RUNNING);
    }

    private void choose(String group, String text) {
        page.locator(group + " label", having(text)).first().click();
    }

    private void with(String label) {
        page.selectOption("#top-up-with", new SelectOption().setLabel(label));
    }

    private String at(String path) {
        return server(1) + path + "#" + system().endpoints().page().getRawFragment();
    }

    private static Page.LocatorOptions having(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    private void assertSumsAgree() {
        assertEquals(0, sum("paid").compareTo(sum("consumed").add(sum("refund"))));
    }

    private BigDecimal sum(String which) {
        Locator figure = page.locator("#sum-" + which);
        return new BigDecimal(figure.textContent().split(" ", 2)[0]);
    }

    private void lookAtIt() throws IOException {
        chromium.assertAccessible(page);
        for (int width : WIDTHS) {
            page.setViewportSize(width, 900);
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target", "page", "several-" + width + ".png")));
            assertEquals(width, page.evaluate("document.documentElement.scrollWidth"));
        }
    }
}
