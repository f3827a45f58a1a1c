package io.ws402.server.http;

import io.vertx.core.http.HttpServerRequest;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The proxies whose {@code X-Forwarded-*} headers are believed. From anybody else they are ignored, since everybody can
 * send them.
 */
public final class TrustedProxies {
    private static final String IPV6_BLOCK = "::/64";

    private final List<Block> blocks;

    /** The addresses of one length that share their first bits. */
    private record Block(BigInteger prefix, int addressBits, int prefixBits) {
        static Block of(byte[] address, int prefixBits) {
            int addressBits = address.length * Byte.SIZE;
            if (prefixBits < 0 || prefixBits > addressBits) {
                throw new IllegalArgumentException("the prefix is too long");
            }
            return new Block(new BigInteger(1, address).shiftRight(addressBits - prefixBits), addressBits, prefixBits);
        }

        boolean contains(byte[] address) {
            return address.length * Byte.SIZE == addressBits
                    && of(address, prefixBits).equals(this);
        }
    }

    private TrustedProxies(List<Block> blocks) {
        this.blocks = blocks;
    }

    /**
     * Proxies by address ({@code 127.0.0.1}, {@code ::1}) or block ({@code 10.0.0.0/8}).
     *
     * @throws IllegalArgumentException naming the entry that is neither
     */
    public static TrustedProxies of(List<String> entries) {
        List<Block> blocks = new ArrayList<>();
        for (String entry : entries) {
            try {
                String[] parts = entry.split("/", 2);
                byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
                blocks.add(
                        Block.of(address, parts.length == 1 ? address.length * Byte.SIZE : Integer.parseInt(parts[1])));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + entry + "' is no IP address or block such as 10.0.0.0/8", e);
            }
        }
        return new TrustedProxies(List.copyOf(blocks));
    }

    /** Whether the request came straight from a trusted proxy. */
    boolean sent(HttpServerRequest request) {
        return trusts(remote(request));
    }

    /**
     * The address that a request is counted by: the last one in {@code X-Forwarded-For} that is no trusted proxy, when the
     * request came through one. An IPv6 address is cut to its /64, of which everybody has many.
     */
    String clientAddress(HttpServerRequest request) {
        String address = remote(request);
        if (trusts(address)) {
            String[] hops = String.join(",", request.headers().getAll("X-Forwarded-For"))
                    .split(",", -1);
            for (int hop = hops.length - 1; hop >= 0 && trusts(address); hop--) {
                String candidate = hops[hop].strip();
                if (!isAddress(candidate)) {
                    break;
                }
                address = candidate;
            }
        }
        return counted(address);
    }

    private boolean trusts(String address) {
        if (blocks.isEmpty() || !isAddress(address)) {
            return false;
        }
        byte[] bytes = InetAddress.ofLiteral(address).getAddress();
        return blocks.stream().anyMatch(block -> block.contains(bytes));
    }

    /** Whether a counted address is a block of IPv6. */
    static boolean isIpv6(String counted) {
        return counted.endsWith(IPV6_BLOCK);
    }

    /** The /48 of a counted IPv6 address. */
    static String network(String counted) {
        return counted.substring(0, 12);
    }

    private static String counted(String address) {
        if (!isAddress(address)) {
            return address;
        }
        InetAddress parsed = InetAddress.ofLiteral(address);
        byte[] bytes = parsed.getAddress();
        if (bytes.length == 4) {
            // One form for all ways to write it, ::ffff:203.0.113.7 too.
            return parsed.getHostAddress();
        }
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            prefix.append(String.format("%02x", bytes[i]));
        }
        return prefix.append(IPV6_BLOCK).toString();
    }

    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String remote(HttpServerRequest request) {
        String address = request.remoteAddress().hostAddress();
        return address == null ? "unknown" : address;
    }
}
