package io.ws402.server.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files of the payer's page, in memory: {@code index.html}, and what is reached from it by its links and the imports of
 * its modules. Nothing else of the class path can be asked for. Immutable.
 */
final class PageFiles {
    /** Where they are served; the version follows. */
    static final String PREFIX = "/ws402/page/";

    private static final String FOLDER = "/io/ws402/server/page/";
    private static final String START = "index.html";
    private static final String MODULES = "<!-- modules -->";
    private static final Pattern LINK = Pattern.compile("\"" + PREFIX + "([A-Za-z0-9/.-]+)\"");
    private static final Pattern IMPORT = Pattern.compile("(?:from|import) '(\\.{1,2}/[A-Za-z0-9/.-]+)'");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, File> files = new TreeMap<>();
    private final String version;
    private final String html;

    /** A file with its media type and a strong validator. */
    record File(Buffer content, String type, String etag) {}

    private PageFiles() {
        MessageDigest all = sha256();
        Deque<String> toRead = new ArrayDeque<>();
        toRead.add(START);
        while (!toRead.isEmpty()) {
            String name = toRead.remove();
            if (!files.containsKey(name)) {
                byte[] content = read(name);
                files.put(name, new File(Buffer.buffer(content), type(name), '"' + hash(sha256(), content) + '"'));
                String text = new String(content, StandardCharsets.UTF_8);
                links(name, text)
                        .results()
                        .map(link -> link.group(1))
                        .forEach(link -> toRead.add(
                                name.equals(START)
                                        ? link
                                        : URI.create(name).resolve(link).getPath()));
            }
        }
        files.forEach((name, file) -> all.update((name + file.etag()).getBytes(StandardCharsets.UTF_8)));
        version = hash(all, new byte[0]);
        html = text(START).replace(MODULES, preloads()).replace("\"" + PREFIX, "\"" + PREFIX + version + "/");
    }

    /** Those that are packed with this class. */
    static PageFiles packed() {
        return new PageFiles();
    }

    /** Stands in the addresses of the files and changes with any of them. */
    String version() {
        return version;
    }

    /** The page, its links naming the version. */
    String html() {
        return html;
    }

    /** A file of the page. */
    Optional<File> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    private static Matcher links(String name, String text) {
        return (name.endsWith(".html") ? LINK : IMPORT).matcher(text);
    }

    /** So that the browser asks for all modules at once, not for each when it has read those that import it. */
    private String preloads() {
        return files.keySet().stream()
                .filter(name -> name.endsWith(".js"))
                .map(name -> "<link rel=\"modulepreload\" href=\"" + PREFIX + name + "\">")
                .collect(Collectors.joining("\n"));
    }

    private String text(String name) {
        return find(name).orElseThrow().content().toString(StandardCharsets.UTF_8);
    }

    private static byte[] read(String name) {
        try (InputStream file = PageFiles.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new IllegalStateException("the payer's page lacks " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("no media type is known for " + name);
        }
        return type;
    }

    private static String hash(MessageDigest digest, byte[] content) {
        return HexFormat.of().formatHex(digest.digest(content), 0, 12);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
