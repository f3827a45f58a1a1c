package io.ws402.gateway.methods.signing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ws402.gateway.storage.Await;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2p.solanaj.core.Account;
import org.p2p.solanaj.utils.Base58;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.WalletUtils;

final class LocalEd25519KeyTest {
    private final Account account = new Account();
    private final byte[] message = "message".getBytes(StandardCharsets.UTF_8);

    @Test
    void signsWhatTheJdkVerifies() throws Exception {
        LocalEd25519Key key = LocalEd25519Key.ofEnvironment("KEY", name -> account.getPrivateKeyBase58());
        assertArrayEquals(account.getPublicKey().toByteArray(), key.publicKey());
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point(key.publicKey()))));
        verifier.update(message);
        assertTrue(verifier.verify(Await.of(key.sign(message))));
    }

    @Test
    void readsTheFormsThatWalletsWrite() {
        StringBuilder numbers = new StringBuilder();
        for (byte each : account.getSecretKey()) {
            numbers.append(numbers.isEmpty() ? "[ " : " ,\n").append(each & 0xff);
        }
        LocalEd25519Key key = LocalEd25519Key.ofEnvironment("KEY", name -> numbers + " ]");
        assertArrayEquals(account.getPublicKey().toByteArray(), key.publicKey());
    }

    @Test
    void opensAKeystoreFileThatHoldsItsSecretHalf(@TempDir Path folder) throws Exception {
        byte[] seed = Arrays.copyOf(account.getSecretKey(), 32);
        String file = WalletUtils.generateWalletFile(
                "secret", ECKeyPair.create(new BigInteger(1, seed)), folder.toFile(), false);
        LocalEd25519Key key = LocalEd25519Key.ofKeyStore(folder.resolve(file), "secret");
        assertArrayEquals(account.getPublicKey().toByteArray(), key.publicKey());
        assertThrows(SigningException.class, () -> LocalEd25519Key.ofKeyStore(folder.resolve(file), "wrong"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "[]", "[1,2]", "[256]", "0OIl", "abc", "0x00", "[1.5]", "{\"key\":[]}", "[-1]", "\u00e9"
            })
    void takesNothingElseForAKeyAndRepeatsNoneOfIt(String text) {
        SigningException refusal =
                assertThrows(SigningException.class, () -> LocalEd25519Key.ofEnvironment("KEY", name -> text));
        assertTrue(String.valueOf(refusal.getMessage()).contains("KEY"));
    }

    @Test
    void refusesHalvesThatDoNotBelongTogether() {
        byte[] mixed = Arrays.copyOf(account.getSecretKey(), 64);
        mixed[63] ^= 1;
        SigningException refusal = assertThrows(
                SigningException.class, () -> LocalEd25519Key.ofEnvironment("KEY", name -> Base58.encode(mixed)));
        assertTrue(String.valueOf(refusal.getMessage()).contains("public half"));
        assertFalse(String.valueOf(refusal.getMessage()).contains(Base58.encode(mixed)));
    }

    @Test
    void namesItsPublicKeyAlone() {
        LocalEd25519Key key = LocalEd25519Key.ofEnvironment("KEY", name -> account.getPrivateKeyBase58());
        assertEquals("LocalEd25519Key[" + account.getPublicKeyBase58() + "]", key.toString());
    }

    private static EdECPoint point(byte[] encoded) {
        byte[] bigEndian = new byte[32];
        for (int index = 0; index < 32; index++) {
            bigEndian[31 - index] = encoded[index];
        }
        boolean odd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        return new EdECPoint(odd, new BigInteger(1, bigEndian));
    }
}
