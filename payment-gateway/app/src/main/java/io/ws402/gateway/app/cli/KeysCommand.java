package io.ws402.gateway.app.cli;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.ws402.gateway.access.ApiKey;
import io.ws402.gateway.access.ApiKeys;
import io.ws402.gateway.access.CreatedApiKey;
import io.ws402.gateway.access.Merchant;
import io.ws402.gateway.access.Role;
import io.ws402.gateway.app.config.GatewayConfig;
import io.ws402.gateway.storage.Database;
import io.ws402.gateway.storage.Identifiers;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway keys …}: API keys beyond the two of the configuration. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Makes, lists and revokes API keys. Works beside a running gateway.",
        subcommands = {KeysCommand.Create.class, KeysCommand.ListKeys.class, KeysCommand.Revoke.class})
final class KeysCommand implements Runnable {
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandSpec filled = Objects.requireNonNull(spec, "picocli fills it");
        filled.commandLine().usage(filled.commandLine().getOut());
    }

    private static ApiKeys keys(Database database) {
        return new ApiKeys(database, Identifiers.system(), new SecureRandom(), System::nanoTime);
    }

    /** What the three have in common. */
    abstract static class OfMerchant implements Callable<Integer> {
        @Mixin
        ConfigOptions config = new ConfigOptions();

        @Option(
                names = "--merchant",
                paramLabel = "ID",
                description = "The merchant. Default: the one of the configuration.")
        @Nullable String merchant;

        @Option(names = "--json", description = "Prints one JSON document.")
        boolean json;

        @Spec
        @Nullable CommandSpec spec;

        String merchant(GatewayConfig read) {
            return merchant == null ? read.merchant().id() : merchant;
        }

        void say(JsonObject document, String line) {
            new Console(spec).say(json ? document.encode() : line);
        }
    }

    /** {@code gateway keys create}. */
    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes a key and prints it, this once: it is stored hashed.")
    static final class Create extends OfMerchant {
        @Option(names = "--role", required = true, description = "server or operator.")
        Role role = Role.SERVER;

        @Option(
                names = "--label",
                paramLabel = "TEXT",
                description = "What people call it. Default: from the command line.")
        String label = "from the command line";

        @Option(names = "--merchant-name", paramLabel = "NAME", description = "Makes the merchant, or renames it.")
        @Nullable String merchantName;

        @Option(
                names = "--fee-basis-points",
                paramLabel = "N",
                description = "With --merchant-name: the platform's part of what it earns, in hundredths of a percent.")
        int feeBasisPoints;

        @Override
        public Integer call() {
            CreatedApiKey created = OnDatabase.run(config, (database, read) -> {
                ApiKeys keys = keys(database);
                String id = merchant(read);
                Future<Void> merchantIsThere = merchantName == null
                        ? Future.succeededFuture()
                        : keys.ensure(new Merchant(id, merchantName, feeBasisPoints));
                return merchantIsThere
                        .compose(done -> keys.create(id, role, label))
                        .recover(failure -> Future.failedFuture(unknownMerchant(id, failure)));
            });
            say(
                    new JsonObject().put("id", created.id()).put("key", created.secret()),
                    created.id() + "  " + created.secret());
            return ExitCode.DONE;
        }

        private static Throwable unknownMerchant(String id, Throwable failure) {
            return failure instanceof PgException refused
                            && refused.getSqlState().equals(FOREIGN_KEY_VIOLATION)
                    ? new CommandException(
                            ExitCode.USAGE, "there is no merchant " + id + "; make it by adding --merchant-name NAME")
                    : failure;
        }
    }

    /** {@code gateway keys list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists a merchant's keys, without their secrets.")
    static final class ListKeys extends OfMerchant {
        @Override
        public Integer call() {
            List<ApiKey> found =
                    OnDatabase.run(config, (database, read) -> keys(database).list(merchant(read)));
            if (json) {
                JsonArray array = new JsonArray();
                found.forEach(key -> array.add(document(key)));
                say(new JsonObject().put("keys", array), "");
            } else {
                found.forEach(key -> say(new JsonObject(), line(key)));
            }
            return ExitCode.DONE;
        }

        private static String line(ApiKey key) {
            return String.format(
                    "%-40s %-8s %-8s %s %s",
                    key.id(),
                    key.role().wireName(),
                    key.revokedAt() == null ? "active" : "revoked",
                    key.createdAt(),
                    key.label());
        }

        private static JsonObject document(ApiKey key) {
            JsonObject json = new JsonObject()
                    .put("id", key.id())
                    .put("merchantId", key.merchantId())
                    .put("role", key.role().wireName())
                    .put("label", key.label())
                    .put("createdAt", key.createdAt().toString());
            return key.revokedAt() == null
                    ? json
                    : json.put("revokedAt", key.revokedAt().toString());
        }
    }

    /** {@code gateway keys revoke}. */
    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Ends a key. Running gateways refuse it within five seconds.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "64:the merchant has no such active key"})
    static final class Revoke extends OfMerchant {
        @Parameters(paramLabel = "KEY_ID", description = "The id, as gateway keys list shows it.")
        String id = "";

        @Override
        public Integer call() {
            boolean revoked =
                    OnDatabase.run(config, (database, read) -> keys(database).revoke(merchant(read), id));
            if (!revoked) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "the merchant has no active key " + id + "; gateway keys list shows those it has");
            }
            say(new JsonObject().put("id", id).put("revoked", true), id + " is revoked");
            return ExitCode.DONE;
        }
    }
}
