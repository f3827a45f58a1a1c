package io.ws402.server.resource.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ws402.fuzz.Reader;
import io.ws402.server.http.TrustedProxies;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;

/** The payer's query string on its way to an upstream, and the addresses of proxies. */
public final class QueryFuzzTest implements Reader {
    @FuzzTest
    @Override
    public void read(byte[] input) {
        String text = new String(input, UTF_8);
        String forwarded = PayerQuery.forwarded(text);
        assertEquals(forwarded, URI.create("http://upstream/?" + forwarded).getRawQuery());
        assertEquals(forwarded, PayerQuery.forwarded(forwarded));
        assertTrue(forwarded.length() <= 9 * Math.max(1, input.length), "it grows without bound");
        for (String pair : forwarded.split("&", -1)) {
            assertFalse(URLDecoder.decode(pair.split("=", 2)[0], UTF_8).equals("resourceId"), forwarded);
        }
        try {
            TrustedProxies.of(List.of(text));
        } catch (IllegalArgumentException refused) {
            assertTrue(String.valueOf(refused.getMessage()).contains("no IP address"));
        }
    }
}
