package io.ws402.gateway.app.testing;

import io.vertx.core.Vertx;
import io.ws402.gateway.access.KeyFile;
import io.ws402.gateway.app.Gateway;
import io.ws402.gateway.app.config.GatewayConfig;
import io.ws402.gateway.app.contract.VertxContract;
import io.ws402.gateway.storage.Await;
import io.ws402.gateway.storage.ConnectionSettings;
import io.ws402.gateway.storage.PostgresExtension;
import io.ws402.protocol.config.ConfigDocument;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test class a gateway of its own over a database of its own, as parameters of type {@link GatewayClient} (the
 * server's key), {@link ConnectionSettings} (its database) and {@link Vertx}.
 */
public final class GatewayExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(GatewayExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == GatewayClient.class || type == Vertx.class || type == ConnectionSettings.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        ConnectionSettings database = PostgresExtension.database(context);
        if (type == ConnectionSettings.class) {
            return database;
        }
        Running running = PostgresExtension.topLevel(context)
                .getStore(NAMESPACE)
                .computeIfAbsent("gateway", name -> Running.start(database), Running.class);
        return type == Vertx.class ? running.vertx : running.client;
    }

    /** A configuration for a gateway under test over this database; {@code yaml} may say more. */
    public static GatewayConfig config(ConnectionSettings database, String yaml) {
        Path receiptKeys = Path.of("target", "receipt-keys", database.database() + ".pem");
        KeyFile.loadOrCreate(receiptKeys, "receipt key");
        Map<String, String> environment = Map.of(
                "DATABASE_URL",
                url(database),
                "GATEWAY_PORT",
                "0",
                "GATEWAY_API_KEY",
                TestKeys.SERVER,
                "OPERATOR_API_KEY",
                TestKeys.OPERATOR,
                "WS402_TOKENS_KEY_FILE",
                "target/token-keys/" + database.database() + ".pem",
                "WS402_RECEIPTS_KEY_FILE",
                receiptKeys.toString());
        return GatewayConfig.read(ConfigDocument.parse("test.yaml", yaml, environment), environment, false);
    }

    /** As {@code DATABASE_URL} has it. */
    public static String url(ConnectionSettings database) {
        return "postgresql://" + database.user() + ":"
                + URLEncoder.encode(database.password(), StandardCharsets.UTF_8) + "@" + database.host() + ":"
                + database.port() + "/" + database.database();
    }

    private record Running(Vertx vertx, Gateway gateway, GatewayClient client) implements AutoCloseable {
        static Running start(ConnectionSettings database) {
            Vertx vertx = Vertx.vertx();
            Gateway gateway = Await.of(Gateway.start(vertx, config(database, "")));
            return new Running(
                    vertx,
                    gateway,
                    new GatewayClient(vertx, gateway.port(), TestKeys.SERVER, VertxContract.load(vertx)));
        }

        @Override
        public void close() {
            Await.of(gateway.close());
            Await.of(vertx.close());
        }
    }
}
