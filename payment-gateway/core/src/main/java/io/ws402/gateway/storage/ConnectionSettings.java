package io.ws402.gateway.storage;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is and who connects to it. Immutable; the password appears in nothing but
 * {@link #password}: not in {@link #toString}, not in the messages of {@link #parse}.
 *
 * @param host name or address, without the brackets of an IPv6 address
 * @param password empty when the server asks for none
 */
public record ConnectionSettings(String host, int port, String database, String user, String password) {
    private static final int DEFAULT_PORT = 5432;
    private static final String FORM = "postgresql://user:password@host:port/database";

    /**
     * Reads {@code postgresql://user:password@host:port/database}, the form of {@code DATABASE_URL}. The port may be
     * left out (5432), the password too; special characters in user, password and database are percent-encoded.
     *
     * @throws IllegalArgumentException when it is something else, naming what to change but never the password
     */
    public static ConnectionSettings parse(String databaseUrl) {
        URI uri = uri(databaseUrl);
        if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
            throw refused("it must begin with postgresql://");
        }
        String host = uri.getHost();
        if (host == null) {
            throw refused("the host is missing, or a special character in user or password is not percent-encoded");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused("options after the database name are not supported; remove everything from '?' or '#' on");
        }
        int port = uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort();
        if (port < 1 || port > 65535) {
            throw refused("the port must be from 1 to 65535");
        }
        String[] login = login(uri.getRawUserInfo());
        return new ConnectionSettings(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                database(uri.getRawPath()),
                login[0],
                login[1]);
    }

    private static URI uri(String databaseUrl) {
        try {
            return new URI(databaseUrl.strip());
        } catch (URISyntaxException e) {
            // Its message quotes the whole input, password and all: it must not travel as the cause.
            throw refused("special characters in user, password and database must be percent-encoded");
        }
    }

    private static String[] login(@Nullable String userInfo) {
        if (userInfo == null || userInfo.isEmpty() || userInfo.startsWith(":")) {
            throw refused("the user is missing");
        }
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? new String[] {decoded(userInfo), ""}
                : new String[] {decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1))};
    }

    private static String database(@Nullable String path) {
        if (path == null || path.length() < 2) {
            throw refused("the database name is missing");
        }
        if (path.indexOf('/', 1) >= 0) {
            throw refused("the database name may not contain '/'");
        }
        return decoded(path.substring(1));
    }

    // URLDecoder is for forms and would turn '+', an ordinary character here, into a blank.
    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException("DATABASE_URL is not of the form " + FORM + ": " + reason);
    }

    /** The same server and user, another database. */
    public ConnectionSettings withDatabase(String otherDatabase) {
        return new ConnectionSettings(host, port, otherDatabase, user, password);
    }

    /** The JDBC address, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + authority() + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** For people and logs: everything but the password. */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + authority() + "/" + database;
    }

    private String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
