package io.ws402.server.framing;

import static io.ws402.server.testing.WireFrame.PING;

import io.ws402.server.testing.WireFrame;
import java.util.stream.Stream;

/** Chapter 2: pings are answered with what they carry, pongs with nothing; neither is metered. */
class PingPongTest extends FramingContract {
    @Override
    Stream<FramingCase> cases() {
        return Stream.of(
                FramingCase.of("2.1 ping without payload").ping(),
                FramingCase.of("2.2 ping with text").ping(Payloads.utf8("Hello, world!")),
                FramingCase.of("2.3 ping with what is no text").ping(Payloads.hex("00fffefdfcfb00ff")),
                FramingCase.of("2.4 ping of 125 bytes").ping(Payloads.noText(125)),
                FramingCase.of("2.5 ping of 126 bytes").fails(1002, WireFrame.of(PING, Payloads.noText(126))),
                FramingCase.of("2.6 ping of 125 bytes octet by octet")
                        .ping(Payloads.noText(125))
                        .inPieces(1),
                FramingCase.of("2.7 pong that nobody asked for").pong(),
                FramingCase.of("2.8 pong with payload that nobody asked for").pong(Payloads.utf8("unsolicited")),
                FramingCase.of("2.9 pong that nobody asked for, then ping")
                        .pong(Payloads.utf8("unsolicited"))
                        .ping(Payloads.utf8("ping")),
                tenPings("2.10 ten pings"),
                tenPings("2.11 ten pings octet by octet").inPieces(1),
                tenPings("2.x ten pings at once").together());
    }

    private static FramingCase tenPings(String name) {
        FramingCase pings = FramingCase.of(name);
        for (int i = 0; i < 10; i++) {
            pings.ping(Payloads.utf8("payload " + i));
        }
        return pings;
    }
}
