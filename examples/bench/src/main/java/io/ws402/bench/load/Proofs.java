package io.ws402.bench.load;

import io.netty.buffer.ByteBuf;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** First messages for sessions, each good for one. Confined to one thread. */
final class Proofs {
    private final String prefix = UUID.randomUUID().toString();
    private final @Nullable Iterator<String> given;
    private long made;

    private Proofs(@Nullable Iterator<String> given) {
        this.given = given;
    }

    /** As many as are asked for, as a ledger in memory takes them. */
    static Proofs inMemory() {
        return new Proofs(null);
    }

    /** These, in order. */
    static Proofs of(List<String> proofs) {
        return new Proofs(proofs.iterator());
    }

    /** Whether there is another. */
    boolean hasNext() {
        return given == null || given.hasNext();
    }

    /** The next one, as a frame. */
    ByteBuf next() {
        String proof = given != null
                ? given.next()
                : "{\"type\":\"memory\",\"reference\":\"" + prefix + "-" + made++ + "\",\"amount\":\"1000000000000\"}";
        return Frames.text("{\"type\":\"payment_proof\",\"proof\":" + proof + "}");
    }
}
