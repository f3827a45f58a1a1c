package io.ws402.gateway.methods.signing;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.p2p.solanaj.utils.Base58;

/** An Ed25519 key in this process's memory, from a file or, in development, from an environment variable. */
public final class LocalEd25519Key implements Ed25519Signer {
    private static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;
    private static final int PAIR_BYTES = SEED_BYTES + Ed25519.PUBLIC_KEY_SIZE;

    private final byte[] seed;
    private final byte[] publicKey;

    private LocalEd25519Key(byte[] seed) {
        this.seed = seed;
        this.publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    }

    /**
     * Reads a file as {@code solana-keygen} writes it, an array of 64 numbers, or with the same bytes in base58 as wallets
     * export them. Nobody but its owner may be able to read it.
     *
     * @throws SigningException when it can not be read, is none, or is open to others
     */
    public static LocalEd25519Key ofFile(Path file) {
        return of(KeypairText.ofFile(file), file.toString());
    }

    /**
     * Reads the variable, in the same forms.
     *
     * @throws SigningException when it is not set or is no key
     */
    public static LocalEd25519Key ofEnvironment(String variable, Environment environment) {
        String value = environment.get(variable);
        if (value == null || value.isBlank()) {
            throw new SigningException("the environment variable " + variable + " is not set");
        }
        return of(value, "the environment variable " + variable);
    }

    /**
     * Decrypts a Web3 keystore file that holds the key's secret half (32 bytes); with standard parameters this takes about
     * a second of this thread.
     *
     * @throws SigningException when the file can not be read, is none, or the password is wrong
     */
    public static LocalEd25519Key ofKeyStore(Path file, String password) {
        return new LocalEd25519Key(KeyStoreSigner.secret(file, password));
    }

    /**
     * Reads a text in the same forms.
     *
     * @param where where it comes from, for messages
     * @throws SigningException when it is no key
     */
    public static LocalEd25519Key of(String text, String where) {
        byte[] pair = KeypairText.bytes(text);
        if (pair.length != PAIR_BYTES) {
            throw new SigningException(where + " is not a key pair: 64 numbers in brackets, or 64 bytes in base58");
        }
        LocalEd25519Key key = new LocalEd25519Key(Arrays.copyOf(pair, SEED_BYTES));
        if (!Arrays.equals(key.publicKey, Arrays.copyOfRange(pair, SEED_BYTES, PAIR_BYTES))) {
            throw new SigningException(where + " is not a key pair: its public half is not that of its secret half");
        }
        return key;
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public Future<byte[]> sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return Future.succeededFuture(signature);
    }

    @Override
    public String toString() {
        return "LocalEd25519Key[" + Base58.encode(publicKey) + "]";
    }
}
