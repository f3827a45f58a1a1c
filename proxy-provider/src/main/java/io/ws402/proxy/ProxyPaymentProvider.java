package io.ws402.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.protocol.gateway.GenerateRequest;
import io.ws402.protocol.gateway.GenerateRequest.TopUp;
import io.ws402.protocol.gateway.Problem;
import io.ws402.protocol.gateway.ResumeRequest;
import io.ws402.protocol.gateway.SessionAnswer;
import io.ws402.protocol.gateway.SessionsReport;
import io.ws402.protocol.gateway.SettleRequest;
import io.ws402.protocol.gateway.TokenRequest;
import io.ws402.protocol.gateway.TopUpRequest;
import io.ws402.protocol.gateway.VerifyAnswer;
import io.ws402.protocol.gateway.VerifyRequest;
import io.ws402.protocol.payment.AcceptedAsset;
import io.ws402.protocol.payment.CheckpointOutcome;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.MeterReport;
import io.ws402.protocol.payment.PaymentProof;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.protocol.payment.QuoteOutcome;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.ReceiptOutcome;
import io.ws402.protocol.payment.SessionClaim;
import io.ws402.protocol.payment.SessionStatus;
import io.ws402.protocol.payment.SettleOutcome;
import io.ws402.protocol.payment.TokenOutcome;
import io.ws402.protocol.payment.TopUpOutcome;
import io.ws402.protocol.payment.Verification;
import io.ws402.proxy.GatewayReply.Answered;
import io.ws402.proxy.GatewayReply.Missed;
import io.ws402.proxy.GatewayReply.Refused;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@link PaymentProvider} that asks a payment gateway over HTTP. It works with our gateway and with one of WS402 0.1,
 * told apart by whether a quote names its payment: a 0.1 gateway gives grants of lease epoch 0 without tokens, which are
 * settled by a refund, need no checkpoints, and are refunded when they are released.
 *
 * <p>One instance serves all event loops of a process; futures complete on the caller's context. They fail, with a {@link
 * GatewayException}, only for what no retry mends: a refused API key, an answer that does not parse or is too long.
 */
public final class ProxyPaymentProvider implements PaymentProvider, AutoCloseable {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private final GatewayClient client;
    private final LegacyGateway legacy;
    private final AcceptedAssets accepted;
    private final Callbacks callbacks;
    private final LongSupplier wallMs = System::currentTimeMillis;

    private ProxyPaymentProvider(
            Vertx vertx, ProxyOptions options, ProxyListener listener, RandomGenerator random, LongSupplier nanos) {
        client = new GatewayClient(vertx, options, random, nanos);
        legacy = new LegacyGateway(client, wallMs);
        accepted = new AcceptedAssets(client, nanos);
        callbacks = new Callbacks(listener);
    }

    /** A provider nobody listens to. */
    public static ProxyPaymentProvider create(Vertx vertx, ProxyOptions options) {
        return create(vertx, options, ProxyListener.NONE);
    }

    /** A provider with an embedder's callbacks. */
    public static ProxyPaymentProvider create(Vertx vertx, ProxyOptions options, ProxyListener listener) {
        RandomGenerator random =
                (RandomGenerator) () -> ThreadLocalRandom.current().nextLong();
        return create(vertx, options, listener, random, System::nanoTime);
    }

    static ProxyPaymentProvider create(
            Vertx vertx, ProxyOptions options, ProxyListener listener, RandomGenerator random, LongSupplier nanos) {
        return new ProxyPaymentProvider(vertx, options, listener, random, nanos);
    }

    @Override
    public String name() {
        return "proxy";
    }

    @Override
    public Future<List<AcceptedAsset>> accepts() {
        return accepted.get();
    }

    @Override
    public Future<QuoteOutcome> quote(QuoteRequest request) {
        JsonObject body = GenerateRequest.of(request).toJson();
        return client.send(GatewayCall.post(GatewayApi.GENERATE, body).withFractions())
                .map(reply -> reply instanceof Answered(JsonObject details) && legacy.speaks(details)
                        ? new QuoteOutcome.Quoted(legacy.quote(request, details))
                        : Outcomes.quote(reply))
                .recover(Misfit::recover);
    }

