package io.ws402.gateway.methods.evm.rpc;

import io.ws402.gateway.methods.evm.chain.Block;
import io.ws402.gateway.methods.rpc.Once;
import io.ws402.gateway.methods.rpc.RpcException;

/** The end of the chain as one node sees it at one moment. Thread-safe. */
public final class Tip {
    private static final long NONE = -1;

    private final EvmRpc rpc;
    private final Block latest;
    private final Once<Long> finalized;

    private Tip(EvmRpc rpc, Block latest, Once<Long> finalized) {
        this.rpc = rpc;
        this.latest = latest;
        this.finalized = finalized;
    }

    /** The tip now. Blocks; @throws RpcException when there is no answer. */
    public static Tip ask(EvmRpc rpc) {
        Block latest =
                rpc.block(EvmRpc.LATEST).orElseThrow(() -> new RpcException.Unavailable("the node has no blocks yet"));
        return new Tip(rpc, latest, new Once<>());
    }

    /** The same tip for somebody with calls of his own to the same node; what one of them is told the other knows. */
    Tip through(EvmRpc calls) {
        return new Tip(calls, latest, finalized);
    }

    /** The newest block. */
    public Block latest() {
        return latest;
    }

    /** The newest block's height. */
    public long height() {
        return latest.number();
    }

    /** How many blocks confirm one at a height, itself included; 0 or less when it is not there yet. */
    public long confirmations(long block) {
        return latest.number() - block + 1;
    }

    /** The height up to which consensus undoes nothing, below 0 when there is none. Asked for when first needed; blocks. */
    public long finalizedHeight() {
        return finalized.get(this::askFinalized);
    }

    private long askFinalized() {
        try {
            return rpc.block(EvmRpc.FINALIZED).map(Block::number).orElse(NONE);
        } catch (RpcException.Refused e) {
            return NONE; // Nodes of a chain that has finalized nothing yet answer with an error.
        }
    }
}
