package io.ws402.example.points;

import io.vertx.core.json.JsonObject;
import io.ws402.gateway.method.MethodConfigurationException;
import io.ws402.gateway.method.MethodContext;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.PaymentMethodFactory;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Makes the points method from {@code methods.points}: {@code url}, {@code account} and {@code key}. */
public final class PointsMethodFactory implements PaymentMethodFactory {
    private static final List<String> KEYS = List.of("url", "account", "key");

    /** For {@link java.util.ServiceLoader}. */
    public PointsMethodFactory() {}

    @Override
    public String family() {
        return PointsProof.TYPE;
    }

    @Override
    public List<PaymentMethod> create(JsonObject methods, MethodContext context) {
        if (!methods.containsKey(family())) {
            return List.of();
        }
        if (!(methods.getValue(family()) instanceof JsonObject section)) {
            throw new MethodConfigurationException(family(), "not a mapping; write url, account and key under it");
        }
        for (String name : section.fieldNames()) {
            if (!KEYS.contains(name)) {
                throw new MethodConfigurationException(family() + "." + name, "unknown key; there are " + KEYS);
            }
        }
        String account = text(section, "account");
        if (!PointsProof.isName(account)) {
            throw new MethodConfigurationException("points.account", "not the name of an account, for example ws402");
        }
        PointsBank bank = new PointsBank(url(section), text(section, "key"));
        return List.of(new PointsMethod(bank, account));
    }

    private static URI url(JsonObject section) {
        try {
            URI url = URI.create(text(section, "url"));
            if (url.getHost() != null && Set.of("http", "https").contains(url.getScheme())) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for every other text that is no address.
        }
        throw new MethodConfigurationException(
                "points.url", "not an address; write, for example, https://points.example");
    }

    private static String text(JsonObject section, String name) {
        if (section.getValue(name) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new MethodConfigurationException("points." + name, "missing or not a text; the bank has told it to you");
    }
}
