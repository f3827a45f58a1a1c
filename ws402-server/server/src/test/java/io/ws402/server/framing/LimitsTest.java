package io.ws402.server.framing;

import static io.ws402.server.testing.WireFrame.BINARY;
import static io.ws402.server.testing.WireFrame.CONTINUATION;
import static io.ws402.server.testing.WireFrame.TEXT;

import io.ws402.server.testing.TestServer;
import io.ws402.server.testing.WireFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Chapter 9: messages up to the limit in fragments of every size, many messages, and what is past the limits. */
class LimitsTest extends FramingContract {
    private static final int FRAME_MAX = TestServer.limits().frameBytesMax();
    private static final int MESSAGE_MAX = TestServer.limits().messageBytesMax();

    @Override
    Stream<FramingCase> cases() {
        List<FramingCase> cases = new ArrayList<>();
        for (int fragment : new int[] {64, 256, 1_024, 4_096, 16_384, FRAME_MAX}) {
            cases.add(message("9.3 text of 1 MiB", TEXT, Payloads.letters(fragment)));
            cases.add(message("9.4 binary of 1 MiB", BINARY, Payloads.noText(fragment)));
        }
        for (int piece : new int[] {512, 2_048}) {
            cases.add(message("9.5 text of 1 MiB in pieces of " + piece, TEXT, Payloads.letters(FRAME_MAX))
                    .inPieces(piece));
        }
        cases.add(frameTooLarge("9.x text in a frame past the limit", TEXT));
        cases.add(frameTooLarge("9.x binary in a frame past the limit", BINARY));
        cases.add(FramingCase.of("9.x frame that announces 2^63 bytes")
                .fails(1002, Payloads.hex("82ff 8000000000000000 00000000")));
        cases.add(FramingCase.of("9.x frame that announces 2^62 bytes")
                .fails(1009, Payloads.hex("82ff 4000000000000000 00000000")));
        cases.add(FramingCase.of("9.x length not in its shortest form, 16 bits")
                .fails(1002, Payloads.hex("82fe 0005 00000000 0102030405")));
        cases.add(FramingCase.of("9.x length not in its shortest form, 64 bits")
                .fails(1002, Payloads.hex("82ff 0000000000000005 00000000 0102030405")));
        return cases.stream();
    }

    private static FramingCase message(String name, int opcode, byte[] fragment) {
        FramingCase message = FramingCase.of(name + " in fragments of " + fragment.length);
        int fragments = MESSAGE_MAX / fragment.length;
        for (int i = 0; i < fragments; i++) {
            message.data(new WireFrame(i == fragments - 1, 0, i == 0 ? opcode : CONTINUATION, fragment));
        }
        return message.together();
    }

    private static FramingCase frameTooLarge(String name, int opcode) {
        return FramingCase.of(name).fails(1009, WireFrame.of(opcode, Payloads.letters(FRAME_MAX + 1)));
    }
}
