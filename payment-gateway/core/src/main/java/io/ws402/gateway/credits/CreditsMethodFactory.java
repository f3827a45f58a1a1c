package io.ws402.gateway.credits;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.MethodConfigurationException;
import io.ws402.gateway.method.MethodContext;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.PaymentMethodFactory;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes the credits method, which is on unless {@code credits.enabled} is {@code false}. {@code credits.account} names
 * the gateway's own account ({@code gateway}).
 */
public final class CreditsMethodFactory implements PaymentMethodFactory {
    static final String FAMILY = "credits";

    private static final String ENABLED = "enabled";
    private static final String ACCOUNT = "account";
    private static final Set<String> KEYS = Set.of(ENABLED, ACCOUNT);
    private static final String DEFAULT_ACCOUNT = "gateway";
    private static final Pattern ACCOUNT_NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    /** For {@link java.util.ServiceLoader}. */
    public CreditsMethodFactory() {}

    @Override
    public String family() {
        return FAMILY;
    }

    @Override
    public List<PaymentMethod> create(JsonObject methods, MethodContext context) {
        if (!(methods.getValue(FAMILY, new JsonObject()) instanceof JsonObject configuration)) {
            throw new MethodConfigurationException(
                    FAMILY, "not a mapping; write " + ENABLED + " and " + ACCOUNT + " under it, or leave it out");
        }
        for (String key : configuration.fieldNames()) {
            if (!KEYS.contains(key)) {
                throw new MethodConfigurationException(
                        FAMILY + "." + key, "unknown key; write " + ENABLED + " or " + ACCOUNT);
            }
        }
        if (!(configuration.getValue(ENABLED, true) instanceof Boolean enabled)) {
            throw new MethodConfigurationException(FAMILY + "." + ENABLED, "not a boolean; write true or false");
        }
        if (!(configuration.getValue(ACCOUNT, DEFAULT_ACCOUNT) instanceof String account)
                || !ACCOUNT_NAME.matcher(account).matches()) {
            throw new MethodConfigurationException(
                    FAMILY + "." + ACCOUNT,
                    "not an account name; write up to 64 lower-case letters, digits, '-' or '_', for example gateway");
        }
        return enabled ? List.of(new CreditsMethod(context.database(), account)) : List.of();
    }
}