    @Override
    public Future<QuoteOutcome> quoteTopUp(
            String paymentId, long leaseEpoch, QuoteRequest request, @Nullable BigInteger worth) {
        if (leaseEpoch == LegacyGateway.NO_LEASE) {
            return Future.succeededFuture(
                    new QuoteOutcome.Refused(Codes.NOT_SUPPORTED, "a gateway of WS402 0.1 tops up no sessions"));
        }
        JsonObject body = GenerateRequest.ofTopUp(new TopUp(paymentId, leaseEpoch, worth), request)
                .toJson();
        return client.send(GatewayCall.post(GatewayApi.GENERATE, body).withFractions())
                .map(Outcomes::quote)
                .recover(Misfit::recover);
    }

    @Override
    public Future<TopUpOutcome> topUp(String paymentId, long leaseEpoch, PaymentProof proof) {
        if (leaseEpoch == LegacyGateway.NO_LEASE) {
            return Future.succeededFuture(
                    new TopUpOutcome.Rejected(Codes.NOT_SUPPORTED, "a gateway of WS402 0.1 tops up no sessions"));
        }
        JsonObject body = new TopUpRequest(paymentId, leaseEpoch, proof).toJson();
        return client.send(GatewayCall.movingMoney(GatewayApi.TOP_UP, body).at(GatewayCall.Pace.PATIENT))
                .map(Outcomes::toppedUp)
                .recover(Misfit::recover);
    }

    @Override
    public Future<Verification> verify(PaymentProof proof, SessionClaim session) {
        Optional<Verification> known = legacy.screen(proof, session);
        if (known.isPresent()) {
            return Future.succeededFuture(known.get());
        }
        JsonObject body = new VerifyRequest(proof, session, wallMs.getAsLong()).toJson();
        GatewayCall call = GatewayCall.movingMoney(GatewayApi.VERIFY, body).at(GatewayCall.Pace.PATIENT);
        return client.send(call)
                .map(reply -> verified(reply, proof, session))
                .recover(Misfit::recover)
                .map(callbacks::verified);
    }

    private Verification verified(GatewayReply reply, PaymentProof proof, SessionClaim session) {
        if (!(reply instanceof Answered(JsonObject body))) {
            return Outcomes.notVerified(reply);
        }
        VerifyAnswer answer = VerifyAnswer.fromJson(body);
        return answer instanceof VerifyAnswer.Bare bare
                ? legacy.hold(proof, session, bare.amount())
                : Outcomes.verification(answer);
    }

    @Override
    public Future<Verification> resume(String resumeToken, SessionClaim session) {
        JsonObject body = new ResumeRequest(resumeToken, session).toJson();
        return client.send(GatewayCall.movingMoney(GatewayApi.RESUME, body))
                .map(Outcomes::resumed)
                .recover(Misfit::recover)
                .map(callbacks::verified);
    }

    @Override
    public Future<CheckpointOutcome> checkpoint(String serverId, List<MeterReport> reports) {
        return report(GatewayApi.CHECKPOINT, serverId, leased(reports));
    }

    @Override
    public Future<CheckpointOutcome> release(String serverId, List<MeterReport> reports) {
        // Nobody can take a session without a lease up again: what is left of it goes back now.
        List<Future<SettleOutcome>> settled = new ArrayList<>();
        for (MeterReport report : reports) {
            if (LegacyGateway.owns(report)) {
                settled.add(settle(report, "released"));
            }
        }
        return Future.join(settled).compose(all -> report(GatewayApi.RELEASE, serverId, leased(reports)));
    }

    private Future<CheckpointOutcome> report(String path, String serverId, List<MeterReport> reports) {
        if (reports.isEmpty()) {
            return Future.succeededFuture(new CheckpointOutcome.Recorded(List.of()));
        }
        JsonObject body = new SessionsReport(serverId, reports).toJson();
        return client.send(GatewayCall.post(path, body).at(GatewayCall.Pace.SHORT))
                .map(Outcomes::checkpoint)
                .recover(Misfit::recover);
    }

