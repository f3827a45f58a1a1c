package io.ws402.demo.client;

import io.ws402.demo.client.ReceiptOutcome.None;
import io.ws402.demo.client.ReceiptOutcome.Verified;
import io.ws402.protocol.gateway.GatewayApi;
import io.ws402.protocol.gateway.ReceiptAnswer;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.receipt.Receipt;
import io.ws402.protocol.receipt.ReceiptKeys;
import io.ws402.protocol.receipt.ReceiptReading;
import io.ws402.protocol.receipt.ReceiptVerifier;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks for a session's signed receipt until it is final, at whichever server answers, and checks it. */
final class ReceiptWatch {
    private static final Duration POLL = Duration.ofMillis(500);

    private final JsonHttp http;
    private final List<ResourceAddress> servers;
    private final ReceiptOrder order;

    ReceiptWatch(JsonHttp http, List<ResourceAddress> servers, ReceiptOrder order) {
        this.http = http;
        this.servers = servers;
        this.order = order;
    }

    /**
     * What the payer knows by itself.
     *
     * @param sessionId its session
     * @param resourceId what it paid for
     * @param paid what was paid in, in the session's asset
     * @param consumed what the server said at the end; null where it did not
     * @param transaction by which the wallet paid at first; null where the rail has none
     */
    record Seen(
            String sessionId,
            String resourceId,
            BigInteger paid,
            @Nullable BigInteger consumed,
            @Nullable String transaction) {
        /** Where a receipt says something else, in sentences. */
        List<String> differences(Receipt receipt) {
            List<String> differences = new ArrayList<>();
            compare(differences, "the session", receipt.sessionId(), sessionId);
            compare(differences, "the resource", receipt.resourceId(), resourceId);
            compare(differences, "what was paid", receipt.sums().paid().units(), paid);
            if (consumed != null) {
                compare(
                        differences,
                        "what was consumed",
                        receipt.sums().consumed().units(),
                        consumed);
            }
            if (transaction != null
                    && receipt.deposits().stream()
                            .noneMatch(deposit -> transaction.equalsIgnoreCase(deposit.txHash()))) {
                differences.add("it does not know the payment " + transaction);
            }
            return List.copyOf(differences);
        }

        private static void compare(List<String> differences, String what, Object said, Object saw) {
            if (!said.equals(saw)) {
                differences.add(what + " is " + said + " in it, and " + saw + " as seen here");
            }
        }
    }

    ReceiptOutcome follow(Seen seen, String accessToken, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        int refusals = 0;
        for (int server = 0; ; ) {
            ReceiptOutcome outcome;
            boolean isFinal;
            try {
                outcome = ask(servers.get(server % servers.size()), seen, accessToken);
                isFinal = !(outcome instanceof Verified verified) || rests(verified.receipt());
            } catch (JsonHttp.Refused refused) {
                server++;
                refusals = RefundWatch.isFinal(refused) ? refusals + 1 : 0;
                isFinal = refusals >= servers.size();
                outcome = new None(
                        Objects.requireNonNullElse(refused.code(), "http_" + refused.status()),
                        String.valueOf(refused.getMessage()));
            } catch (IOException | MalformedJson elsewhere) {
                server++;
                isFinal = false;
                outcome = new None(Opening.UNREACHABLE, String.valueOf(elsewhere.getMessage()));
            }
            if (isFinal || System.nanoTime() >= deadline) {
                return outcome;
            }
            Thread.sleep(POLL);
        }
    }

    /** Whether waiting changes nothing, or only an operator does. */
    private static boolean rests(Receipt receipt) {
        return receipt.isFinal()
                || receipt.deposits().stream()
                        .map(Receipt.Deposit::refund)
                        .anyMatch(refund -> refund != null && refund.state().equals("awaiting_operator"));
    }

    private ReceiptOutcome ask(ResourceAddress server, Seen seen, String accessToken) throws IOException {
        String signed = ReceiptAnswer.fromJson(http.get(server.receipt(seen.sessionId()), accessToken))
                .receipt();
        ReceiptKeys keys = order.keys();
        if (keys == null) {
            keys = ReceiptKeys.of(http.get(URI.create(server.server() + GatewayApi.RECEIPT_KEYS), null));
        }
        return switch (ReceiptVerifier.verify(signed, keys)) {
            case ReceiptReading.Verified(Receipt receipt, String keyId) ->
                new Verified(signed, keyId, receipt, seen.differences(receipt));
            case ReceiptReading.Refused(String code, String reason) -> new None(code, reason);
        };
    }
}
