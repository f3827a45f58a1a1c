package io.ws402.chaos.world;

import io.ws402.chaos.schedule.Dice;
import io.ws402.protocol.payment.MeterReport;
import java.util.List;
import java.util.Optional;

/** What servers do: serve, checkpoint, close, hand over, die; and what they said long ago arriving once more. */
final class ServerActs {
    private ServerActs() {}

    static List<Act> all() {
        return List.of(
                Act.usual(14, ServerActs::serves),
                Act.usual(14, ServerActs::checkpoints),
                Act.usual(8, ServerActs::closes),
                Act.usual(4, ServerActs::delivers),
                Act.usual(2, ServerActs::drains),
                Act.fault(3, ServerActs::crashes),
                Act.usual(3, ServerActs::starts),
                Act.fault(4, ServerActs::oldReadingArrives),
                Act.fault(2, ServerActs::settlesAgain));
    }

    private static Optional<ServerNode> up(World world, Dice dice) {
        List<ServerNode> up = world.servers().stream().filter(ServerNode::isUp).toList();
        return up.isEmpty() ? Optional.empty() : Optional.of(dice.pick(up));
    }

    private static Optional<ServerNode> serving(World world, Dice dice) {
        List<ServerNode> serving = world.servers().stream()
                .filter(each -> each.isUp() && !each.sessions().isEmpty())
                .toList();
        return serving.isEmpty() ? Optional.empty() : Optional.of(dice.pick(serving));
    }

    static Optional<String> serves(World world, Dice dice) {
        long ms = dice.between(100, 4_000);
        world.clock().advance(ms);
        GatewayNode gateway = dice.pick(world.gateways());
        for (ServerNode each : world.servers()) {
            if (each.isUp()) {
                each.serve(gateway, dice);
            }
        }
        return Optional.of("servers serve for " + ms + " ms");
    }

    static Optional<String> checkpoints(World world, Dice dice) {
        GatewayNode gateway = dice.pick(world.gateways());
        return serving(world, dice).map(server -> {
            server.checkpoint(gateway);
            return server.name() + " checkpoints its " + server.sessions().size() + " sessions";
        });
    }

    static Optional<String> closes(World world, Dice dice) {
        GatewayNode gateway = dice.pick(world.gateways());
        return serving(world, dice).map(server -> {
            Serving closed = dice.pick(server.sessions());
            server.close(gateway, closed, "closed");
            return server.name() + " closes " + closed.grant().paymentId();
        });
    }

    private static Optional<String> delivers(World world, Dice dice) {
        GatewayNode gateway = dice.pick(world.gateways());
        return up(world, dice).filter(ServerNode::hasUndelivered).map(server -> {
            server.deliver(gateway);
            return server.name() + " delivers its final readings again";
        });
    }

    private static Optional<String> drains(World world, Dice dice) {
        GatewayNode gateway = dice.pick(world.gateways());
        return serving(world, dice).map(server -> {
            server.giveBack(gateway, server.sessions());
            return server.name() + " hands its sessions over";
        });
    }

    private static Optional<String> crashes(World world, Dice dice) {
        boolean journalLost = dice.chance(30);
        return up(world, dice).map(server -> {
            server.crash(journalLost);
            return server.name() + " dies" + (journalLost ? " with its journal" : "");
        });
    }

    static Optional<String> starts(World world, Dice dice) {
        List<ServerNode> down =
                world.servers().stream().filter(each -> !each.isUp()).toList();
        if (down.isEmpty()) {
            return Optional.empty();
        }
        ServerNode server = dice.pick(down);
        server.start();
        return Optional.of(server.name() + " starts again");
    }

    static Optional<String> oldReadingArrives(World world, Dice dice) {
        if (world.oldReports().isEmpty()) {
            return Optional.empty();
        }
        World.OldReport old = dice.pick(world.oldReports());
        GatewayNode gateway = dice.pick(world.gateways());
        if (!old.by().isUp()) {
            return Optional.empty();
        }
        old.by().send(gateway, List.of(old.report()));
        return Optional.of("an old reading of " + old.report().paymentId() + " in epoch "
                + old.report().leaseEpoch() + " arrives from " + old.by().name());
    }

    private static Optional<String> settlesAgain(World world, Dice dice) {
        if (world.oldReports().isEmpty()) {
            return Optional.empty();
        }
        World.OldReport old = dice.pick(world.oldReports());
        GatewayNode gateway = dice.pick(world.gateways());
        if (!old.by().isUp()) {
            return Optional.empty();
        }
        MeterReport report = old.report();
        old.by().settle(gateway, report, "closed");
        return Optional.of(old.by().name() + " settles " + report.paymentId() + " by an old reading of epoch "
                + report.leaseEpoch());
    }
}
