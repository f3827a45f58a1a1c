package io.ws402.gateway.method;

import io.vertx.core.Future;
import io.ws402.protocol.money.Asset;
import java.util.List;
import java.util.Optional;

/**
 * How a rail moves money for the gateway, in steps between which the gateway may die. The engine stores the result of each
 * step before it takes the next; a rail never sends what {@link #sign} did not return first.
 *
 * @param <O> what it is ordered to move
 */
public interface TransferRail<O extends TransferOrder> {
    /** The account whose sequence numbers transfers of this asset take, in order (CAIP-10); empty where there are none. */
    Optional<String> sequencer(Asset asset);

    /**
     * The sequence number that the rail expects next from an account, with what is known to be on its way counted. Asked
     * before any number is given, so that what the gateway does not know of is noticed (see {@link #outbound}).
     */
    Future<Long> nextSequence(String sequencer);

    /**
     * What an account has sent under the sequence numbers from this one on, in order and without a gap, as far as the rail
     * can no longer undo it: everything, whatever it was for. May stop early; empty when nothing of it is final yet. Asked
     * when the rail expects a later number than the gateway has given: its database was restored from a backup, or somebody
     * else signs for the account.
     */
    default Future<List<Outbound>> outbound(String sequencer, long from) {
        return Future.succeededFuture(List.of());
    }

    /**
     * Signs. Nothing is sent. Where the rail has no sequence numbers, {@code sequence} is 0 and the order's id is what
     * makes the transfer unique. Where it has them, it signs whatever has become of the order meanwhile: the number is
     * given, and what waits behind it goes on only once a transaction has it, if one without effect.
     */
    Future<SignedTransfer> sign(O order, long sequence);

    /** Sends stored bytes. Sending the same bytes again is harmless. */
    Future<Dispatch> dispatch(SignedTransfer signed);

    /**
     * What became of a transfer, given everything that was ever signed for it. Only a rail's final word is {@code
     * Confirmed} or {@code WithoutEffect}.
     */
    Future<Reconciliation> reconcile(O order, List<SignedTransfer> signed);

    /** Signs a stuck transfer anew at the same sequence number, all the same but for higher fees. Nothing is sent. */
    Future<SignedTransfer> replace(O order, SignedTransfer stuck);
}
