package io.ws402.protocol.gateway;

import static io.ws402.protocol.Samples.CLAIM;
import static io.ws402.protocol.Samples.ETH;
import static io.ws402.protocol.Samples.FOREIGN_REFUND;
import static io.ws402.protocol.Samples.PAUSED;
import static io.ws402.protocol.Samples.PAYER;
import static io.ws402.protocol.Samples.PAYMENT;
import static io.ws402.protocol.Samples.PLAN;
import static io.ws402.protocol.Samples.PROOF;
import static io.ws402.protocol.Samples.READING;
import static io.ws402.protocol.Samples.REFERENCE;
import static io.ws402.protocol.Samples.REFUND;
import static io.ws402.protocol.Samples.REPORT;
import static io.ws402.protocol.Samples.SERVER;
import static io.ws402.protocol.Samples.SESSION;
import static io.ws402.protocol.Samples.TX_HASH;
import static io.ws402.protocol.Samples.USDC;
import static io.ws402.protocol.Samples.eth;
import static io.ws402.protocol.Samples.units;

import io.vertx.core.json.JsonObject;
import io.ws402.protocol.Golden;
import io.ws402.protocol.Samples;
import io.ws402.protocol.gateway.MethodsAnswer.Method;
import io.ws402.protocol.gateway.MethodsAnswer.TakenAsset;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.CheckpointOutcome.Over;
import io.ws402.protocol.payment.CheckpointOutcome.ToppedUp;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.QuoteRequest;
import io.ws402.protocol.payment.RefundStatus;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.SessionStatus;
import io.ws402.protocol.payment.Settlement;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every request and answer of the gateway's API and its golden file. */
final class Bodies {
    private static final long TIMESTAMP = 1_795_219_200_000L;
    private static final SessionGrant GRANT = new SessionGrant(
            PAYMENT,
            SESSION,
            "ticker",
            PAYER,
            eth("300000000000007"),
            eth("7"),
            PLAN,
            READING,
            41,
            3,
            "SECRET-resume-token",
            "SECRET-access-token",
            900_000);
    private static final Settlement SETTLEMENT =
            new Settlement(PAYMENT, eth("300000000000007"), eth("2900005000012"), eth("29000050000"), List.of(REFUND));
    private static final PaymentAnswer PAYMENT_ANSWER = new PaymentAnswer(
            PAYMENT,
            "settled",
            "base",
            "ticker",
            REFERENCE,
            eth("300000000000007"),
            eth("300000000000007"),
            eth("2900005000012"),
            PAYER,
            SESSION,
            TIMESTAMP,
            null,
            List.of(
                    new PaymentAnswer.Deposit("dep_2", eth("7"), eth("7"), "settled", PAYER, null, true, true, null),
                    new PaymentAnswer.Deposit(
                            "dep_1",
                            eth("300000000000000"),
                            eth("2900005000005"),
                            "settled",
                            PAYER,
                            TX_HASH,
                            false,
                            true,
                            null)),
            List.of(REFUND, new RefundStatus("ref_2", eth("5"), "credited", PAYER, null, "pay_2")));
    private static final PaymentAnswer OF_TWO_ASSETS = new PaymentAnswer(
            PAYMENT,
            "settled",
            "base",
            "ticker",
            REFERENCE,
            eth("300000000000007"),
            eth("716666666666673"),
            eth("300000000000007"),
            PAYER,
            SESSION,
            TIMESTAMP,
            null,
            List.of(
                    new PaymentAnswer.Deposit(
                            "dep_1",
                            eth("300000000000007"),
                            eth("300000000000007"),
                            "settled",
                            PAYER,
                            null,
                            false,
                            true,
                            null),
                    new PaymentAnswer.Deposit(
                            "dep_2",
                            new Money(USDC, units("1250000")),
                            new Money(USDC, units("0")),
                            "settled",
                            PAYER,
                            TX_HASH,
                            false,
                            true,
                            eth("416666666666666"))),
            List.of(FOREIGN_REFUND));
    private static final Problem PROBLEM =
            Problem.of(409, Codes.ALREADY_SETTLED, "Already settled", "The payment was settled with another figure.");

    private Bodies() {}

    static Stream<Golden<?>> all() {
        return Stream.of(requests(), verifyAnswers(), answers(), queries()).flatMap(bodies -> bodies);
    }

