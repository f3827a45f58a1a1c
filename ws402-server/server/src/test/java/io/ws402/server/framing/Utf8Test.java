package io.ws402.server.framing;

import static io.ws402.server.framing.Payloads.hex;
import static io.ws402.server.framing.Payloads.join;
import static io.ws402.server.framing.Payloads.single;
import static io.ws402.server.framing.Payloads.utf8;
import static io.ws402.server.testing.WireFrame.CONTINUATION;
import static io.ws402.server.testing.WireFrame.TEXT;

import io.ws402.server.testing.WireFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Chapter 6: text is UTF-8 over all fragments of a message, wherever it is cut, and nothing else. */
class Utf8Test extends FramingContract {
    private static final HexFormat HEX = HexFormat.of();

    private static final byte[] KOSME = hex("cebae1bdb9cf83cebcceb5");
    /** Where its characters end. */
    private static final Set<Integer> KOSME_ENDS = Set.of(2, 5, 7, 9);

    private static final byte[] EDITED = utf8("edited");

    private static final List<String> VALID = List.of(
            // 6.7, 6.9: first and last of each length
            "00, 7f, c280, dfbf, e0a080, efbfbf, f0908080, f48fbfbf",
            // 6.11: around the surrogates, the replacement character, the end
            "ed9fbf, ee8080, efbfbd",
            // 6.22: noncharacters are characters here
            "efbfbe, f09fbfbe, f09fbfbf, f0afbfbe, f0afbfbf, f0bfbfbe, f0bfbfbf, f18fbfbe, f18fbfbf, f19fbfbe, f19fbfbf",
            "f1afbfbe, f1afbfbf, f1bfbfbe, f1bfbfbf, f28fbfbe, f28fbfbf, f29fbfbe, f29fbfbf, f2afbfbe, f2afbfbf",
            "f2bfbfbe, f2bfbfbf, f38fbfbe, f38fbfbf, f39fbfbe, f39fbfbf, f3afbfbe, f3afbfbf, f3bfbfbe, f3bfbfbf, f48fbfbe",
            // 6.23: specials
            "efbfb9, efbfba, efbfbb, efbfbc");

    private static final List<String> INVALID = List.of(
            // 6.8, 6.10, 6.11.5: what ISO 10646 once had
            "f888808080, fc8480808080, f7bfbfbf, fbbfbfbfbf, fdbfbfbfbfbf, f4908080",
            // 6.12: continuations without a start
            "80, bf, 80bf, 80bf80, 80bf80bf, 80bf80bf80, 80bf80bf80bf",
            // 6.13: starts without a continuation
            "c020c120df20, e020ef20, f020f720, f820fb20, fc20fd20",
            // 6.14, 6.15: the last continuation is missing
            "c0, e080, f08080, f8808080, fc80808080, df, efbf, f7bfbf, fbbfbfbf, fdbfbfbfbf, c0e080f08080f8808080fc80808080",
            // 6.16: bytes that never are
            "fe, ff, fefeffff",
            // 6.17, 6.18, 6.19: longer than need be
            "c0af, e080af, f08080af, f8808080af, fc80808080af, c1bf, e09fbf, f08fbfbf, f887bfbfbf, fc83bfbfbfbf",
            "c080, e08080, f0808080, f880808080, fc8080808080",
            // 6.20, 6.21: surrogates, single and in pairs
            "eda080, edadbf, edae80, edafbf, edb080, edbe80, edbfbf, eda080edb080, eda080edbfbf, edadbfedb080",
            "edadbfedbfbf, edae80edb080, edae80edbfbf, edafbfedb080, edafbfedbfbf");

    @Override
    Stream<FramingCase> cases() {
        List<FramingCase> cases = new ArrayList<>(List.of(
                FramingCase.of("6.1.1 empty text").data(WireFrame.text("")),
                FramingCase.of("6.1.3 text between empty fragments")
                        .fragments(TEXT, Payloads.NONE, utf8("middle"), Payloads.NONE),
                valid("6.2.1", utf8("Hello-µ@ßöäüàá-UTF-8!!")),
                inFragments("6.2.3", utf8("Hello-µ@ßöäüàá-UTF-8!!")),
                FramingCase.of("6.2.2 cut between characters")
                        .fragments(TEXT, utf8("Hello-µ@ß"), utf8("öäüàá-UTF-8!!")),
                inFragments("6.2.4", KOSME),
                invalid("6.3.1", join(KOSME, hex("eda080"), EDITED)),
                FramingCase.of("6.4.1 the second fragment can not go on, the third is not waited for")
                        .data(WireFrame.of(TEXT, KOSME).open())
                        .fails(1007, WireFrame.of(CONTINUATION, hex("f4908080")).open()),
                FramingCase.of("6.4.2 the same in the middle of a character")
                        .data(WireFrame.of(TEXT, join(KOSME, hex("f4"))).open())
                        .fails(1007, WireFrame.of(CONTINUATION, hex("90")).open()),
                FramingCase.of("6.x a ping between the halves of a character")
                        .data(WireFrame.of(TEXT, hex("ce")).open())
                        .ping()
                        .data(WireFrame.of(CONTINUATION, hex("ba"))),
                FramingCase.of("6.x half a character at the end of a message in fragments")
                        .data(WireFrame.of(TEXT, KOSME).open())
                        .fails(1007, WireFrame.of(CONTINUATION, hex("ce"))),
                FramingCase.of("6.x half a character is not made whole by the next message")
                        .fails(1007, WireFrame.of(TEXT, hex("ce")))
                        .ignored(WireFrame.of(TEXT, hex("ba"))),
                FramingCase.of("6.x binary is no text, before, after and in fragments")
                        .data(WireFrame.of(WireFrame.BINARY, hex("ff")))
                        .fragments(WireFrame.BINARY, hex("ce"), hex("ff"))
                        .data(WireFrame.text("κ"))
                        .fragments(WireFrame.BINARY, hex("ce"), hex("ff"))));
        for (int cut = 1; cut < KOSME.length; cut++) {
            byte[] beginning = Arrays.copyOf(KOSME, cut);
            boolean whole = KOSME_ENDS.contains(cut);
            cases.add(whole ? valid("6.6", beginning) : invalid("6.6", beginning));
        }
        each(VALID).forEach(bytes -> cases.addAll(List.of(valid("6 valid", bytes), inFragments("6 valid", bytes))));
        each(INVALID).forEach(bytes -> cases.add(invalid("6 invalid", bytes)));
        return cases.stream();
    }

    private static FramingCase valid(String number, byte... text) {
        return FramingCase.of(number + " " + HEX.formatHex(text)).data(WireFrame.of(TEXT, text));
    }

    private static FramingCase inFragments(String number, byte... text) {
        return FramingCase.of(number + " " + HEX.formatHex(text) + " in fragments of one byte")
                .fragments(TEXT, single(text));
    }

    private static FramingCase invalid(String number, byte... text) {
        return FramingCase.of(number + " " + HEX.formatHex(text)).fails(1007, WireFrame.of(TEXT, text));
    }

    private static Stream<byte[]> each(List<String> lists) {
        return lists.stream().flatMap(list -> Arrays.stream(list.split(", "))).map(Payloads::hex);
    }
}