    private static List<MeterReport> leased(List<MeterReport> reports) {
        return reports.stream().filter(report -> !LegacyGateway.owns(report)).toList();
    }

    @Override
    public Future<SettleOutcome> settle(MeterReport report, String endReason) {
        Future<SettleOutcome> settled = LegacyGateway.owns(report)
                ? legacy.settle(report)
                : client.send(GatewayCall.movingMoney(GatewayApi.SETTLE, new SettleRequest(report, endReason).toJson()))
                        .map(Outcomes::settlement);
        return settled.recover(Misfit::recover).map(callbacks::settled);
    }

    @Override
    public Future<TokenOutcome> renewToken(String paymentId, long leaseEpoch) {
        if (leaseEpoch == LegacyGateway.NO_LEASE) {
            return Future.succeededFuture(
                    new TokenOutcome.Refused(Codes.NOT_SUPPORTED, "a gateway of WS402 0.1 gives no tokens"));
        }
        JsonObject body = new TokenRequest(paymentId, leaseEpoch).toJson();
        return client.send(GatewayCall.post(GatewayApi.TOKEN, body).at(GatewayCall.Pace.SHORT))
                .map(Outcomes::token)
                .recover(Misfit::recover);
    }

    @Override
    public Future<Optional<SessionStatus>> session(String sessionId) {
        if (!ID.matcher(sessionId).matches()) {
            return Future.succeededFuture(Optional.empty());
        }
        return client.send(GatewayCall.get(GatewayApi.SESSIONS + "/" + sessionId))
                .<Optional<SessionStatus>>map(reply -> switch (reply) {
                    case Answered(JsonObject body) ->
                        Optional.of(SessionAnswer.fromJson(body).status());
                    case Refused(Problem problem) when problem.status() == 404 -> Optional.empty();
                    default -> throw unanswered(reply);
                })
                .recover(Misfit::recover);
    }

    @Override
    public Future<ReceiptOutcome> receipt(String sessionId) {
        if (!ID.matcher(sessionId).matches()) {
            return Future.succeededFuture(
                    new ReceiptOutcome.Refused(ReceiptOutcome.UNKNOWN_SESSION, "no session is named so"));
        }
        return client.send(GatewayCall.get(GatewayApi.SESSIONS + "/" + sessionId + GatewayApi.RECEIPT))
                .map(Outcomes::receipt)
                .recover(Misfit::recover);
    }

    @Override
    public Future<JsonObject> receiptKeys() {
        return document(GatewayCall.get(GatewayApi.RECEIPT_KEYS), new JsonObject().put("keys", new JsonArray()));
    }

    @Override
    public Future<JsonObject> health() {
        return document(GatewayCall.get(GatewayApi.HEALTH).withFractions(), null);
    }

    @Override
    public Future<JsonObject> publicKeys() {
        return document(GatewayCall.get(GatewayApi.JWKS), new JsonObject().put("keys", new JsonArray()));
    }

    /** A document as it is; {@code absent} where a 0.1 gateway has none. */
    private Future<JsonObject> document(GatewayCall call, @Nullable JsonObject absent) {
        return client.send(call).map(reply -> switch (reply) {
            case Answered(JsonObject body) -> body;
            case Refused(Problem problem) when problem.status() == 404 && absent != null -> absent;
            default -> throw unanswered(reply);
        });
    }

    private static GatewayException unanswered(GatewayReply reply) {
        return new GatewayException(
                switch (reply) {
                    case Missed missed -> missed.reason();
                    case Refused(Problem problem) ->
                        "the gateway answered HTTP " + problem.status() + ": " + problem.detail();
                    case Answered answered -> "the gateway's answer was not expected";
                });
    }

    /** Closes connections; calls under way fail. */
    @Override
    public void close() {
        client.close();
    }
}
