package io.ws402.server.resource.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpstreamPathTest {
    @ParameterizedTest
    @CsvSource({
        "/base, '', /base",
        "/base/, '', /base/",
        "/base/, /a/b, /base/a/b",
        "/base, /a/, /base/a/",
        "/, /x, /x",
        "/b, /a%20b, /b/a%20b",
        "/b, /100%25, /b/100%25",
        "/b, /..., /b/...",
        "/b, /a..b, /b/a..b",
        "/b, /a+b;v=1, /b/a+b;v=1"
    })
    void keepsWhatStaysInside(String base, String rest, String path) {
        assertEquals(Optional.of(path), UpstreamPath.of(base, rest));
    }

    @Test
    void readsAPathThatIsAsLongAsARequestLineMayBe() {
        String path = "/a%20b".repeat(4_096 / 6);
        assertEquals(Optional.of("/base" + path), UpstreamPath.of("/base", path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/.",
                "/a/../b",
                "/a/./b",
                "/%2e%2e/x",
                "/.%2E/x",
                "/..%2fetc",
                "/a%2Fb",
                "/a%5c..",
                "/a\\b",
                "/%252e%252e/x",
                "/%252fetc",
                "/%25252e%25252e",
                "/..;/x",
                "/..;a=b/x",
                "/%2e%2e;/x",
                "//evil.example/",
                "/a//b",
                "/a%00",
                "/a%0d%0aX:1",
                "/a%",
                "/a%zz",
                "/a b",
                "/\u00e4"
            })
    void refusesWhatCouldLeadElsewhere(String rest) {
        assertEquals(Optional.empty(), UpstreamPath.of("/base", rest));
    }
}
