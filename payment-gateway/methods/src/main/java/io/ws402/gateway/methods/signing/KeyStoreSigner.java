package io.ws402.gateway.methods.signing;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.WalletUtils;
import org.web3j.crypto.exception.CipherException;
import org.web3j.utils.Numeric;

/**
 * A key from an encrypted keystore file, as geth, clef, cast and most wallets write it.
 *
 * @see <a href="https://ethereum.org/en/developers/docs/data-structures-and-encoding/web3-secret-storage/">Web3 Secret
 *     Storage, version 3</a>
 */
public final class KeyStoreSigner implements Signer {
    private static final long MAX_FILE_BYTES = 64 * 1024;
    private static final int SECRET_BYTES = 32;

    private final LocalKey key;

    private KeyStoreSigner(LocalKey key) {
        this.key = key;
    }

    /**
     * Decrypts the file; with standard parameters this takes about a second of this thread.
     *
     * @throws SigningException when the file can not be read, is none, or the password is wrong
     */
    public static KeyStoreSigner open(Path file, String password) {
        return new KeyStoreSigner(LocalKey.of(credentials(file, password).getEcKeyPair()));
    }

    /** The 32 bytes that a keystore file holds, whatever key they are. */
    static byte[] secret(Path file, String password) {
        return Numeric.toBytesPadded(credentials(file, password).getEcKeyPair().getPrivateKey(), SECRET_BYTES);
    }

    private static Credentials credentials(Path file, String password) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new SigningException(file + " is too large for a keystore file");
            }
            String json = Files.readString(file);
            return WalletUtils.loadJsonCredentials(password, json);
        } catch (CipherException e) {
            throw new SigningException(
                    String.valueOf(e.getMessage()).contains("Invalid password")
                            ? "the password does not open " + file
                            : file + " is not a Web3 keystore file of version 3");
        } catch (IOException e) {
            throw new SigningException(
                    Files.isReadable(file) ? file + " is not a Web3 keystore file" : file + " can not be read");
        } catch (RuntimeException e) {
            throw e instanceof SigningException known
                    ? known
                    : new SigningException(file + " is not a Web3 keystore file");
        }
    }

    @Override
    public String address() {
        return key.address();
    }

    @Override
    public Future<RecoverableSignature> sign(byte[] digest) {
        return key.sign(digest);
    }

    @Override
    public String toString() {
        return "KeyStoreSigner[" + address() + "]";
    }
}
