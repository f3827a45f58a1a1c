package io.ws402.gateway.app.cli;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.ws402.gateway.app.config.GatewayConfig;
import io.ws402.gateway.method.MethodContext;
import io.ws402.gateway.method.MethodDescription;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.protocol.money.Asset;
import java.time.InstantSource;
import java.util.stream.Collectors;

/** {@code --check-config}: everything that can be checked without talking to anybody. */
final class ConfigCheck {
    private ConfigCheck() {}

    static int run(GatewayConfig config, Console console) {
        Vertx vertx = Vertx.vertx();
        try (MethodRegistry methods = MethodRegistry.load(
                config.methods(),
                // The pool connects when it is first asked, which is never.
                new MethodContext(
                        vertx,
                        PgBuilder.pool()
                                .using(vertx)
                                .connectingTo(new PgConnectOptions())
                                .build(),
                        InstantSource.system(),
                        config.development()),
                config.defaultMethod().orElse(null))) {
            console.say("The configuration can be used.");
            console.say("  listens on       http://" + config.http().host() + ":"
                    + config.http().port());
            String embedded = "embedded, in " + config.data().resolve("postgres");
            console.say("  database         "
                    + config.databaseUrl().map(Object::toString).orElse(embedded));
            methods.all().forEach(method -> console.say("  payment method   " + words(method, methods)));
            return ExitCode.DONE;
        } finally {
            vertx.close();
        }
    }

    private static String words(PaymentMethod method, MethodRegistry methods) {
        MethodDescription description = method.describe();
        String assets = description.assets().stream().map(Asset::symbol).collect(Collectors.joining(", "));
        return description.id() + ": " + assets + " to " + description.recipient()
                + (description.capabilities().canRefund() ? "" : " (no key: refunds wait for an operator)")
                + (method.equals(methods.defaultMethod()) ? " (default)" : "");
    }
}
