package io.ws402.gateway.access;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Ed25519 key pair that signs session tokens. It lies in a PEM file that its owner alone may read, is made at the
 * first start, and is shared by all gateways of an installation: a token of one must open the session at another.
 */
public final class TokenKey {
    private static final String ALGORITHM = "Ed25519";
    private static final int RAW_PUBLIC_KEY_BYTES = 32;
    private static final int KEY_ID_BYTES = 8;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final String privatePem;
    private final String publicPem;
    private final byte[] publicKey;

    private TokenKey(String pem) {
        this.privatePem = block(pem, "PRIVATE KEY");
        this.publicPem = block(pem, "PUBLIC KEY");
        byte[] encoded = Base64.getMimeDecoder().decode(publicPem.replaceAll("-----[A-Z ]+-----", ""));
        this.publicKey = Arrays.copyOfRange(encoded, encoded.length - RAW_PUBLIC_KEY_BYTES, encoded.length);
    }

    /**
     * Reads the key file, or makes one where there is none. Of several gateways that start at once one makes it. Blocks
     * for a few milliseconds; meant for the start.
     *
     * @throws IllegalStateException when others than its owner can read the file, or it holds no such key
     */
    public static TokenKey loadOrCreate(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(permissions)) {
                throw new IllegalStateException("the token key " + file + " can be read by others ("
                        + PosixFilePermissions.toString(permissions) + "); run chmod 600 on it");
            }
            return new TokenKey(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the token key " + file + " can not be read or made", e);
        }
    }

    /** A key of its own that is kept nowhere, for tests and trials: its tokens die with it. */
    public static TokenKey ephemeral() {
        return new TokenKey(generate());
    }

    // Written beside, then linked into place: no gateway ever reads half a key, and the first to link wins.
    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path draft =
                Files.createTempFile(folder, ".token-key", ".pem", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
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

    private static String block(String pem, String label) {
        Matcher block = Pattern.compile("-----BEGIN " + label + "-----.+?-----END " + label + "-----", Pattern.DOTALL)
                .matcher(pem);
        if (!block.find()) {
            throw new IllegalStateException("the token key file has no " + label
                    + "; move it away and a new one is made (sessions that are open then can not be resumed)");
        }
        return block.group();
    }

    String privatePem() {
        return privatePem;
    }

    String publicPem() {
        return publicPem;
    }

    /** Names the key in tokens and in the JWK set: it is derived from the public key. */
    public String id() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey);
            return HexFormat.of().formatHex(digest, 0, KEY_ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public half, as a JWK set (RFC 8037). */
    public JsonObject jwks() {
        JsonObject key = new JsonObject()
                .put("kty", "OKP")
                .put("crv", ALGORITHM)
                .put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(publicKey))
                .put("kid", id())
                .put("use", "sig")
                .put("alg", "EdDSA");
        return new JsonObject().put("keys", new JsonArray().add(key));
    }

    @Override
    public String toString() {
        return "TokenKey[" + id() + "]";
    }
}
