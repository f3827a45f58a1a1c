package io.ws402.gateway.storage;

import io.ws402.gateway.storage.EmbeddedPostgresException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/** The few statements about databases rather than in one, over a connection of their own each. */
final class DatabaseAdministration {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final String EXISTS = "SELECT FROM pg_database WHERE datname = ?";

    private final ConnectionSettings server;

    DatabaseAdministration(ConnectionSettings server) {
        this.server = server;
    }

    void create(String name) {
        execute("CREATE DATABASE " + checked(name));
    }

    void drop(String name) {
        execute("DROP DATABASE IF EXISTS " + checked(name) + " WITH (FORCE)");
    }

    boolean exists(String name) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(EXISTS)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** The data directory of the server that answers, to tell it from any other. */
    Path dataDirectory() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW data_directory")) {
            row.next();
            return Path.of(row.getString(1));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    // A name cannot be a parameter of these statements.
    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Not a database name of lower-case letters, digits and underscores: " + name);
        }
        return name;
    }

    private void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private Connection connect() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(server.withDatabase("postgres").jdbcUrl());
        source.setUser(server.user());
        source.setPassword(server.password());
        source.setConnectTimeout(10);
        source.setSocketTimeout(60);
        return source.getConnection();
    }

    private EmbeddedPostgresException failed(SQLException e) {
        return new EmbeddedPostgresException(
                Reason.STATEMENT_FAILED, "PostgreSQL at " + server + " did not do as told: " + e.getMessage(), e);
    }
}
