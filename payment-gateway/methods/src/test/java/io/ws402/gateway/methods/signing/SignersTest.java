package io.ws402.gateway.methods.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.devnet.Account;
import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SignatureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Hash;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;
import org.web3j.crypto.WalletUtils;
import org.web3j.utils.Numeric;

final class SignersTest {
    private final Account account = Account.random();
    private final byte[] digest = Hash.sha3("digest".getBytes(UTF_8));

    @TempDir
    private Path folder;

    @Test
    void opensAKeystoreFileAndSignsAsItsAddress() throws Exception {
        Signer signer = KeyStoreSigner.open(keystore("secret"), "secret");
        assertEquals(account.address(), signer.address());
        assertEquals(account.address(), recovered(Await.of(signer.sign(digest))));
    }

    @Test
    void refusesAWrongPasswordAMissingFileAndWhatIsNoKeystore() throws Exception {
        Path keystore = keystore("secret");
        assertRefused("password", keystore, "wrong");
        assertRefused("can not be read", folder.resolve("missing.json"), "secret");
        assertRefused("not a Web3 keystore", Files.writeString(folder.resolve("text"), "hello"), "secret");
        assertRefused("not a Web3 keystore", Files.writeString(folder.resolve("json"), "{\"crypto\":{}}"), "secret");
        assertRefused("too large", Files.writeString(folder.resolve("large"), "x".repeat(100_000)), "secret");
    }

    @Test
    void signsWithAKeyFromTheEnvironment() throws Exception {
        Signer signer = EnvironmentKeySigner.read("KEY", name -> account.privateKey());
        assertEquals(account.address(), signer.address());
        assertEquals(account.address(), recovered(Await.of(signer.sign(digest))));
        Signer withoutPrefix =
                EnvironmentKeySigner.read("KEY", name -> account.privateKey().substring(2));
        assertEquals(account.address(), withoutPrefix.address());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x12",
                "not a key",
                "0x0000000000000000000000000000000000000000000000000000000000000000",
                "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
                "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void refusesWhatIsNoPrivateKeyWithoutRepeatingIt(String value) {
        SigningException refusal =
                assertThrows(SigningException.class, () -> EnvironmentKeySigner.read("KEY", name -> value));
        assertFalse(!value.isEmpty() && String.valueOf(refusal.getMessage()).contains(value));
    }

    @Test
    void neverPrintsItsKey() throws Exception {
        String secret = account.privateKey().substring(2);
        BigInteger number = new BigInteger(secret, 16);
        for (Signer signer : new Signer[] {
            KeyStoreSigner.open(keystore("secret"), "secret"),
            EnvironmentKeySigner.read("KEY", name -> account.privateKey())
        }) {
            assertFalse(signer.toString().contains(secret) || signer.toString().contains(number.toString()));
            assertTrue(signer.toString().contains(account.address()));
        }
    }

    @Test
    void signsNothingButDigests() {
        Signer signer = EnvironmentKeySigner.read("KEY", name -> account.privateKey());
        assertInstanceOf(SigningException.class, Await.failureOf(signer.sign(new byte[31])));
    }

    private Path keystore(String password) throws Exception {
        String name = WalletUtils.generateWalletFile(
                password, Credentials.create(account.privateKey()).getEcKeyPair(), folder.toFile(), false);
        return folder.resolve(name);
    }

    private static void assertRefused(String words, Path file, String password) {
        SigningException refusal = assertThrows(SigningException.class, () -> KeyStoreSigner.open(file, password));
        assertTrue(String.valueOf(refusal.getMessage()).contains(words), refusal.getMessage());
    }

    private String recovered(RecoverableSignature signature) throws SignatureException {
        Sign.SignatureData data = new Sign.SignatureData(
                (byte) (27 + signature.recoveryId()),
                Numeric.toBytesPadded(signature.r(), 32),
                Numeric.toBytesPadded(signature.s(), 32));
        return Keys.toChecksumAddress(Keys.getAddress(Sign.signedMessageHashToKey(digest, data)));
    }
}
