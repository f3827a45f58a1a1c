package io.ws402.server.resource.upstream;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The query string of a payer's handshake on its way to an upstream. */
final class PayerQuery {
    /** How a WS402 0.1 client names the resource; ours, so never handed on. */
    private static final String RESOURCE_ID = "resourceId";

    private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final String ALSO_ALLOWED = "-._~!$&'()*+,;=:@/?%";

    private PayerQuery() {}

    /** What may be handed on, in a form that is a query by RFC 3986; browsers leave some characters as they are. */
    static String forwarded(@Nullable String raw) {
        if (raw == null) {
            return "";
        }
        String kept = Stream.of(raw.split("&", -1))
                .filter(pair -> !name(pair).equals(RESOURCE_ID))
                .collect(Collectors.joining("&"));
        StringBuilder legal = new StringBuilder();
        for (byte octet : STRAY_PERCENT.matcher(kept).replaceAll("%25").getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            if (character < 0x80 && (Character.isLetterOrDigit(character) || ALSO_ALLOWED.indexOf(character) >= 0)) {
                legal.append(character);
            } else {
                legal.append('%')
                        .append(Character.toUpperCase(Character.forDigit(octet >> 4 & 0xf, 16)))
                        .append(Character.toUpperCase(Character.forDigit(octet & 0xf, 16)));
            }
        }
        return legal.toString();
    }

    private static String name(String pair) {
        String name = pair.split("=", 2)[0];
        return URLDecoder.decode(STRAY_PERCENT.matcher(name).replaceAll("%25"), StandardCharsets.UTF_8);
    }
}