    private static Stream<Golden<?>> requests() {
        return Stream.of(
                body(
                        "generate.request",
                        new GenerateRequest(
                                units("300000000000000"),
                                "ticker",
                                300,
                                "base",
                                "ETH",
                                PLAN,
                                "mch_1",
                                "203.0.113.9",
                                null),
                        GenerateRequest::toJson,
                        GenerateRequest::fromJson),
                body(
                        "generate.request.top_up",
                        GenerateRequest.ofTopUp(
                                new GenerateRequest.TopUp(PAYMENT, 3),
                                new QuoteRequest(
                                        "ticker", units("60000000000000"), 60, PLAN, "base", "ETH", "203.0.113.9")),
                        GenerateRequest::toJson,
                        GenerateRequest::fromJson),
                body(
                        "generate.request.top_up.foreign",
                        GenerateRequest.ofTopUp(
                                new GenerateRequest.TopUp(PAYMENT, 3, units("60000000000000")),
                                new QuoteRequest("ticker", units("180000"), 60, PLAN, "base", "USDC", "203.0.113.9")),
                        GenerateRequest::toJson,
                        GenerateRequest::fromJson),
                body(
                        "verify.request",
                        new VerifyRequest(PROOF, CLAIM, TIMESTAMP),
                        VerifyRequest::toJson,
                        VerifyRequest::fromJson),
                body("token.request", new TokenRequest(PAYMENT, 3), TokenRequest::toJson, TokenRequest::fromJson),
                body(
                        "token.answer",
                        new TokenAnswer("SECRET-access-token", 900_000),
                        TokenAnswer::toJson,
                        TokenAnswer::fromJson),
                body(
                        "resume.request",
                        new ResumeRequest("SECRET-resume-token", CLAIM),
                        ResumeRequest::toJson,
                        ResumeRequest::fromJson),
                body(
                        "checkpoint.request",
                        new SessionsReport(SERVER, List.of(REPORT, PAUSED)),
                        SessionsReport::toJson,
                        SessionsReport::fromJson),
                body(
                        "settle.request",
                        new SettleRequest(REPORT, "client_end"),
                        SettleRequest::toJson,
                        SettleRequest::fromJson),
                body(
                        "refund.request",
                        new RefundRequest(PROOF, units("297099994999995"), TIMESTAMP),
                        RefundRequest::toJson,
                        RefundRequest::fromJson),
                body(
                        "topup.request",
                        new TopUpRequest(PAYMENT, 3, PROOF),
                        TopUpRequest::toJson,
                        TopUpRequest::fromJson));
    }

    private static Stream<Golden<?>> verifyAnswers() {
        return Stream.of(
                verify("granted", new VerifyAnswer.Granted(GRANT)),
                verify("held", new VerifyAnswer.Held(PAYMENT, PAYER, eth("300000000000007"))),
                verify(
                        "refused",
                        new VerifyAnswer.Refused(
                                Codes.ALREADY_CLAIMED, "another session holds this payment", "held", PAYMENT, null)),
                verify(
                        "pending",
                        new VerifyAnswer.Refused(
                                Codes.PAYMENT_PENDING, "3 of 5 confirmations", "pending", PAYMENT, 2000L)),
                verify("bare", new VerifyAnswer.Bare(units("3000"))));
    }

