package io.ws402.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.protocol.config.ConfigDocument;
import io.ws402.protocol.config.ConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration may say of resources that are handed out over HTTP. */
final class HttpReaderTest {
    @Test
    void readsAFileAndAService() {
        ResourceKind file = read("{ file: pom.xml, contentType: text/xml }");
        assertEquals(
                "text/xml", assertInstanceOf(ResourceKind.HttpFile.class, file).contentType());
        ResourceKind service = read("{ http: 'https://api.example/v1', methods: [GET, POST], forwardQuery: true,"
                + " headers: { forward: [X-Wish], set: [{ name: Authorization, value: Bearer abc }] } }");
        var upstream = assertInstanceOf(ResourceKind.HttpService.class, service).service();
        assertEquals("/v1", upstream.address().path());
        assertEquals(443, upstream.address().port());
        assertEquals(List.of("GET", "POST"), upstream.methods());
        assertTrue(upstream.forwardQuery());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ file: nowhere.pdf }|resources[0].file names nowhere.pdf, which is no file",
                "{ file: src }|resources[0].file names src, which is no file",
                "{ file: pom.xml, resource: echo }|resources[0].file stands beside resource",
                "{ file: pom.xml, methods: [POST] }|resources[0].methods means nothing here: it is for a resource that is http",
                "{ file: pom.xml, forwardQuery: true }|it is for a resource that is http or upstream, and this is file",
                "{ resource: echo, contentType: text/xml }|resources[0].contentType means nothing here",
                "{ http: 'ftp://x/' }|resources[0].http must begin with http:// or https://",
                "{ http: 'http://x/', methods: [TRACE] }|resources[0].methods names TRACE, which is none of",
                "{ http: 'http://x/', headers: { forward: [Authorization] } }|which carries the payer's access token",
                "{ http: 'http://x/', headers: { forward: [Connection] } }|belongs to one connection",
                "{ http: 'http://x/', trust: ca.pem }|resources[0].trust is for an upstream that is reached over TLS"
            })
    void refusesWhatCanNotBe(String resource, String complaint) {
        String refusal = refusal(resource, "{ pricePerSecond: 1 }");
        assertTrue(refusal.contains(complaint), refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ file: pom.xml }|{ pricePerSecond: 1, pricePerMegabyte: 1 }|prices[0].pricePerMegabyte",
                "{ http: 'http://x/' }|{ pricePerSecond: 1, pricePerMessage: 1 }|prices[0].pricePerMessage"
            })
    void isSoldByTimeAlone(String resource, String price, String key) {
        String refusal = refusal(resource, price);
        assertTrue(refusal.contains(key), refusal);
        assertTrue(refusal.contains("sold by time alone"), refusal);
    }

    private static String refusal(String resource, String price) {
        return assertThrows(ConfigException.class, () -> read(resource, price)).toString();
    }

    private static ResourceKind read(String resource) {
        return read(resource, "{ pricePerSecond: 1 }");
    }

    private static ResourceKind read(String resource, String price) {
        String yaml = "resources:\n  - { id: thing, prices: [" + price + "], "
                + resource.strip().substring(1).strip() + "\n";
        return ProgramConfig.of(
                        ConfigDocument.parse("server.yaml", yaml, Map.of("GATEWAY_API_KEY", "the-key-of-this-server")))
                .server()
                .resources()
                .getFirst()
                .kind();
    }
}
