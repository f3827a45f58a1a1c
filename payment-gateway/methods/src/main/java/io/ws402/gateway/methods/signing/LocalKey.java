package io.ws402.gateway.methods.signing;

import io.vertx.core.Future;
import java.math.BigInteger;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

/** A key in this process's memory. Nonces of signatures are deterministic (RFC 6979). */
final class LocalKey implements Signer {
    private static final int DIGEST_BYTES = 32;
    private static final BigInteger CURVE_ORDER = Sign.CURVE_PARAMS.getN();

    private final ECKeyPair pair;
    private final String address;

    private LocalKey(ECKeyPair pair) {
        this.pair = pair;
        this.address = Keys.toChecksumAddress(Keys.getAddress(pair));
    }

    static LocalKey of(ECKeyPair pair) {
        BigInteger secret = pair.getPrivateKey();
        if (secret.signum() <= 0 || secret.compareTo(CURVE_ORDER) >= 0) {
            throw new SigningException("the key is not a secp256k1 private key");
        }
        return new LocalKey(pair);
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public Future<RecoverableSignature> sign(byte[] digest) {
        if (digest.length != DIGEST_BYTES) {
            return Future.failedFuture(new SigningException("a digest has 32 bytes, not " + digest.length));
        }
        Sign.SignatureData signature = Sign.signMessage(digest, pair, false);
        return Future.succeededFuture(new RecoverableSignature(
                new BigInteger(1, signature.getR()),
                new BigInteger(1, signature.getS()),
                signature.getV()[0] - Sign.LOWER_REAL_V));
    }

    @Override
    public String toString() {
        return "LocalKey[" + address + "]";
    }
}
