package io.ws402.demo.client;

import io.ws402.demo.client.SessionOutcome.Cause;
import io.ws402.demo.client.SessionOutcome.NotPaid;
import io.ws402.demo.wallet.PaymentTerms;
import io.ws402.demo.wallet.Wallet;
import io.ws402.protocol.json.Fields;
import io.ws402.protocol.json.MalformedJson;
import io.ws402.protocol.message.Schema;
import io.ws402.protocol.money.Money;
import io.ws402.protocol.payment.AcceptedAsset;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From an order and a wallet to terms that can be paid: which of the offers, and for how much. */
final class Negotiation {
    private final JsonHttp http;
    private final SessionOrder order;
    private final Wallet wallet;

    Negotiation(JsonHttp http, SessionOrder order, Wallet wallet) {
        this.http = http;
        this.order = order;
        this.wallet = wallet;
    }

    /** What came of it. */
    sealed interface Result {
        /** Terms the wallet can pay. */
        record Agreed(Schema schema, PaymentTerms terms) implements Result {}

        /** None. */
        record Failed(NotPaid why) implements Result {}
    }

    Result run() {
        try {
            Schema first = schema(order.method(), order.asset());
            Optional<AcceptedAsset> choice = choice(first);
            if (choice.isEmpty()) {
                return payable(first)
                        .findFirst()
                        .flatMap(this::refusal)
                        .map(why -> failed(Cause.NOT_ALLOWED, why))
                        .orElseGet(() -> failed(Cause.NO_COMMON_ASSET, takes(first)));
            }
            AcceptedAsset offer = choice.get();
            Schema schema = quotes(first, offer)
                    ? first
                    : schema(offer.method(), offer.asset().id().value());
            return agreed(schema, PaymentTerms.read(offer, Fields.of(schema.paymentDetails())));
        } catch (JsonHttp.Refused refused) {
            Cause cause = refused.status() >= 500 || refused.status() == 429 ? Cause.UNREACHABLE : Cause.REFUSED;
            return failed(cause, order.resource() + ": " + refused.getMessage());
        } catch (IOException e) {
            return failed(Cause.UNREACHABLE, String.valueOf(e.getMessage()));
        } catch (MalformedJson e) {
            return failed(Cause.REFUSED, order.resource() + " does not speak WS402: " + e.reason());
        }
    }

    private Schema schema(@Nullable String method, @Nullable String asset) throws IOException {
        return Schema.fromJson(http.get(order.resource().schema(order.paySeconds(), method, asset), null));
    }

    /** What the wallet can pay of what is meant. */
    private Stream<Schema.Offer> payable(Schema schema) {
        return schema.accepts().stream()
                .filter(offer -> isMeant(offer.accepted(), order.method(), order.asset()))
                .filter(offer -> wallet.canPay(offer.accepted()));
    }

    private Optional<String> refusal(Schema.Offer offer) {
        return order.budget().refusal(offer.accepted(), offer.plan());
    }

    /** The default offer where the wallet can and may pay it, else the first that it can and may pay. */
    private Optional<AcceptedAsset> choice(Schema schema) {
        return payable(schema)
                .filter(offer -> refusal(offer).isEmpty())
                .map(Schema.Offer::accepted)
                .reduce((best, next) -> quotes(schema, next) && !quotes(schema, best) ? next : best);
    }

    /** Whether an offer is what a payer names; null stands for any. */
    static boolean isMeant(AcceptedAsset offer, @Nullable String method, @Nullable String asset) {
        return (method == null || method.equals(offer.method()))
                && (asset == null
                        || asset.equalsIgnoreCase(offer.asset().symbol())
                        || asset.equalsIgnoreCase(offer.asset().id().value()));
    }

    /** Whether the schema's quote is for this offer. */
    private static boolean quotes(Schema schema, AcceptedAsset offer) {
        Fields details = Fields.of(schema.paymentDetails());
        String assetId = details.textOrNull("assetId");
        String network = details.textOrNull("network");
        // Assets of two chains may share a symbol; 0.1 gateways say no more.
        boolean sameAsset = assetId == null
                ? schema.pricing().currency().equals(offer.asset().symbol())
                : assetId.equals(offer.asset().id().value());
        return sameAsset && (network == null || network.equals(offer.network()));
    }

    private Result agreed(Schema schema, PaymentTerms terms) {
        Money amount = terms.amount();
        if (!amount.units().equals(schema.pricing().totalPrice())) {
            return failed(
                    Cause.REFUSED, order.resource() + " shows one price and asks another: pay nothing to this server");
        }
        Optional<Result> refused = order.budget()
                .refusal(terms.offer(), schema.pricing().plan())
                .map(why -> failed(Cause.NOT_ALLOWED, why))
                .or(() -> new Spending(order.budget(), System::nanoTime)
                        .excess(amount.units())
                        .map(excess -> failed(
                                Cause.TOO_EXPENSIVE,
                                order.paySeconds() + " s cost " + amount + ": " + excess.reason())));
        return refused.orElseGet(() -> new Result.Agreed(schema, terms));
    }

    private String takes(Schema schema) {
        String taken = String.join(
                ", ",
                schema.accepts().stream()
                        .map(offer -> offer.accepted().asset().symbol() + " by "
                                + offer.accepted().method())
                        .toList());
        return order.resource() + " takes " + (taken.isEmpty() ? "nothing" : taken) + "; this wallet ("
                + wallet.address() + ") can pay none of it"
                + (isNarrowed() ? " under the method and asset asked for" : "");
    }

    private boolean isNarrowed() {
        return order.method() != null || order.asset() != null;
    }

    private static Result failed(Cause cause, String reason) {
        return new Result.Failed(new NotPaid(cause, reason));
    }
}
