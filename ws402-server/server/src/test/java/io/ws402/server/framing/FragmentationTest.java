package io.ws402.server.framing;

import static io.ws402.server.testing.WireFrame.BINARY;
import static io.ws402.server.testing.WireFrame.CONTINUATION;
import static io.ws402.server.testing.WireFrame.PING;
import static io.ws402.server.testing.WireFrame.PONG;
import static io.ws402.server.testing.WireFrame.TEXT;

import io.ws402.server.testing.WireFrame;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Chapter 5: messages in fragments, with control frames between them, and fragments where none may be. */
class FragmentationTest extends FramingContract {
    private static final WireFrame FIRST = WireFrame.text("fragment1").open();
    private static final WireFrame MIDDLE = WireFrame.of(CONTINUATION, Payloads.utf8("fragment2"));
    private static final WireFrame LAST = WireFrame.of(CONTINUATION, Payloads.utf8("fragment3"));

    @Override
    Stream<FramingCase> cases() {
        return Stream.of(
                        written(
                                "5.1 ping in fragments",
                                each -> each.fails(1002, WireFrame.of(PING).open())),
                        written(
                                "5.2 pong in fragments",
                                each -> each.fails(1002, WireFrame.of(PONG).open())),
                        written(
                                "5.x close in fragments",
                                each -> each.fails(1002, WireFrame.close(1000).open())),
                        written(
                                "5.3 text in two fragments",
                                each -> each.data(FIRST).data(LAST)),
                        written(
                                "5.6 ping between fragments",
                                each -> each.data(FIRST)
                                        .ping(Payloads.utf8("ping"))
                                        .data(LAST)),
                        written("5.9 continuation of nothing, then text", each -> each.fails(1002, LAST)),
                        written("5.10 continuation of nothing, not the last", each -> each.fails(1002, MIDDLE.open())),
                        written(
                                "5.12 whole text, then continuation",
                                each -> each.data(WireFrame.text("whole")).fails(1002, LAST)),
                        written(
                                "5.15 message in fragments, then continuation",
                                each -> each.data(FIRST).data(LAST).fails(1002, MIDDLE.open())),
                        written(
                                "5.18 text where a continuation is due",
                                each -> each.data(FIRST).fails(1002, WireFrame.text("fragment2"))),
                        written(
                                "5.x binary where a continuation is due",
                                each -> each.data(FIRST).fails(1002, WireFrame.of(BINARY, Payloads.noText(4)))),
                        written(
                                "5.19 pings between and after fragments",
                                each -> each.data(FIRST)
                                        .data(MIDDLE.open())
                                        .ping(Payloads.utf8("pongme 1!"))
                                        .data(MIDDLE.open())
                                        .data(MIDDLE.open())
                                        .ping(Payloads.utf8("pongme 2!"))
                                        .data(LAST)),
                        written(
                                "5.x pongs between fragments",
                                each -> each.data(FIRST)
                                        .pong(Payloads.utf8("unsolicited"))
                                        .data(LAST)),
                        written(
                                "5.x empty fragments",
                                each -> each.fragments(TEXT, Payloads.NONE, Payloads.NONE, Payloads.NONE)),
                        written(
                                "5.x binary in fragments",
                                each -> each.fragments(
                                        BINARY, Payloads.noText(3), Payloads.NONE, Payloads.noText(200))))
                .flatMap(each -> each);
    }

    private static Stream<FramingCase> written(String name, UnaryOperator<FramingCase> frames) {
        return Stream.of(
                frames.apply(FramingCase.of(name)),
                frames.apply(FramingCase.of(name + ", at once")).together(),
                frames.apply(FramingCase.of(name + ", octet by octet")).inPieces(1));
    }
}
