package io.ws402.gateway.methods.evm.refund;

import io.ws402.gateway.methods.evm.rpc.Tip;
import io.ws402.gateway.methods.rpc.Once;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What only a block changes: asked once for each that is the newest, however many want it. Thread-safe; blocks. */
final class PerBlock<T> {
    private final Supplier<T> question;
    private @Nullable Asked<T> last;

    private record Asked<T>(String blockHash, Once<T> answer) {}

    PerBlock(Supplier<T> question) {
        this.question = question;
    }

    T asOf(Tip tip) {
        return asked(tip.latest().hash()).answer().get(question);
    }

    private synchronized Asked<T> asked(String blockHash) {
        Asked<T> current = last;
        if (current == null || !current.blockHash().equals(blockHash)) {
            current = new Asked<>(blockHash, new Once<>());
            last = current;
        }
        return current;
    }
}
