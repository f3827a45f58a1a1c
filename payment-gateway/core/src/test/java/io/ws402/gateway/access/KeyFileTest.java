package io.ws402.gateway.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyFileTest {
    private static final String NAME = "receipt key";

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        Path file = Files.createTempFile(
                folder,
                "keys",
                ".pem",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text);
    }

    private static String text(KeyFile... keys) {
        StringBuilder text = new StringBuilder(keys[0].privatePem()).append('\n');
        for (KeyFile each : keys) {
            text.append(each.publicPems().getFirst()).append('\n');
        }
        return text.toString();
    }

    private String refusal(String text) {
        return String.valueOf(assertThrows(KeyFileException.class, () -> KeyFile.load(file(text), NAME))
                .getMessage());
    }

    @Test
    void holdsOneKeyThatSignsAndAllThatArePublished() throws IOException {
        KeyFile now = KeyFile.ephemeral();
        KeyFile before = KeyFile.ephemeral();
        KeyFile read = KeyFile.load(file(text(now, before)), NAME);
        assertEquals(now.privatePem(), read.privatePem());
        assertEquals(2, read.publicKeys().size());
        assertArrayEquals(now.publicKeys().getFirst(), read.publicKeys().getFirst());
        assertArrayEquals(before.publicKeys().getFirst(), read.publicKeys().getLast());
        assertFalse(read.toString().contains("KEY-----"));
    }

    @Test
    void isNotMadeWhereItIsOnlyRead() {
        assertThrows(KeyFileException.class, () -> KeyFile.load(folder.resolve("none.pem"), NAME));
    }

    @Test
    void isRefusedWhenTheFirstPublicKeyIsNotThatOfThePrivateOne() {
        KeyFile now = KeyFile.ephemeral();
        KeyFile other = KeyFile.ephemeral();
        String swapped = now.privatePem() + "\n" + other.publicPems().getFirst() + "\n"
                + now.publicPems().getFirst();
        assertTrue(refusal(swapped).contains("not that of its PRIVATE KEY"));
    }

    @Test
    void isRefusedWhenItHoldsOtherKeys() throws Exception {
        KeyFile now = KeyFile.ephemeral();
        assertTrue(refusal(now.privatePem()).contains("no PUBLIC KEY"));
        assertTrue(refusal(now.publicPems().getFirst()).contains("no PRIVATE KEY"));
        byte[] p256 =
                KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic().getEncoded();
        String foreign = "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(p256)
                + "\n-----END PUBLIC KEY-----\n";
        assertTrue(refusal(text(now) + foreign).contains("something else than Ed25519"));
        assertTrue(refusal(text(now).replace("MC4C", "!!!!")).contains("receipt key"));
    }
}
