package io.ws402.demo.system;

import io.ws402.demo.client.JsonHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Starts again what dies, as a service manager does: after {@code kill -9} one can watch the rest carry on. */
public final class Supervisor {
    private static final Duration POLL = Duration.ofMillis(500);

    private final JsonHttp http;
    private final Consumer<String> notice;

    /**
     * @param notice is told, in a sentence, what died and what is back
     */
    public Supervisor(JsonHttp http, Consumer<String> notice) {
        this.http = http;
        this.notice = notice;
    }

    /** Watches until the thread is interrupted; @throws SystemException when something does not come back. */
    public void watch(DemoSystem.Running system) throws InterruptedException {
        List<Service> services = new ArrayList<>(List.of(system.gateway()));
        services.addAll(system.servers());
        while (true) {
            for (Service service : services) {
                if (service.hasDied()) {
                    notice.accept(service.name() + " has ended; starting it again");
                    service.launch();
                    service.awaitReady(http);
                    notice.accept(service.name() + " is back");
                }
            }
            Thread.sleep(POLL);
        }
    }
}
