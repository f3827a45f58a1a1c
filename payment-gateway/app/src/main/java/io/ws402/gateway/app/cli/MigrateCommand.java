package io.ws402.gateway.app.cli;

import io.vertx.core.Future;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gateway migrate}. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Brings the database to this version and exits. A gateway does the same when it starts.",
            "Migrations only add: gateways of the version before go on working."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "69:the database can not be reached or migrated", "78:the configuration is wrong"})
final class MigrateCommand implements Callable<Integer> {
    @Mixin
    ConfigOptions config = new ConfigOptions();

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        // Opening it is what migrates it.
        OnDatabase.run(config, (database, read) -> Future.succeededFuture(true));
        new Console(spec).say("The database is at this version.");
        return ExitCode.DONE;
    }
}
