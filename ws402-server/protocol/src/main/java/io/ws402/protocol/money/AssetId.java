package io.ws402.protocol.money;

import java.util.regex.Pattern;

/**
 * A CAIP-19 asset identifier, for example {@code eip155:8453/slip44:60} or {@code eip155:8453/erc20:0x8335…}.
 *
 * @param value the whole identifier; compared byte for byte, so EVM contract addresses are lower case
 * @see <a href="https://chainagnostic.org/CAIPs/caip-19">CAIP-19</a>
 */
public record AssetId(String value) {
    private static final Pattern CAIP_19 =
            Pattern.compile("[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}/[-a-z0-9]{3,8}:[-.%a-zA-Z0-9]{1,128}");

    /** @throws IllegalArgumentException when the value is not a CAIP-19 identifier */
    public AssetId {
        if (!CAIP_19.matcher(value).matches()) {
            throw new IllegalArgumentException("not a CAIP-19 asset id: " + value);
        }
    }

    /** The CAIP-2 chain the asset lives on, for example {@code eip155:8453}. */
    public String chain() {
        return value.substring(0, value.indexOf('/'));
    }

    /** The part behind the chain, for example {@code erc20:0x8335…}. */
    public String local() {
        return value.substring(value.indexOf('/') + 1);
    }

    @Override
    public String toString() {
        return value;
    }
}
