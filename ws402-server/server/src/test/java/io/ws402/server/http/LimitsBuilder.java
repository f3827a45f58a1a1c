package io.ws402.server.http;

import java.time.Duration;

/** The default limits with some of them changed. */
final class LimitsBuilder {
    private Duration firstMessage = SocketLimits.DEFAULTS.firstMessage();
    private Duration keepAlive = SocketLimits.DEFAULTS.keepAlive();
    private Duration verify = SocketLimits.DEFAULTS.verify();
    private Duration resourceOpen = SocketLimits.DEFAULTS.resourceOpen();
    private Duration stuck = SocketLimits.DEFAULTS.stuck();
    private int sendQueueBytesMax = SocketLimits.DEFAULTS.sendQueueBytesMax();
    private int unpaidMax = SocketLimits.DEFAULTS.unpaidMax();
    private int unpaidPerAddressMax = SocketLimits.DEFAULTS.unpaidPerAddressMax();
    private int sessionsMax = SocketLimits.DEFAULTS.sessionsMax();
    private RateLimits rates = SocketLimits.DEFAULTS.rates();

    private int httpPerSession = SocketLimits.DEFAULTS.httpPerSession();

    LimitsBuilder httpPerSession(int max) {
        httpPerSession = max;
        return this;
    }

    LimitsBuilder firstMessage(Duration within) {
        firstMessage = within;
        return this;
    }

    LimitsBuilder keepAlive(Duration within) {
        keepAlive = within;
        return this;
    }

    LimitsBuilder verify(Duration within) {
        verify = within;
        return this;
    }

    LimitsBuilder resourceOpen(Duration within) {
        resourceOpen = within;
        return this;
    }

    LimitsBuilder stuck(Duration patience) {
        stuck = patience;
        return this;
    }

    LimitsBuilder sendQueueBytesMax(int max) {
        sendQueueBytesMax = max;
        return this;
    }

    LimitsBuilder unpaid(int inAll, int perAddress) {
        unpaidMax = inAll;
        unpaidPerAddressMax = perAddress;
        return this;
    }

    LimitsBuilder sessions(int max) {
        sessionsMax = max;
        return this;
    }

    LimitsBuilder rates(RateLimits allowed) {
        rates = allowed;
        return this;
    }

    SocketLimits build() {
        SocketLimits defaults = SocketLimits.DEFAULTS;
        return new SocketLimits(
                firstMessage,
                keepAlive,
                verify,
                resourceOpen,
                stuck,
                defaults.frameBytesMax(),
                defaults.messageBytesMax(),
                sendQueueBytesMax,
                defaults.droppedMax(),
                unpaidMax,
                unpaidPerAddressMax,
                sessionsMax,
                rates,
                httpPerSession);
    }
}
