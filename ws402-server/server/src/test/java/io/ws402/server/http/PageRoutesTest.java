package io.ws402.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.ws402.server.resource.EchoResource;
import io.ws402.server.testing.FakeProvider;
import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.TestServer.Answer;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageRoutesTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"(/ws402/page/[^\"]+)\"");

    private final FakeProvider provider = new FakeProvider();
    private TestServer server = TestServer.start(provider, config -> config).listen();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aBrowserGetsThePageWithTheStatusThatAProgramGets() {
        assertPage(402, page("/ws402/echo"));
        assertPage(200, page("/"));
        assertPage(404, page("/ws402/nothing"));
        assertEquals(List.of(), provider.quoted(), "who only looks costs no quote");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "application/json, text/html;q=0.5", "text/plain", ""})
    void everybodyElseGetsJson(String accept) {
        Answer terms = server.get("/ws402/echo", "Accept", accept);
        assertEquals(402, terms.status());
        assertEquals("application/json", terms.header("Content-Type"));
        Answer sold = server.get("/", "Accept", accept);
        assertEquals(200, sold.status());
        assertEquals("Accept", sold.header("Vary"));
        assertEquals("application/json", sold.header("Content-Type"));
    }

    @Test
    void listsWhatIsSoldWithItsPrices() {
        JsonObject sold = server.get("/").json();
        assertEquals("ws402", sold.getString("protocol"));
        JsonObject echo = sold.getJsonArray("resources").getJsonObject(0);
        JsonObject schema = server.get("/ws402/schema/echo").json();
        assertEquals("echo", echo.getString("resourceId"));
        for (int i = 0; i < schema.getJsonArray("accepts").size(); i++) {
            JsonObject quoted = schema.getJsonArray("accepts").getJsonObject(i);
            quoted.remove("totalPrice");
            quoted.remove("totalPriceAtomic");
            assertEquals(quoted, echo.getJsonArray("accepts").getJsonObject(i));
        }
        assertEquals(schema.getLong("maxSessionDuration"), echo.getLong("maxSessionDuration"));
        assertEquals(schema.getJsonObject("resourceInfo"), echo.getJsonObject("resourceInfo"));
    }

    @Test
    void saysThatTheGatewayIsAwayInsteadOfListingNothing() {
        provider.down(true);
        Answer answer = server.get("/");
        assertEquals(503, answer.status());
        assertEquals("gateway_unavailable", answer.json().getString("code"));
    }

    @Test
    void thePageSpeaksWithThisServerAndThoseOfItsConfigurationAlone() {
        server.close();
        PagePolicy policy = new PagePolicy(
                true,
                List.of("https://eu.example"),
                List.of("https://rpc.example"),
                Map.of("devnet", "https://solana.example:8899/path?key=1", "mainnet", "https://rpc.example"));
        server = TestServer.start(provider, config -> config.withPage(policy)).listen();
        Answer page = page("/ws402/echo");
        assertEquals(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src blob:;"
                        + " connect-src 'self' ws://127.0.0.1:" + server.port()
                        + " https://eu.example wss://eu.example https://rpc.example https://solana.example:8899;"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                page.header("Content-Security-Policy"));
        JsonObject told = server.get("/").json();
        assertEquals(List.of("https://eu.example"), told.getJsonArray("servers").getList());
        assertEquals(
                new JsonObject()
                        .put("devnet", "https://solana.example:8899/path?key=1")
                        .put("mainnet", "https://rpc.example"),
                told.getJsonObject("solana"));
    }

    @Test
    void aMadeUpHostDoesNotReachThePolicy() {
        String policy = String.valueOf(server.get("/", "Accept", BROWSER, "Host", "a;script-src*'unsafe-inline'")
                .header("Content-Security-Policy"));
        assertFalse(policy.contains("unsafe"), policy);
    }

    @Test
    void everyFileOfThePageIsThereToBeKeptForGood() {
        String html = page("/").body().toString();
        List<String> links = LINK.matcher(html)
                .results()
                .map(link -> link.group(1))
                .distinct()
                .toList();
        assertTrue(links.stream().anyMatch(link -> link.endsWith("/client/connect.js")), html);
        assertTrue(links.stream().anyMatch(link -> link.endsWith("/style.css")), html);
        for (String link : links) {
            Answer file = server.get(link);
            assertEquals(200, file.status(), link);
            assertEquals("public, max-age=31536000, immutable", file.header("Cache-Control"));
            assertEquals("nosniff", file.header("X-Content-Type-Options"));
            Answer again = server.get(link, "If-None-Match", String.valueOf(file.header("ETag")));
            assertEquals(304, again.status());
            assertEquals(0, again.body().length());
        }
    }

    @Test
    void aPageOfAnotherVersionGetsFilesThatItDoesNotKeep() {
        Answer file = server.get("/ws402/page/another/style.css");
        assertEquals(200, file.status());
        assertEquals("no-cache", file.header("Cache-Control"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing.js",
                "",
                "package-info.class",
                "../app/server.yaml",
                "%2e%2e/app/server.yaml",
                "..%2fapp%2fserver.yaml",
                "client/types.d.ts"
            })
    void nothingButTheFilesOfThePageCanBeAskedFor(String name) {
        Matcher link = LINK.matcher(page("/").body().toString());
        assertTrue(link.find());
        String version = link.group(1).split("/", -1)[3];
        assertEquals(404, server.get("/ws402/page/" + version + "/" + name).status());
    }

    @Test
    void withoutThePageEverythingIsAsForPrograms() {
        server.close();
        PagePolicy off = new PagePolicy(false, List.of(), List.of(), Map.of());
        server = TestServer.start(provider, config -> config.withPage(off)).listen();
        assertEquals("application/json", page("/ws402/echo").header("Content-Type"));
        assertEquals(404, page("/").status());
        assertEquals(404, server.get("/").status());
        assertEquals(404, server.get("/ws402/page/any/style.css").status());
    }

    @Test
    void itsFolderNamesNoResource() {
        assertEquals(
                "'page' can not name a resource: use letters, digits, dots, dashes and underscores, at most 64, and none"
                        + " of [http, page, qr, schema, sessions]",
                assertThrows(IllegalArgumentException.class, () -> TestServer.offering("page", new EchoResource()))
                        .getMessage());
    }

    private Answer page(String path) {
        return server.get(path, "Accept", BROWSER);
    }

    private static void assertPage(int status, Answer page) {
        assertEquals(status, page.status());
        assertEquals("text/html; charset=utf-8", page.header("Content-Type"));
        assertEquals("no-store", page.header("Cache-Control"));
        assertEquals("nosniff", page.header("X-Content-Type-Options"));
        assertEquals("no-referrer", page.header("Referrer-Policy"));
        assertEquals("Accept", page.header("Vary"));
        assertNull(page.header("Set-Cookie"));
        String html = page.body().toString();
        assertFalse(html.contains("<script>") || html.contains("<style") || html.contains("style="), html);
    }
}
