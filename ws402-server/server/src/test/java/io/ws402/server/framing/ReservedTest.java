package io.ws402.server.framing;

import static io.ws402.server.testing.WireFrame.BINARY;
import static io.ws402.server.testing.WireFrame.PING;

import io.ws402.server.testing.WireFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Chapters 3 and 4: reserved bits and opcodes, which mean nothing without an extension, end the connection. */
class ReservedTest extends FramingContract {
    private static final WireFrame HELLO = WireFrame.text("Hello, world!");

    @Override
    Stream<FramingCase> cases() {
        List<FramingCase> cases = new ArrayList<>(List.of(
                FramingCase.of("3.1 text with RSV 1").fails(1002, HELLO.reserved(1)),
                afterAMessage("3.2 message, then text with RSV 2").fails(1002, HELLO.reserved(2)),
                afterAMessage("3.3 the same at once")
                        .fails(1002, HELLO.reserved(3))
                        .together(),
                afterAMessage("3.4 the same octet by octet")
                        .fails(1002, HELLO.reserved(4))
                        .inPieces(1),
                FramingCase.of("3.5 binary with RSV 5")
                        .fails(1002, WireFrame.of(BINARY, Payloads.noText(8)).reserved(5)),
                FramingCase.of("3.6 ping with RSV 6")
                        .fails(1002, WireFrame.of(PING).reserved(6)),
                FramingCase.of("3.7 close with RSV 7")
                        .fails(1002, WireFrame.close(1000).reserved(7))));
        for (int opcode : new int[] {3, 4, 5, 6, 7}) {
            cases.add(opcode("4.1." + (opcode - 2), opcode));
        }
        for (int opcode : new int[] {11, 12, 13, 14, 15}) {
            cases.add(opcode("4.2." + (opcode - 10), opcode));
        }
        cases.add(FramingCase.of("3.x frame without a mask").fails(1002, HELLO.unmasked()));
        cases.add(afterAMessage("3.x message, then a frame without a mask").fails(1002, HELLO.unmasked()));
        return cases.stream();
    }

    private static FramingCase opcode(String number, int opcode) {
        return afterAMessage(number + " message, ping, then opcode " + opcode)
                .ping()
                .fails(1002, WireFrame.of(opcode, Payloads.utf8("reserved opcode payload")));
    }

    private static FramingCase afterAMessage(String name) {
        return FramingCase.of(name).data(HELLO);
    }
}
