package io.ws402.protocol.gateway;

import static io.ws402.protocol.gateway.WireParts.putPresent;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.AssetJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/methods}: what can be paid with.
 *
 * @param methods all that are configured; exactly one is the default
 */
public record MethodsAnswer(List<Method> methods) {
    /**
     * A payment method.
     *
     * @param id its short id, for example {@code base}
     * @param family what implements it, for example {@code evm}
     * @param network the network's 0.1 short name
     * @param chainId the EVM chain id, or null for others
     * @param assets what it takes; exactly one is its default
     * @param byDefault whether a quote that names no method is for this one
     * @param enabled whether it can be quoted now
     */
    public record Method(
            String id,
            String family,
            String network,
            @Nullable Long chainId,
            List<TakenAsset> assets,
            boolean byDefault,
            boolean enabled) {}

    /** An asset that a method takes; {@code byDefault} when a quote that names the method alone is for it. */
    public record TakenAsset(Asset asset, boolean byDefault) {}

    /** The assets of the enabled methods; a method's default asset stands before its others. */
    public List<AcceptedAsset> accepted() {
        return methods.stream()
                .filter(Method::enabled)
                .flatMap(method -> method.assets().stream()
                        .sorted((a, b) -> Boolean.compare(b.byDefault(), a.byDefault()))
                        .map(taken -> new AcceptedAsset(
                                method.id(), method.network(), taken.asset(), method.byDefault() && taken.byDefault())))
                .toList();
    }

    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static MethodsAnswer fromJson(JsonObject json) {
        return new MethodsAnswer(Fields.of(json).objects("methods").stream()
                .map(MethodsAnswer::method)
                .toList());
    }

    /** The body. */
    public JsonObject toJson() {
        return new JsonObject().put("methods", WireParts.array(methods, MethodsAnswer::method));
    }

    private static Method method(Fields fields) {
        return new Method(
                fields.text("id"),
                fields.text("family"),
                fields.text("network"),
                fields.wholeOrNull("chainId"),
                fields.objects("assets").stream()
                        .map(asset -> new TakenAsset(AssetJson.read(asset), asset.flag("default")))
                        .toList(),
                fields.flag("default"),
                fields.flag("enabled"));
    }

    private static JsonObject method(Method method) {
        JsonObject json = new JsonObject()
                .put("id", method.id())
                .put("family", method.family())
                .put("network", method.network());
        putPresent(json, "chainId", method.chainId());
        return json.put("assets", WireParts.array(method.assets(), MethodsAnswer::asset))
                .put("default", method.byDefault())
                .put("enabled", method.enabled());
    }

    private static JsonObject asset(TakenAsset taken) {
        return AssetJson.write(taken.asset()).put("default", taken.byDefault());
    }
}
