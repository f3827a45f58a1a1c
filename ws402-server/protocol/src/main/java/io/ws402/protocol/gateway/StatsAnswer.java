package io.ws402.protocol.gateway;

import static io.ws402.protocol.gateway.WireParts.putPresent;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.json.Fields;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/stats}: 0.1's fields, then counters since the gateway's start.
 *
 * @param identity what 0.1 shows of the gateway
 * @param uptimeSeconds since its start
 * @param timestampMs the gateway's wall clock, in milliseconds since 1970
 * @param paymentsVerified proofs that led to a hold
 * @param paymentsRejected proofs that did not
 * @param refundsIssued refunds that were confirmed or credited
 * @param refundsFailed attempts to send a refund that had to be repeated
 * @param totalVolume what was verified, in smallest units, by CAIP-19 id
 * @param responseTimes how long verify took
 */
public record StatsAnswer(
        Identity identity,
        long uptimeSeconds,
        long timestampMs,
        long paymentsVerified,
        long paymentsRejected,
        long refundsIssued,
        long refundsFailed,
        SequencedMap<String, BigInteger> totalVolume,
        ResponseTimes responseTimes) {
    /**
     * What 0.1 shows of the gateway, of its default method.
     *
     * @param gateway a name
     * @param provider the default method's name for display
     * @param network its network
     * @param chainId its EVM chain id, or null
     * @param merchantWallet where payments go
     * @param autoRefundEnabled whether it has a key to refund with
     */
    public record Identity(
            String gateway,
            String provider,
            String network,
            @Nullable Long chainId,
            String merchantWallet,
            boolean autoRefundEnabled) {}

    /** Milliseconds: the mean and three percentiles. */
    public record ResponseTimes(long averageMs, long p50Ms, long p95Ms, long p99Ms) {}

    /** Reads the body; @throws io.ws402.protocol.json.MalformedJson naming the field at fault. */
    public static StatsAnswer fromJson(JsonObject json) {
        Fields fields = Fields.of(json);
        Fields volumes = fields.object("totalVolume");
        SequencedMap<String, BigInteger> totalVolume = new LinkedHashMap<>();
        volumes.json().fieldNames().forEach(asset -> totalVolume.put(asset, volumes.amount(asset)));
        Fields percentiles = fields.object("responseTimePercentiles");
        return new StatsAnswer(
                new Identity(
                        fields.text("gateway"),
                        fields.text("provider"),
                        fields.text("network"),
                        fields.wholeOrNull("chainId"),
                        fields.text("merchantWallet"),
                        fields.flag("autoRefundEnabled")),
                fields.whole("uptime"),
                fields.whole("timestamp"),
                fields.whole("paymentsVerified"),
                fields.whole("paymentsRejected"),
                fields.whole("refundsIssued"),
                fields.whole("refundsFailed"),
                totalVolume,
                new ResponseTimes(
                        fields.whole("averageResponseTime"),
                        percentiles.whole("p50"),
                        percentiles.whole("p95"),
                        percentiles.whole("p99")));
    }

    /** The body. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("gateway", identity.gateway())
                .put("provider", identity.provider())
                .put("network", identity.network());
        putPresent(json, "chainId", identity.chainId());
        JsonObject volumes = new JsonObject();
        totalVolume.forEach((asset, units) -> volumes.put(asset, units.toString()));
        JsonObject percentiles = new JsonObject()
                .put("p50", responseTimes.p50Ms())
                .put("p95", responseTimes.p95Ms())
                .put("p99", responseTimes.p99Ms());
        return json.put("merchantWallet", identity.merchantWallet())
                .put("autoRefundEnabled", identity.autoRefundEnabled())
                .put("uptime", uptimeSeconds)
                .put("timestamp", timestampMs)
                .put("paymentsVerified", paymentsVerified)
                .put("paymentsRejected", paymentsRejected)
                .put("refundsIssued", refundsIssued)
                .put("refundsFailed", refundsFailed)
                .put("totalVolume", volumes)
                .put("averageResponseTime", responseTimes.averageMs())
                .put("responseTimePercentiles", percentiles);
    }
}
