package io.ws402.server.framing;

import static io.ws402.server.testing.WireFrame.CLOSE;

import io.ws402.server.testing.WireFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Chapter 7: the closing handshake. Whoever closes in order is settled at once; who reports a fault, or breaks the
 * protocol, may take the session up again.
 */
class CloseHandlingTest extends FramingContract {
    private static final WireFrame HELLO = WireFrame.text("Hello World!");

    @Override
    Stream<FramingCase> cases() {
        List<FramingCase> cases = new ArrayList<>(List.of(
                FramingCase.of("7.1.1 message, then close").data(HELLO).closes(WireFrame.close(1000), 1000),
                FramingCase.of("7.1.2 two closes")
                        .closes(WireFrame.close(1000), 1000)
                        .ignored(WireFrame.close(1000))
                        .together(),
                FramingCase.of("7.1.3 ping after close")
                        .closes(WireFrame.close(1000), 1000)
                        .ignored(WireFrame.of(WireFrame.PING))
                        .together(),
                FramingCase.of("7.1.4 text after close")
                        .closes(WireFrame.close(1000), 1000)
                        .ignored(HELLO)
                        .together(),
                FramingCase.of("7.1.5 close in the middle of a message, then its rest")
                        .data(HELLO.open())
                        .closes(WireFrame.close(1000), 1000)
                        .ignored(WireFrame.of(WireFrame.CONTINUATION, Payloads.letters(8)))
                        .together(),
                FramingCase.of("7.1.6 many bytes, close, ping")
                        .data(WireFrame.of(WireFrame.TEXT, Payloads.letters(65_536)))
                        .data(HELLO)
                        .closes(WireFrame.close(1000), 1000)
                        .ignored(WireFrame.of(WireFrame.PING)),
                FramingCase.of("7.3.1 close without payload").closes(WireFrame.of(CLOSE), 1000),
                FramingCase.of("7.3.2 close with one byte").fails(1002, WireFrame.of(CLOSE, (byte) 'a')),
                FramingCase.of("7.3.3 close with a code").closes(WireFrame.close(1000), 1000),
                FramingCase.of("7.3.4 close with code and reason")
                        .closes(WireFrame.close(1000, Payloads.utf8("Hello World!")), 1000),
                FramingCase.of("7.3.5 close with a reason of 123 bytes")
                        .closes(WireFrame.close(1000, Payloads.letters(123)), 1000),
                FramingCase.of("7.3.6 close with a reason of 124 bytes")
                        .fails(1002, WireFrame.close(1000, Payloads.letters(124))),
                FramingCase.of("7.5.1 close with a reason that is no UTF-8")
                        .fails(1007, WireFrame.close(1000, Payloads.hex("cebae1bdb9cf83cebcceb5eda080656469746564")))));
        for (int code : new int[] {1000, 1001, 3000, 3999, 4000, 4999}) {
            cases.add(FramingCase.of("7.7 close with " + code).closes(WireFrame.close(code), code));
        }
        for (int code : new int[] {1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014}) {
            cases.add(FramingCase.of("7.7 close with " + code).breaksOff(WireFrame.close(code), code));
        }
        for (int code : new int[] {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535}) {
            cases.add(FramingCase.of("7.9 close with " + code).fails(1002, WireFrame.close(code)));
        }
        return cases.stream();
    }
}
