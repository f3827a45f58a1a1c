package io.ws402.chaos.schedule;

/** A wait of the gateway that counts real time ran out while a history was played: the machine is too slow, or stood still. */
public final class RealTimeRanOut extends RuntimeException {
    RealTimeRanOut() {
        super("the gateway waited in vain, in real time: play it again when the machine has less to do");
    }
}
