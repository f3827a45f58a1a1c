package io.ws402.demo.client;

import io.vertx.core.http.WebSocketClient;
import io.ws402.demo.client.Opening.Result.Failed;
import io.ws402.demo.client.Opening.Result.Opened;
import io.ws402.demo.client.SessionOutcome.Cause;
import io.ws402.demo.client.SessionOutcome.NotPaid;
import io.ws402.demo.client.SessionOutcome.NotStarted;
import io.ws402.demo.wallet.PayOutcome;
import io.ws402.demo.wallet.Payment;
import io.ws402.demo.wallet.Wallet;
import io.ws402.protocol.money.Money;

/** One order from its schema to its refund. Used once, by one thread. */
final class SessionRun {
    /** What a run needs of its client. */
    record Tools(JsonHttp http, WebSocketClient sockets, ClientOptions options) {}

    private final Tools tools;
    private final SessionOrder order;
    private final Wallet wallet;
    private final SessionListener listener;

    SessionRun(Tools tools, SessionOrder order, Wallet wallet, SessionListener listener) {
        this.tools = tools;
        this.order = order;
        this.wallet = wallet;
        this.listener = listener;
    }

    SessionOutcome run() throws InterruptedException {
        return switch (new Negotiation(tools.http(), order, wallet).run()) {
            case Negotiation.Result.Failed(NotPaid why) -> why;
            case Negotiation.Result.Agreed agreed -> {
                listener.quoted(agreed.schema(), agreed.terms());
                yield pay(agreed);
            }
        };
    }

    private SessionOutcome pay(Negotiation.Result.Agreed agreed) throws InterruptedException {
        return switch (wallet.pay(agreed.terms())) {
            case PayOutcome.Paid(Payment payment) -> {
                listener.paid(payment);
                yield open(agreed, payment);
            }
            // The proof costs nothing to show, and is worth a session if the payment did happen.
            case PayOutcome.Unknown(Payment payment, String reason) -> {
                listener.pending(reason);
                yield open(agreed, payment);
            }
            case PayOutcome.InsufficientFunds(Money needed, Money available) ->
                new NotPaid(
                        Cause.INSUFFICIENT_FUNDS,
                        wallet.address() + " holds " + available + ", but this takes " + needed);
            case PayOutcome.NotPaid(String reason) -> new NotPaid(Cause.WALLET, reason);
        };
    }

    private SessionOutcome open(Negotiation.Result.Agreed agreed, Payment payment) throws InterruptedException {
        Fleet fleet = Fleet.of(order);
        Opening opening = new Opening(
                tools.sockets(),
                tools.options(),
                listener,
                payment.proofWithClaimSecret(agreed.terms().claimSecret()));
        return switch (opening.run(fleet.servers(), null, tools.options().open())) {
            case Opened opened ->
                new MeteredRun(tools, order, wallet, listener, agreed, payment, fleet, opening, opened).run();
            case Failed(String code, String reason) -> new NotStarted(payment, code, reason);
        };
    }
}
