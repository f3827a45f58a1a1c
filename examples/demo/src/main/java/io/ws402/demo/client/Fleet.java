package io.ws402.demo.client;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** The servers at which a resource can be had. */
record Fleet(List<ResourceAddress> servers) {
    static Fleet of(SessionOrder order) {
        Stream<URI> others = order.otherServers().stream();
        return new Fleet(Stream.concat(Stream.of(order.resource()), others.map(order.resource()::on))
                .distinct()
                .toList());
    }

    /** All of them, that one first. */
    List<ResourceAddress> from(ResourceAddress first) {
        return Stream.concat(Stream.of(first), without(first)).toList();
    }

    /** All of them, that one last. */
    List<ResourceAddress> awayFrom(ResourceAddress last) {
        return Stream.concat(without(last), Stream.of(last)).toList();
    }

    private Stream<ResourceAddress> without(ResourceAddress one) {
        return servers.stream().filter(server -> !server.equals(one));
    }
}
