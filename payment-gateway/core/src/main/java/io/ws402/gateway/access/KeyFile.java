package io.ws402.gateway.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ed25519 keys as they lie in a PEM file that its owner alone may read: a private key, and public keys, of which the first is
 * its own.
 *
 * @param privatePem the PKCS #8 block
 * @param publicPems the X.509 blocks, one or more
 */
public record KeyFile(String privatePem, List<String> publicPems) {
    private static final String ALGORITHM = "Ed25519";
    private static final int RAW_PUBLIC_KEY_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** Keeps copies. */
    public KeyFile {
        publicPems = List.copyOf(publicPems);
    }

    /**
     * Reads the file. Blocks for a few milliseconds; meant for the start.
     *
     * @param name of the key, for complaints
     * @throws KeyFileException when it can not be read, others than its owner can read it, or it lacks a key
     */
    public static KeyFile load(Path file, String name) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(permissions)) {
                throw new KeyFileException("the " + name + " " + file + " can be read by others ("
                        + PosixFilePermissions.toString(permissions) + "); run chmod 600 on it");
            }
            return parse(Files.readString(file), name);
        } catch (IOException e) {
            throw unusable(file, name, e);
        }
    }

    /** As {@link #load}, making the file where there is none. Of several gateways that start at once one makes it. */
    public static KeyFile loadOrCreate(Path file, String name) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
        } catch (IOException e) {
            throw unusable(file, name, e);
        }
        return load(file, name);
    }

    /** Keys that are kept nowhere, for tests and trials. */
    public static KeyFile ephemeral() {
        return parse(generate(), "key");
    }

    // Written beside, then linked into place: no gateway ever reads half a key, and the first to link wins.
    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(folder, ".key", ".pem", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            Files.writeString(draft, generate());
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException another) {
            // Another gateway was first; its key is the one.
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static String generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return pem("PRIVATE KEY", pair.getPrivate().getEncoded())
                    + pem("PUBLIC KEY", pair.getPublic().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
        }
    }

    private static String pem(String label, byte[] encoded) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static KeyFile parse(String pem, String name) {
        KeyFile keys = new KeyFile(blocks(pem, "PRIVATE KEY", name).getFirst(), blocks(pem, "PUBLIC KEY", name));
        try {
            if (!keys.isPair()) {
                throw new KeyFileException(
                        "the first PUBLIC KEY in the file of the " + name + " is not that of its PRIVATE KEY");
            }
            return keys;
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            throw new KeyFileException("the file of the " + name + " holds something else than " + ALGORITHM + " keys");
        }
    }

    /** Whether the first public key checks what the private key signs; fails when any of them is no such key. */
    private boolean isPair() throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
        List<PublicKey> all = new ArrayList<>();
        for (String each : publicPems) {
            all.add(factory.generatePublic(new X509EncodedKeySpec(decoded(each))));
        }
        byte[] probe = publicPems.getFirst().getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(factory.generatePrivate(new PKCS8EncodedKeySpec(decoded(privatePem))));
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(all.getFirst());
        signature.update(probe);
        return signature.verify(signed);
    }

    /** The private key, as PKCS #8. */
    byte[] privateKey() {
        return decoded(privatePem);
    }

    /** The 32 bytes of each public key. */
    public List<byte[]> publicKeys() {
        return publicPems.stream()
                .map(KeyFile::decoded)
                .map(encoded -> Arrays.copyOfRange(encoded, encoded.length - RAW_PUBLIC_KEY_BYTES, encoded.length))
                .toList();
    }

    private static List<String> blocks(String pem, String label, String name) {
        Matcher block = Pattern.compile("-----BEGIN " + label + "-----.+?-----END " + label + "-----", Pattern.DOTALL)
                .matcher(pem);
        List<String> found = block.results().map(MatchResult::group).toList();
        if (found.isEmpty()) {
            throw new KeyFileException("the file of the " + name + " has no " + label);
        }
        return found;
    }

    private static KeyFileException unusable(Path file, String name, IOException cause) {
        return new KeyFileException("the " + name + " " + file + " can not be read or made: " + cause);
    }

    private static byte[] decoded(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    @Override
    public String toString() {
        return "KeyFile[publicKeys=" + publicPems.size() + "]";
    }
}
