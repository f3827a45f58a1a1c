package io.ws402.bench.durable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Hash;
import org.web3j.crypto.Sign;

/** A signature of secp256k1 whose signer is to be recovered, with the library by which the product signs. */
final class Recovery {
    private static final String SEED = "a key that is good for nothing else";

    private final byte[] digest = Hash.sha3(new byte[] {4, 0, 2});
    private final BigInteger signer;
    private final Sign.SignatureData signature;

    /** Of one signature, the same each time: recovering costs the same whatever was signed. */
    Recovery() {
        ECKeyPair keys = ECKeyPair.create(Hash.sha3(SEED.getBytes(StandardCharsets.US_ASCII)));
        signer = keys.getPublicKey();
        signature = Sign.signMessage(digest, keys, false);
    }

    /** Recovers the signer; whether it is the right one. */
    boolean succeeds() {
        try {
            return Sign.signedMessageHashToKey(digest, signature).equals(signer);
        } catch (SignatureException e) {
            return false;
        }
    }
}
