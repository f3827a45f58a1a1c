package io.ws402.demo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A real browser without a window, and what it complains of: errors on the console, what a policy forbids among them. */
final class Chromium implements AutoCloseable {
    private static final double PATIENCE_MS = 90_000;
    private static final List<String> PLACES = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser");
    private static final List<String> OPTIONS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static final String AXE = """
            axe.run(document, {resultTypes: ['violations']}).then(({violations}) => JSON.stringify(violations
              .filter(({impact}) => impact === 'serious' || impact === 'critical')
              .map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(' ')}`)))
            """;

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    private Chromium(Path program) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions().setExecutablePath(program).setArgs(OPTIONS));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    }

    /** The test is skipped where there is none. */
    static Chromium start() {
        Optional<Path> program =
                PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
        assumeTrue(program.isPresent(), "no Chromium is found at " + PLACES + "; Debian: apt install chromium");
        return new Chromium(program.get());
    }

    /** An empty page of a new visitor. */
    Page page() {
        Page page = browser.newContext().newPage();
        page.setDefaultTimeout(PATIENCE_MS);
        page.onConsoleMessage(message -> {
            // Browsers note the status of the page itself.
            if (message.type().equals("error") && !message.text().contains("a status of 402")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    /** Fails with what it complained of, besides what a test makes it complain of. */
    void assertNoComplaints(String... expected) {
        assertEquals(
                List.of(),
                complaints.stream()
                        .filter(complaint -> Stream.of(expected).noneMatch(complaint::contains))
                        .toList());
    }

    /** Fails with what people who use a keyboard, a screen reader or little contrast can not do, in both themes. */
    void assertAccessible(Page page) throws IOException {
        try (InputStream axe = Objects.requireNonNull(Chromium.class.getResourceAsStream("/axe.min.js"))) {
            page.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        for (ColorScheme theme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
            assertEquals(new JsonArray(), new JsonArray((String) page.evaluate(AXE)), theme::toString);
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
