package io.ws402.gateway.payment;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.ws402.gateway.method.MethodRegistry;
import io.ws402.gateway.method.PaymentMethod;
import io.ws402.gateway.storage.Amounts;
import io.ws402.gateway.storage.Database;
import io.ws402.protocol.money.Asset;
import io.ws402.protocol.money.AssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads how much is served on that could still be undone, and how much of it the methods allow. Of all merchants. */
public final class ExposureQueries {
    private static final String AT_RISK = """
            SELECT method, asset, sum(at_risk) AS at_risk FROM exposed_deposits
            GROUP BY method, asset ORDER BY method, asset""";

    private final Database database;
    private final MethodRegistry methods;

    /** Of these methods, over this database. */
    public ExposureQueries(Database database, MethodRegistry methods) {
        this.database = database;
        this.methods = methods;
    }

    private record Key(String method, AssetId asset) {}

    /** One for each asset of each method, in their order, then those of methods that are not configured any more. */
    public Future<List<Exposure>> list() {
        return database.pool().query(AT_RISK).execute().map(rows -> {
            Map<Key, BigInteger> atRisk = new LinkedHashMap<>();
            for (Row row : rows) {
                atRisk.put(
                        new Key(row.getString("method"), new AssetId(row.getString("asset"))),
                        Amounts.of(row, "at_risk"));
            }
            List<Exposure> all = new ArrayList<>();
            for (PaymentMethod method : methods.all()) {
                for (Asset asset : method.describe().assets()) {
                    Key key = new Key(method.describe().id(), asset.id());
                    BigInteger units = Optional.ofNullable(atRisk.remove(key)).orElse(BigInteger.ZERO);
                    all.add(new Exposure(
                            key.method,
                            key.asset,
                            units,
                            method.exposureCap(asset).total()));
                }
            }
            atRisk.forEach((key, units) -> all.add(new Exposure(key.method, key.asset, units, null)));
            return all;
        });
    }
}
