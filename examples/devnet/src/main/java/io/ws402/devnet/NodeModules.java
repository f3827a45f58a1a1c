package io.ws402.devnet;

import io.ws402.devnet.DevnetException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The npm packages of a folder of the source tree, pinned by its {@code package-lock.json} and installed beside it on
 * first use. No install script of any package is run.
 *
 * @param folder the folder with {@code package.json} and {@code node_modules}
 * @param what what they are for, as it stands in a sentence
 */
public record NodeModules(Path folder, String what) {
    private static final String LOCK = "package-lock.json";
    private static final long INSTALL_LIMIT_MINUTES = 5;

    /** Those of the devnet. */
    static NodeModules find() {
        return find("examples/devnet/npm", "local chain");
    }

    /**
     * A folder of the source tree, found below the system property {@code ws402.home} or, without it, below the working
     * folder or one of its parents.
     *
     * @param place where in the source tree
     * @param what what it is for, as it stands in a sentence behind "the"
     * @throws DevnetException when there is no source tree
     */
    public static NodeModules find(String place, String what) {
        String home = System.getProperty("ws402.home");
        for (Path each = Path.of(home == null ? "" : home).toAbsolutePath(); each != null; each = each.getParent()) {
            Path folder = each.resolve(place);
            if (Files.exists(folder.resolve(LOCK))) {
                return new NodeModules(folder, what);
            }
            if (home != null) {
                break;
            }
        }
        throw new DevnetException(
                Reason.SOURCES_MISSING,
                "The " + what + " is installed in the source tree of WS402, and "
                        + (home == null ? "the working folder is not in it" : home + " (ws402.home) is not that")
                        + "; start with ./ws402, or set -Dws402.home=<its folder>");
    }

    /** The chain's program, for this machine. */
    Path anvil() {
        String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (!system.equals("Linux on amd64")) {
            throw new DevnetException(
                    Reason.UNSUPPORTED_PLATFORM,
                    "The local chain runs on Linux on amd64, this is " + system
                            + "; configure the RPC address of another chain, or use the credits method");
        }
        return folder.resolve("node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
    }

    /** The Solana chain's program, for Node.js. */
    Path solana() {
        return folder.resolve("solana/main.mjs");
    }

    /**
     * Installs what is missing or was installed from another lock file. Any number of processes may do so at once.
     *
     * @throws DevnetException when it cannot be installed, with a reason and the remedy
     */
    public NodeModules installed() {
        try {
            if (isInstalled()) {
                return this;
            }
            // A file lock is held by the whole process, so it does not keep this one's threads apart.
            synchronized (NodeModules.class) {
                try (FileChannel file = FileChannel.open(
                        folder.resolve(".install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    file.lock();
                    if (!isInstalled()) {
                        install();
                    }
                }
            }
            return this;
        } catch (IOException e) {
            throw new DevnetException(
                    Reason.INSTALL_FAILED, "The " + what + " could not be installed in " + folder + ": " + e, e);
        }
    }

    private boolean isInstalled() throws IOException {
        return Files.exists(stamp()) && Files.mismatch(lock(), stamp()) < 0;
    }

    /**
     * A copy of the lock file that was installed. Written last, inside the folder that npm deletes first: an interrupted
     * install is not taken for one. The launcher looks at it, and leaves it, too.
     */
    private Path stamp() {
        return folder.resolve("node_modules/.ws402-installed");
    }

    private Path lock() {
        return folder.resolve(LOCK);
    }

    private void install() throws IOException {
        run(
                INSTALL_LIMIT_MINUTES,
                "npm",
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--prefer-offline",
                "--loglevel=error");
        Files.copy(lock(), stamp(), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Runs a script of this folder with Node.js and returns its output. */
    String node(String script, String... arguments) throws IOException {
        String[] command = new String[arguments.length + 2];
        command[0] = "node";
        command[1] = script;
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return run(1, command);
    }

    private String run(long limitMinutes, String... command) throws IOException {
        Path output = Files.createTempFile("ws402-devnet", ".log");
        try {
            int status = status(limitMinutes, output, command);
            String words = Files.readString(output, StandardCharsets.UTF_8).strip();
            if (status != 0) {
                throw new DevnetException(
                        Reason.INSTALL_FAILED,
                        "'" + String.join(" ", command) + "' in " + folder + " ended with status " + status + ":\n"
                                + words);
            }
            return words;
        } finally {
            Files.delete(output);
        }
    }

    private int status(long limitMinutes, Path output, String... command) throws IOException {
        Process process = started(output, command);
        try {
            if (process.waitFor(limitMinutes, TimeUnit.MINUTES)) {
                return process.exitValue();
            }
            throw new DevnetException(
                    Reason.INSTALL_FAILED,
                    "'" + String.join(" ", command) + "' had not ended after " + limitMinutes
                            + " minutes; is the npm registry reachable?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevnetException(Reason.INSTALL_FAILED, "The install was interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process started(Path output, String... command) {
        try {
            return new ProcessBuilder(List.of(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new DevnetException(
                    Reason.NODE_MISSING,
                    "'" + command[0] + "' is not found; the " + what + " needs Node.js 20 or newer with npm"
                            + " (Debian: apt install nodejs npm; others: https://nodejs.org). Without it the credits"
                            + " method still works",
                    e);
        }
    }
}
