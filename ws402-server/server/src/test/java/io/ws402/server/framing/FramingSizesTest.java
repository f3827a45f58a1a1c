package io.ws402.server.framing;

import static io.ws402.server.testing.WireFrame.BINARY;
import static io.ws402.server.testing.WireFrame.TEXT;

import io.ws402.server.testing.WireFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Chapter 1: every form of the length field, and writes that are cut anywhere. */
class FramingSizesTest extends FramingContract {
    @Override
    Stream<FramingCase> cases() {
        List<FramingCase> cases = new ArrayList<>();
        int[] sizes = {0, 125, 126, 127, 128, 65_535, 65_536};
        for (int i = 0; i < sizes.length; i++) {
            cases.add(text("1.1." + (i + 1), sizes[i]));
            cases.add(binary("1.2." + (i + 1), sizes[i]));
        }
        cases.add(text("1.1.8 in pieces,", 65_536).inPieces(997));
        cases.add(binary("1.2.8 in pieces,", 65_536).inPieces(997));
        cases.add(text("1.1.x octet by octet,", 300).inPieces(1));
        cases.add(binary("1.2.x octet by octet,", 300).inPieces(1));
        return cases.stream();
    }

    private static FramingCase text(String number, int bytes) {
        return FramingCase.of(number + " text of " + bytes + " bytes")
                .data(WireFrame.of(TEXT, Payloads.letters(bytes)));
    }

    private static FramingCase binary(String number, int bytes) {
        return FramingCase.of(number + " binary of " + bytes + " bytes")
                .data(WireFrame.of(BINARY, Payloads.noText(bytes)));
    }
}
