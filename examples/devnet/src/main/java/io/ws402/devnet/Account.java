package io.ws402.devnet;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.IntStream;
import org.web3j.crypto.Bip32ECKeyPair;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.crypto.MnemonicUtils;
import org.web3j.utils.Numeric;

/**
 * An externally owned account of the local chain, with its key. The key is in {@link #privateKey} only, not in
 * {@link #toString}.
 *
 * @param address checksummed as EIP-55 has it
 * @param privateKey 32 bytes in hexadecimal after {@code 0x}
 */
public record Account(String address, String privateKey) {
    /** The phrase that every Ethereum developer's tool derives its test accounts from. Known to all the world. */
    private static final String WELL_KNOWN_PHRASE = "test test test test test test test test test test test junk";

    private static final int HARDENED = Bip32ECKeyPair.HARDENED_BIT;

    /** A new account that nobody else can know. */
    public static Account random() {
        try {
            return of(Keys.createEcKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("web3j brings the curve secp256k1 along", e);
        }
    }

    /** The first {@code count} accounts of the phrase that all development chains share; only for local play. */
    public static List<Account> wellKnown(int count) {
        Bip32ECKeyPair master = Bip32ECKeyPair.generateKeyPair(MnemonicUtils.generateSeed(WELL_KNOWN_PHRASE, ""));
        return IntStream.range(0, count)
                .mapToObj(index -> Bip32ECKeyPair.deriveKeyPair(
                        master, new int[] {44 | HARDENED, 60 | HARDENED, HARDENED, 0, index}))
                .map(Account::of)
                .toList();
    }

    private static Account of(ECKeyPair keys) {
        return new Account(
                Keys.toChecksumAddress(Keys.getAddress(keys)),
                Numeric.toHexStringWithPrefixZeroPadded(keys.getPrivateKey(), 64));
    }

    Credentials credentials() {
        return Credentials.create(privateKey);
    }

    @Override
    public String toString() {
        return address;
    }
}
