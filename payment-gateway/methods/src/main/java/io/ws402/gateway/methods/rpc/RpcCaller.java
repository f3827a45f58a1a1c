package io.ws402.gateway.methods.rpc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that JSON-RPC calls can be made through. Calls block; made for virtual threads. */
@FunctionalInterface
public interface RpcCaller {
    /** Reads what a node answered, or throws {@link MalformedAnswer}. */
    @FunctionalInterface
    interface Reader<T> {
        T read(@Nullable Object answer);
    }

    /** A call with its parameters and how long its answer may be. */
    record Call(String method, List<?> params, int maxBytes) {}

    /** Makes the call and reads its answer. */
    <T> T call(Call call, Reader<T> reader);
}
