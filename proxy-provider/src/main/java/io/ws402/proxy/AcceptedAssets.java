package io.ws402.proxy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.protocol.gateway.MethodsAnswer;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.proxy.GatewayReply.Answered;
import io.ws402.proxy.GatewayReply.Missed;
import io.ws402.proxy.GatewayReply.Refused;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway takes, asked for at most every few seconds. While it does not answer, what it said last still stands:
 * the quote is what decides. Thread-safe.
 */
final class AcceptedAssets {
    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();

    /** An answer and when it came. */
    private record Known(List<AcceptedAsset> assets, long atNanos) {}

    private final GatewayClient client;
    private final LongSupplier nanos;
    private volatile @Nullable Known known;

    AcceptedAssets(GatewayClient client, LongSupplier nanos) {
        this.client = client;
        this.nanos = nanos;
    }

    Future<List<AcceptedAsset>> get() {
        Known last = known;
        if (last != null && nanos.getAsLong() - last.atNanos < FRESH_NANOS) {
            return Future.succeededFuture(last.assets);
        }
        return client.send(GatewayCall.get(GatewayApi.METHODS))
                .compose(reply -> switch (reply) {
                    case Answered(JsonObject body) ->
                        Future.succeededFuture(MethodsAnswer.fromJson(body).accepted());
                    case Refused(Problem problem) when problem.status() == 404 -> legacy();
                    case Refused(Problem problem) -> unanswered(last, "HTTP " + problem.status());
                    case Missed missed -> unanswered(last, missed.reason());
                })
                .map(this::remember)
                .recover(Misfit::recover);
    }

    private List<AcceptedAsset> remember(List<AcceptedAsset> assets) {
        known = new Known(assets, nanos.getAsLong());
        return assets;
    }

    /** A 0.1 gateway has one method, and its statistics tell which. */
    private Future<List<AcceptedAsset>> legacy() {
        return client.send(GatewayCall.get(GatewayApi.STATS).withFractions())
                .compose(reply -> reply instanceof Answered(JsonObject stats)
                        ? Future.succeededFuture(List.of(LegacyAssets.accepted(stats)))
                        : Future.failedFuture(new GatewayException("the gateway says nowhere what it takes")));
    }

    private static Future<List<AcceptedAsset>> unanswered(@Nullable Known last, String reason) {
        return last != null
                ? Future.succeededFuture(last.assets)
                : Future.failedFuture(new GatewayException("the gateway did not say what it takes: " + reason));
    }
}
