package io.ws402.server.http;

import io.vertx.core.AsyncResult;
import io.ws402.protocol.message.ServerMessage;
import io.ws402.protocol.payment.Codes;
import io.ws402.protocol.payment.PaymentProvider;
import io.ws402.protocol.payment.SessionGrant;
import io.ws402.protocol.payment.TokenOutcome;
import io.ws402.server.session.PayerLink;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Answers {@code ws402.token}: with the access token as it is while it is young, else with another one from the gateway.
 * The resume token stays good for as long as this server holds the session. Confined to the session's event loop.
 */
final class AccessTokenRenewal {
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final PaymentProvider provider;
    private final Loop loop;
    private final SessionGrant grant;
    private final PayerLink payer;
    private final LongSupplier nanoClock;
    private String token;
    private long lifetimeMs;
    private long sinceNanos;
    private boolean asking;

    /** @param grantedAtNanos by that clock, when the grant and its token came */
    AccessTokenRenewal(
            PaymentProvider provider,
            Loop loop,
            SessionGrant grant,
            PayerLink payer,
            LongSupplier nanoClock,
            long grantedAtNanos) {
        this.provider = provider;
        this.loop = loop;
        this.grant = grant;
        this.payer = payer;
        this.nanoClock = nanoClock;
        this.token = grant.accessToken() == null ? "" : grant.accessToken();
        this.lifetimeMs = grant.accessTokenExpiresInMs();
        this.sinceNanos = grantedAtNanos;
    }

    /** Sends the payer a token, or why there is none. Asked again before the gateway answered, it answers once. */
    void answer() {
        if (grant.resumeToken() == null || token.isEmpty()) {
            refuse(Codes.NOT_SUPPORTED, "The gateway of this server gives no tokens.");
        } else if (ageMs() < Math.min(YOUNG.toMillis(), lifetimeMs)) {
            send(grant.resumeToken());
        } else if (!asking) {
            asking = true;
            loop.when(provider.renewToken(grant.paymentId(), grant.leaseEpoch()), this::answered);
        }
    }

    private void answered(AsyncResult<TokenOutcome> answer) {
        asking = false;
        TokenOutcome outcome =
                answer.succeeded() ? answer.result() : new TokenOutcome.Unavailable(String.valueOf(answer.cause()));
        String resumeToken = grant.resumeToken();
        switch (outcome) {
            case TokenOutcome.Renewed(String renewed, long expiresInMs) -> {
                token = renewed;
                lifetimeMs = expiresInMs;
                sinceNanos = nanoClock.getAsLong();
                send(String.valueOf(resumeToken));
            }
            // The token there is may still do.
            case TokenOutcome.Refused _, TokenOutcome.Unavailable _
            when resumeToken != null && ageMs() < lifetimeMs -> send(resumeToken);
            case TokenOutcome.Refused(String code, String reason) -> refuse(code, reason);
            case TokenOutcome.Unavailable _ ->
                refuse(Codes.GATEWAY_UNAVAILABLE, "No newer token can be had now. Ask again soon.");
        }
    }

    private long ageMs() {
        return (nanoClock.getAsLong() - sinceNanos) / 1_000_000;
    }

    private void send(String resumeToken) {
        payer.send(new ServerMessage.Token(resumeToken, token, lifetimeMs - ageMs()));
    }

    private void refuse(String code, String reason) {
        payer.send(new ServerMessage.ControlError(code, reason));
    }
}