    private static Stream<Golden<?>> answers() {
        GenerateAnswer quoted = new GenerateAnswer(
                Samples.details(),
                PAYMENT,
                REFERENCE,
                "SECRET-claim",
                "base",
                eth("300000000000007"),
                600_000,
                TIMESTAMP,
                "ethereum:0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc@8453?value=300000000000007",
                null);
        GenerateAnswer toppingUp = new GenerateAnswer(
                new JsonObject().put("type", "base"),
                PAYMENT,
                REFERENCE,
                "SECRET-claim",
                "base",
                new Money(USDC, units("180003")),
                600_000,
                TIMESTAMP,
                null,
                units("60001000000000"));
        return Stream.of(
                // The details that are read are the whole body, so the value is what reading it gives.
                body(
                        "generate.answer",
                        GenerateAnswer.fromJson(quoted.toJson()),
                        GenerateAnswer::toJson,
                        GenerateAnswer::fromJson),
                body(
                        "generate.answer.top_up.foreign",
                        GenerateAnswer.fromJson(toppingUp.toJson()),
                        GenerateAnswer::toJson,
                        GenerateAnswer::fromJson),
                body(
                        "checkpoint.answer",
                        new SessionsRecorded(
                                7,
                                List.of(new Over(PAYMENT, Codes.LEASE_LOST)),
                                List.of(new ToppedUp("pay_2", units("360000000000007")))),
                        SessionsRecorded::toJson,
                        SessionsRecorded::fromJson),
                body("settle.answer", new SettleAnswer(SETTLEMENT), SettleAnswer::toJson, SettleAnswer::fromJson),
                body(
                        "refund.answer",
                        new RefundAnswer(
                                "success",
                                units("297099994999995"),
                                PAYER,
                                "Refunded",
                                TIMESTAMP,
                                REFUND.refundId(),
                                "confirmed",
                                TX_HASH),
                        RefundAnswer::toJson,
                        RefundAnswer::fromJson),
                body(
                        "topup.answer",
                        new TopUpAnswer(PAYMENT, eth("1000000"), eth("1000000"), eth("300000001000007")),
                        TopUpAnswer::toJson,
                        TopUpAnswer::fromJson),
                body(
                        "topup.answer.foreign",
                        new TopUpAnswer(
                                PAYMENT,
                                new Money(USDC, units("180003")),
                                eth("60001000000000"),
                                eth("360001000000007")),
                        TopUpAnswer::toJson,
                        TopUpAnswer::fromJson),
                body(
                        "problem",
                        PROBLEM.retryAfterMs(1000).with("first", new JsonObject().put("status", "success")),
                        Problem::toJson,
                        json -> Problem.fromJson(409, json)));
    }

    private static Stream<Golden<?>> queries() {
        SessionStatus status = new SessionStatus(
                SESSION,
                PAYMENT,
                "ticker",
                "settled",
                true,
                0,
                eth("300000000000007"),
                eth("2900005000012"),
                READING,
                "client_end",
                List.of(REFUND));
        return Stream.of(
                body(
                        "receipt.answer",
                        new ReceiptAnswer("eyJhbGciOiJFZERTQSJ9.eyJwYWlkIjoiMTAwIn0.c2lnbmF0dXJl"),
                        ReceiptAnswer::toJson,
                        ReceiptAnswer::fromJson),
                body("session", new SessionAnswer(status), SessionAnswer::toJson, SessionAnswer::fromJson),
                body("payment", PAYMENT_ANSWER, PaymentAnswer::toJson, PaymentAnswer::fromJson),
                body("payment.two_assets", OF_TWO_ASSETS, PaymentAnswer::toJson, PaymentAnswer::fromJson),
                body(
                        "payments",
                        new PaymentPage(List.of(PAYMENT_ANSWER), "cursor-2"),
                        PaymentPage::toJson,
                        PaymentPage::fromJson),
                body("methods", methods(), MethodsAnswer::toJson, MethodsAnswer::fromJson),
                body(
                        "health",
                        new HealthAnswer("degraded", "Base", TIMESTAMP, health()),
                        HealthAnswer::toJson,
                        HealthAnswer::fromJson),
                body("stats", stats(), StatsAnswer::toJson, StatsAnswer::fromJson));
    }

    private static MethodsAnswer methods() {
        return new MethodsAnswer(List.of(
                new Method(
                        "base",
                        "evm",
                        "base",
                        8453L,
                        List.of(new TakenAsset(ETH, true), new TakenAsset(USDC, false)),
                        true,
                        true),
                new Method("credits", "credits", "internal", null, List.of(), false, false)));
    }

    private static SequencedMap<String, String> health() {
        SequencedMap<String, String> methods = new LinkedHashMap<>();
        methods.put("base", "no endpoint answers");
        methods.put("credits", "ok");
        return methods;
    }

    private static StatsAnswer stats() {
        SequencedMap<String, BigInteger> volume = new LinkedHashMap<>();
        volume.put(ETH.id().value(), units("300000000000007"));
        return new StatsAnswer(
                new StatsAnswer.Identity(
                        "ws402-payment-gateway",
                        "Base",
                        "base",
                        8453L,
                        "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc",
                        true),
                86_400,
                TIMESTAMP,
                1024,
                16,
                1000,
                3,
                volume,
                new StatsAnswer.ResponseTimes(12, 9, 40, 95));
    }

    private static Golden<?> verify(String name, VerifyAnswer answer) {
        return body("verify.answer." + name, answer, VerifyAnswer::toJson, VerifyAnswer::fromJson);
    }

    private static <T> Golden<T> body(
            String name, T value, Function<T, JsonObject> writer, Function<JsonObject, T> reader) {
        return new Golden<>("gateway/" + name, value, writer, reader);
    }
}
