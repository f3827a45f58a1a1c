package io.ws402.gateway.wallet;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.ws402.gateway.ledger.Ledger;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.method.WalletBalances;
import io.ws402.gateway.method.WalletBalances.Holding;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.money.AssetId;
import io.ws402.protocol.money.Money;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what the ledger says that the wallets hold with what they do hold, to the last unit. What a wallet held when it
 * is first looked at is entered as the operator's float; everything after that has an entry, a listed transfer or something
 * on its way that explains it, or is a difference.
 */
public final class WalletComparison {
    private static final Logger LOG = LoggerFactory.getLogger(WalletComparison.class);
    private static final Duration RAIL_WAIT = Duration.ofSeconds(30);

    private final MethodRegistry methods;
    private final WalletBooksRepository books;
    private final OperatorFloats floats;

    /** Of these methods' wallets, with the books in this database. */
    public WalletComparison(Database database, Ledger ledger, MethodRegistry methods) {
        this.methods = methods;
        this.books = new WalletBooksRepository(database);
        this.floats = new OperatorFloats(database, ledger);
    }

    /** What a method's rail shows, or why it shows nothing. */
    private record Sight(PaymentMethod method, List<Holding> holdings, String unseen) {}

    /** Compares all wallets once. */
    public Future<WalletReport> compare() {
        return books.read().compose(before -> {
            List<Future<Sight>> sights = methods.all().stream()
                    .flatMap(method -> method.balances().stream().map(balances -> look(method, balances, before)))
                    .toList();
            return Future.all(sights)
                    .compose(looked -> books.read())
                    .compose(after -> report(
                            before, after, sights.stream().map(Future::result).toList()));
        });
    }

    private Future<Sight> look(PaymentMethod method, WalletBalances balances, BooksSnapshot before) {
        String id = method.describe().id();
        JsonObject position = before.positions().get(id);
        if (!methods.isUp(id)) {
            return Future.succeededFuture(new Sight(method, List.of(), "its rail does not answer"));
        }
        if (position == null) {
            return Future.succeededFuture(new Sight(method, List.of(), "no gateway has looked through it yet"));
        }
        return Future.succeededFuture()
                .compose(now -> balances.look(position, before.underWay().getOrDefault(id, List.of())))
                .timeout(RAIL_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .map(holdings -> new Sight(method, holdings, ""))
                .recover(failure -> {
                    LOG.warn("what the wallet of {} holds could not be looked up", id, failure);
                    return Future.succeededFuture(
                            new Sight(method, List.of(), "its rail did not answer: " + failure.getMessage()));
                });
    }

    private Future<WalletReport> report(BooksSnapshot before, BooksSnapshot after, List<Sight> sights) {
        List<Future<WalletLine>> lines = new ArrayList<>();
        Set<WalletAsset> seen = new HashSet<>();
        for (Sight sight : sights) {
            String wallet = sight.method().describe().recipient();
            String id = sight.method().describe().id();
            for (Holding held : sight.holdings()) {
                WalletAsset key = new WalletAsset(wallet, held.now().asset().id());
                seen.add(key);
                lines.add(line(key, before.of(key), after.of(key), withRefunds(held, before, after, id)));
            }
            if (!sight.unseen().isEmpty()) {
                sight.method().describe().assets().stream()
                        .map(asset -> new WalletAsset(wallet, asset.id()))
                        .filter(seen::add)
                        .forEach(key -> lines.add(unseen(key, after, sight.unseen())));
            }
        }
        after.books().forEach((key, booked) -> {
            if (!seen.contains(key) && booked.expected().signum() != 0) {
                lines.add(unseen(key, after, "no payment method that answers has this wallet and asset"));
            }
        });
        return Future.all(lines)
                .map(done -> new WalletReport(lines.stream()
                        .map(Future::result)
                        .sorted(Comparator.comparing(line -> line.of().toString()))
                        .toList()));
    }

    private static Future<WalletLine> unseen(WalletAsset key, BooksSnapshot books, String why) {
        return Future.succeededFuture(
                new WalletLine(key, books.of(key).expected(), null, null, new WalletVerdict.Unseen(why)));
    }

    /** What was sent, or was planned, between the readings does not count. */
    private static Holding withRefunds(Holding held, BooksSnapshot before, BooksSnapshot after, String method) {
        AssetId asset = held.now().asset().id();
        BigInteger due = before.due(method, asset).min(after.due(method, asset));
        return new Holding(held.now(), held.grown(), held.fees(), held.minimum().add(due));
    }

    private Future<WalletLine> line(WalletAsset key, WalletBooks before, WalletBooks after, Holding held) {
        if (after.opened()) {
            return Future.succeededFuture(judged(key, before.opened() ? before : after, after, held));
        }
        Optional<BigInteger> opening = before.opening(after, held);
        return opening.isPresent()
                ? open(key, after, held, opening.get())
                : Future.succeededFuture(notOpened(key, after, held, "what it held at first is entered once it rests"));
    }

    private Future<WalletLine> open(WalletAsset key, WalletBooks books, Holding held, BigInteger opening) {
        return floats.open(key, opening).map(entered -> {
            if (entered != OperatorFloats.Entered.NOW) {
                return notOpened(key, books, held, "another gateway enters what it held at first");
            }
            LOG.info(
                    "the wallet {} held {} of {} (smallest units) before the books knew it: entered as the operator's float",
                    key.wallet(),
                    opening,
                    key.asset());
            WalletBooks opened = books.openedWith(opening);
            return judged(key, opened, opened, held);
        });
    }

    private static WalletLine judged(WalletAsset key, WalletBooks before, WalletBooks after, Holding held) {
        return seen(key, after, held, before.judge(after, held));
    }

    private static WalletLine notOpened(WalletAsset key, WalletBooks books, Holding held, String why) {
        return seen(key, books, held, new WalletVerdict.Unseen(why));
    }

    private static WalletLine seen(WalletAsset key, WalletBooks books, Holding held, WalletVerdict verdict) {
        return new WalletLine(
                key, books.expected(), held.now().units(), new Money(held.now().asset(), held.minimum()), verdict);
    }
}
