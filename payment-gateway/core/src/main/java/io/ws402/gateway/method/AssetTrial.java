package io.ws402.gateway.method;

/** Whether an asset can be sent to anybody at all, as a trial shows that sends nothing. */
public sealed interface AssetTrial {
    /** It can. */
    record Passes() implements AssetTrial {}

    /** Not even to ourselves: it is paused, or refuses our wallet. */
    record Fails(String reason) implements AssetTrial {}

    /** It was not tried, or the trial says nothing. */
    record Unknown() implements AssetTrial {}
}
