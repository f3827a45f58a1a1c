package io.ws402.gateway.app.cli;

import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Says what a database that can not be used wants, whichever of its two drivers complained. */
final class DatabaseFailure {
    private DatabaseFailure() {}

    /** Empty when the failure is not the database's. */
    static Optional<String> sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<String> found = ofOne(cause);
            if (found.isPresent()) {
                return found;
            }
        }
        return failure instanceof FlywayException
                ? Optional.of("the database could not be migrated: " + firstLine(failure))
                : Optional.empty();
    }

    private static Optional<String> ofOne(Throwable failure) {
        return switch (failure) {
            case FlywayValidateException changed ->
                Optional.of("the database was made by another version of the gateway: " + firstLine(changed)
                        + ". Run the version that made it, or a newer one");
            case SQLException refused
            when refused.getSQLState() != null -> byState(refused.getSQLState(), firstLine(refused));
            case PgException refused -> byState(refused.getSqlState(), firstLine(refused));
            case UnknownHostException unknown ->
                Optional.of("the database's host " + unknown.getMessage() + " is not known; correct DATABASE_URL");
            case IOException away -> Optional.of(unreachable(firstLine(away)));
            case TimeoutException late -> Optional.of(unreachable(firstLine(late)));
            default -> Optional.empty();
        };
    }

    private static Optional<String> byState(String sqlState, String message) {
        return switch (sqlState) {
            case "28P01", "28000" ->
                Optional.of("the database refuses the user or password of DATABASE_URL: " + message);
            case "3D000" ->
                Optional.of("the database that DATABASE_URL names does not exist: " + message
                        + ". Create it (createdb), or correct the name");
            case "42501" ->
                Optional.of(
                        "the database user may not create tables: " + message + ". Make it the owner of the database");
            default ->
                sqlState.startsWith("08") || sqlState.startsWith("57") || sqlState.startsWith("53")
                        ? Optional.of(unreachable(message))
                        : Optional.empty();
        };
    }

    private static String unreachable(String message) {
        return "the database can not be reached: " + message
                + ". Start it, or correct DATABASE_URL (without one the gateway runs its own)";
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .strip()
                .replaceAll("[.]+$", "");
    }
}
