package io.ws402.demo.whole;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.ws402.demo.system.Service;
import io.ws402.protocol.receipt.Receipt;
import io.ws402.protocol.receipt.ReceiptReading;
import io.ws402.protocol.receipt.ReceiptVerifier;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The payer's page in a real browser: what people do with it, what they see, and what becomes of their money. */
class PayersPageTest extends WholePath {
    private static final List<Integer> WIDTHS = List.of(360, 768, 1440);
    private static final Path PICTURES = Path.of("target", "page");
    private static final Pattern COIN_PAYMENT = Pattern.compile("ethereum:(0x[0-9a-fA-F]{40})@31337\\?value=([0-9]+)");
    private static final Pattern RUNNING = Pattern.compile("Served by .*");

    private Chromium chromium;
    private Page page;

    PayersPageTest(WholeSystem whole) {
        super(whole);
    }

    @BeforeEach
    void open() {
        assumeTrue(
                system().hasChain(),
                () -> "these pay on chain: " + system().ground().whyNoChain());
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
    void paysOnChainTopsUpOutlivesItsServerAndSeesTheRestComeBack() throws Exception {
        Service server = system().servers().getFirst();
        try {
            page.navigate(system().endpoints().page().toString());
            lookAtIt("order");
            begin();
            assertThat(page.locator("#log p").nth(4)).containsText("DEMO-USD");
            lookAtIt("running");

            page.click("#top-ups button");
            assertThat(page.locator("#notice")).containsText("more counts now");

            server.kill();
            assertThat(page.locator("#state")).hasText("Served by " + server(2).getAuthority() + ".");
            assertThat(page.locator("#live-title")).hasText("Running");

            page.click("#end");
            assertFinal("You ended it.");
            lookAtIt("receipt");
            assertEquals(2, page.locator(".refund").count(), "one for each payment");
            assertEquals(2, downloaded().deposits().size());
            for (String hash : page.locator(".hash code").allTextContents()) {
                assertEquals(
                        "0x1",
                        chain().anvil()
                                .call("eth_getTransactionReceipt", hash)
                                .get("status")
                                .asText());
            }
            assertLedgerBalances();
            // What a browser says of connections to a server that is gone.
            chromium.assertNoComplaints("net::ERR_", "WebSocket connection to");
        } finally {
            startAgain(server);
        }
    }

    @Test
    void theCodeSaysWhatTheQuoteAsksAndItsPaymentIsFoundOnTheChain() throws Exception {
        page.navigate(system().endpoints().page().toString());
        page.locator("label", having("QR code")).click();
        page.click("#pay");
        assertThat(page.locator("#code-picture")).isVisible();
        page.evaluate("document.querySelector('#code-picture').decode()");
        String asked = page.locator("#code-open").getAttribute("href");
        assertEquals(asked, decoded(page.locator("#code-picture").screenshot()));
        chromium.assertAccessible(page);

        Matcher payment = COIN_PAYMENT.matcher(asked);
        assertTrue(payment.matches(), asked);
        chain().transactions().submit(payer(), payment.group(1), new BigInteger(payment.group(2)));

        assertThat(page.locator("#state")).hasText(RUNNING);
        page.click("#end");
        assertFinal("You ended it.");
        assertLedgerBalances();
        chromium.assertNoComplaints();
    }

    @Test
    void aPausedSessionStandsStillAndShowsItsPictureNoLonger() throws Exception {
        page.navigate(at("/ws402/poster"));
        begin();
        assertThat(page.locator("#shown img")).isVisible();
        page.click("#pause");
        assertThat(page.locator("#state")).containsText("nothing is charged");
        assertThat(page.locator("#shown img")).hasCount(0);
        BigDecimal paused = figure("#consumed");
        chromium.assertAccessible(page);
        assertTrue(figure("#consumed").compareTo(paused) >= 0, "no meter runs back");
        page.click("#pause");
        assertThat(page.locator("#shown img")).isVisible();
        page.click("#end");
        assertFinal("You ended it.");
        chromium.assertNoComplaints();
    }

    @Test
    void aTabThatIsReloadedFollowsWhatComesBack() throws Exception {
        page.onDialog(Dialog::accept);
        page.navigate(at("/ws402/ticker"));
        page.locator("label", having("CREDIT")).click();
        begin();
        page.reload();
        assertThat(page.locator("#receipt-final")).not().isEmpty();
        assertSumsAgree();
        assertNull(page.evaluate("sessionStorage.getItem('ws402 /ws402/ticker')"));
        assertEquals("CREDIT", downloaded().asset().symbol());
        chromium.assertNoComplaints();
    }

    @Test
    void whoseWalletDeclinesIsToldThatNothingWasPaid() throws Exception {
        // A fake wallet: no real one can be put into a browser without a window.
        page.addInitScript("window.ethereum = {request: async ({method}) => {"
                + " if (method === 'eth_chainId') return '0x7a69';"
                + " if (method === 'eth_requestAccounts') return ['0x00000000000000000000000000000000000000aa'];"
                + " throw Object.assign(new Error('User rejected the request.'), {code: 4001}); }}");
        page.navigate(server(1) + "/ws402/ticker");
        page.locator("label", having("Browser wallet")).click();
        page.click("#pay");
        assertThat(page.locator("#problem-money")).hasText("Nothing was paid.");
        assertThat(page.locator("#problem-code")).hasText("wallet_rejected");
        assertThat(page.locator("#problem-title")).isFocused();
        chromium.assertAccessible(page);
        page.click("#problem-back");
        assertThat(page.locator("#order")).isVisible();
        chromium.assertNoComplaints();
    }

    @Test
    void theFirstPageListsWhatIsSoldAndLeadsThereByKeyboardAlone() throws Exception {
        page.navigate(at("/"));
        assertThat(page.locator("#resources a"))
                .hasCount(system().endpoints().resources().size());
        lookAtIt("shop");
        page.locator("#resources a").first().focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#name")).hasText("ticker");
        page.locator("#pay").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#live-title")).isFocused();
        page.locator("#end").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#receipt-title")).isFocused();
        assertFinal("You ended it.");
        chromium.assertNoComplaints();
    }

    private void begin() {
        page.click("#pay");
        assertThat(page.locator("#state")).hasText(RUNNING);
    }

    private String at(String path) {
        URI address = system().endpoints().page();
        return server(1) + path + "#" + address.getRawFragment();
    }

    private static Page.LocatorOptions having(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    /** The signed receipt as the page hands it over, verified by the browser and here. */
    private Receipt downloaded() throws IOException {
        Download download = page.waitForDownload(() -> page.click("#signed"));
        assertThat(page.locator("#signed-text")).containsText("Verified: ");
        assertThat(page.locator("#signed-text")).containsText("it says what was seen here");
        String signed = Files.readString(download.path());
        ReceiptReading reading = ReceiptVerifier.verify(signed, receiptKeys());
        Receipt receipt =
                assertInstanceOf(ReceiptReading.Verified.class, reading).receipt();
        assertTrue(receipt.isFinal());
        assertEquals("receipt-" + receipt.sessionId() + ".jwt", download.suggestedFilename());
        return receipt;
    }

    private void assertFinal(String reason) {
        assertThat(page.locator("#receipt-final")).not().isEmpty();
        assertThat(page.locator("#receipt-reason")).hasText(reason);
        assertSumsAgree();
    }

    private void assertSumsAgree() {
        assertEquals(0, sum("paid").compareTo(sum("consumed").add(sum("refund"))));
        assertTrue(sum("refund").signum() > 0);
    }

    private BigDecimal sum(String which) {
        return figure("#sum-" + which);
    }

    private BigDecimal figure(String place) {
        return new BigDecimal(page.locator(place).textContent().split(" ", 2)[0]);
    }

    /** In both themes and at three widths: nothing sticks out, nobody is kept out, and there is a picture of it. */
    private void lookAtIt(String stage) throws IOException {
        chromium.assertAccessible(page);
        for (int width : WIDTHS) {
            page.setViewportSize(width, 900);
            for (ColorScheme theme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
                String name = stage + "-" + width + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png";
                page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name)));
            }
            assertEquals(width, page.evaluate("document.documentElement.scrollWidth"), stage);
        }
    }

    private static String decoded(byte[] picture) throws IOException, NotFoundException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture));
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        RGBLuminanceSource source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
        return new QRCodeMultiReader().decodeMultiple(new BinaryBitmap(new HybridBinarizer(source)))[0].getText();
    }
}
