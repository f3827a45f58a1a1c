package io.ws402.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ws402.gateway.app.config.GatewayConfigFuzzTest;
import io.ws402.gateway.app.contract.ContractFuzzTest;
import io.ws402.gateway.credits.ProofFuzzTest;
import io.ws402.gateway.methods.evm.rpc.EvmAnswerFuzzTest;
import io.ws402.gateway.methods.signing.KeyFuzzTest;
import io.ws402.gateway.methods.solana.rpc.SolanaAnswerFuzzTest;
import io.ws402.protocol.json.JsonFuzzTest;
import io.ws402.protocol.message.MessageFuzzTest;
import io.ws402.protocol.money.AmountFuzzTest;
import io.ws402.server.app.ServerConfigFuzzTest;
import io.ws402.server.http.TokenFuzzTest;
import io.ws402.server.journal.JournalFuzzTest;
import io.ws402.server.resource.http.PathFuzzTest;
import io.ws402.server.resource.upstream.QueryFuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** All readers in one process, which Jazzer can fuzz one test of: the first byte of an input picks the reader. */
final class AnyReaderFuzzTest {
    private static final List<Reader> READERS = List.of(
            new MessageFuzzTest(),
            new JsonFuzzTest(),
            new AmountFuzzTest(),
            new ContractFuzzTest(),
            new EvmAnswerFuzzTest(),
            new SolanaAnswerFuzzTest(),
            new KeyFuzzTest(),
            new ProofFuzzTest(),
            new TokenFuzzTest(),
            new JournalFuzzTest(),
            new GatewayConfigFuzzTest(),
            new ServerConfigFuzzTest(),
            new PathFuzzTest(),
            new QueryFuzzTest());

    static Stream<byte[]> seeds() {
        return IntStream.range(0, READERS.size())
                .boxed()
                .flatMap(reader ->
                        Seeds.of(READERS.get(reader).getClass()).stream().map(seed -> prefixed(reader, seed)));
    }

    private static byte[] prefixed(int reader, byte[] seed) {
        byte[] input = new byte[seed.length + 1];
        input[0] = (byte) reader;
        System.arraycopy(seed, 0, input, 1, seed.length);
        return input;
    }

    @MethodSource("seeds")
    @FuzzTest
    void read(byte[] input) {
        if (input.length > 0) {
            READERS.get((input[0] & 0xff) % READERS.size()).read(Arrays.copyOfRange(input, 1, input.length));
        }
    }
}
