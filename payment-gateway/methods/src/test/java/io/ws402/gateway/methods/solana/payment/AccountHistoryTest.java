package io.ws402.gateway.methods.solana.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.methods.rpc.RpcCaller;
import io.ws402.gateway.methods.solana.chain.SolanaAddress;
import io.ws402.gateway.methods.solana.payment.FeedPosition.Mark;
import io.ws402.gateway.methods.solana.rpc.Listed;
import io.ws402.gateway.methods.solana.rpc.SolanaRpc;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Against a node that lists as Solana's do, the newest first; a fake one, for no test chain has that much history. */
final class AccountHistoryTest {
    private static final SolanaAddress ACCOUNT = new SolanaAddress("4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T");

    /** Two transactions in each slot, the newest first. */
    private final List<Listed> chain = new ArrayList<>();

    private int calls;

    private final SolanaRpc node = SolanaRpc.chain("test").calls().apply(new RpcCaller() {
        @Override
        public <T> T call(Call call, Reader<T> reader) {
            calls++;
            JsonObject options = (JsonObject) call.params().getLast();
            return reader.read(listed(options));
        }
    });

    private JsonArray listed(JsonObject options) {
        JsonArray listed = new JsonArray();
        boolean begun = options.getString("before") == null;
        for (Listed each : chain) {
            if (each.signature().equals(options.getString("until"))) {
                break;
            }
            if (begun && listed.size() < options.getInteger("limit")) {
                listed.add(new JsonObject()
                        .put("signature", each.signature())
                        .put("slot", each.slot())
                        .putNull("err"));
            }
            begun |= each.signature().equals(options.getString("before"));
        }
        return listed;
    }

    private void grow(long fromSlot, long toSlot) {
        LongStream.rangeClosed(fromSlot, toSlot).forEach(slot -> {
            chain.addFirst(new Listed("a" + slot, slot, true));
            chain.addFirst(new Listed("b" + slot, slot, true));
        });
    }

    private List<String> all(Mark from, int pageSize) {
        List<String> seen = new ArrayList<>();
        AccountHistory history = new AccountHistory(node, pageSize);
        AccountHistory.Part part = history.after(ACCOUNT, from);
        for (int round = 0; round < 1000; round++) {
            part.transactions().forEach(each -> seen.add(each.signature()));
            if (!part.more()) {
                return seen;
            }
            calls = 0;
            part = history.after(ACCOUNT, part.end());
            assertTrue(calls <= 20, calls + " calls at once");
        }
        throw new AssertionError("there is no end of it");
    }

    private static List<String> slots(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .boxed()
                .flatMap(slot -> List.of("a" + slot, "b" + slot).stream())
                .toList();
    }

    @Test
    void goesThroughMoreThanCanBeListedAtOnceInOrderWithoutAGap() {
        grow(1, 1000);
        assertEquals(slots(11, 1000), all(new Mark(10, "b10", null), 7));
    }

    @Test
    void beginsAnAccountWithoutHistoryBehindItsSlot() {
        grow(1, 30);
        assertEquals(slots(11, 30), all(new Mark(10, null, null), 1000));
    }

    @Test
    void showsWhatCameWhileItWentDown() {
        grow(1, 100);
        AccountHistory history = new AccountHistory(node, 2);
        AccountHistory.Part first = history.after(ACCOUNT, new Mark(10, "b10", null));
        assertEquals(List.of(), first.transactions());
        grow(101, 110);
        assertEquals(slots(11, 110), all(first.end(), 2));
    }

    @Test
    void isNotLedBackByANodeThatDoesNotKnowTheMark() {
        grow(1, 30);
        chain.removeIf(each -> each.signature().equals("b10"));
        List<String> seen = all(new Mark(10, "b10", null), 1000);
        assertTrue(seen.containsAll(slots(11, 30)));
        assertEquals(
                List.of("a10"),
                seen.stream().filter(each -> !slots(11, 30).contains(each)).toList());
    }
}
