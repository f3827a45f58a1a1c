package io.ws402.gateway.methods.config;

import io.ws402.gateway.methods.signing.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads {@code passwordFile} or {@code passwordEnv}, what opens a {@code keystore}. */
public final class PasswordReader {
    private static final String KEYSTORE = "keystore";
    private static final String PASSWORD_FILE = "passwordFile";
    private static final String PASSWORD_ENV = "passwordEnv";
    private static final int MAX_PASSWORD_BYTES = 4096;

    private final Environment environment;

    /** @param environment where {@code passwordEnv} is looked up */
    public PasswordReader(Environment environment) {
        this.environment = environment;
    }

    /** The keystore's path with its password; empty when neither is written. */
    public Optional<Locked> read(Settings settings) {
        Optional<Path> keystore = settings.file(KEYSTORE);
        Optional<Path> file = settings.file(PASSWORD_FILE);
        Optional<String> variable = settings.text(PASSWORD_ENV);
        if (keystore.isEmpty() && (file.isPresent() || variable.isPresent())) {
            throw settings.complaint(KEYSTORE, "is missing, but there is a password for it; write the file's path");
        }
        if (keystore.isPresent() && file.isPresent() == variable.isPresent()) {
            throw settings.complaint(
                    PASSWORD_FILE, "a " + KEYSTORE + " needs either " + PASSWORD_FILE + " or " + PASSWORD_ENV);
        }
        return keystore.map(path -> new Locked(
                path,
                file.map(written -> in(settings, written)).orElseGet(() -> of(settings, variable.orElseThrow()))));
    }

    /** An encrypted file and what opens it. */
    public record Locked(Path file, String password) {
        @Override
        public String toString() {
            return "Locked[" + file + "]";
        }
    }

    private static String in(Settings settings, Path file) {
        try {
            if (Files.size(file) <= MAX_PASSWORD_BYTES) {
                return Files.readString(file).replaceFirst("\\R\\z", "");
            }
            throw settings.complaint(PASSWORD_FILE, file + " is too large for a password");
        } catch (IOException e) {
            throw settings.complaint(PASSWORD_FILE, file + " can not be read as text; check the path and its rights");
        }
    }

    private String of(Settings settings, String variable) {
        String value = environment.get(variable);
        if (value == null) {
            throw settings.complaint(PASSWORD_ENV, "the environment variable " + variable + " is not set");
        }
        return value;
    }
}
