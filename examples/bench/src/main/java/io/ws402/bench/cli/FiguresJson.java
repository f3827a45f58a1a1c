package io.ws402.bench.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.ws402.bench.harness.Comparison;
import java.util.List;

/** Figures for programs. */
final class FiguresJson {
    private FiguresJson() {}

    /** A list of {@code {name, what, ours, limit, ratio, unit, spread}}; limit and ratio are null where there is none. */
    static JsonArray of(List<Comparison> figures) {
        JsonArray list = new JsonArray();
        figures.forEach(figure -> list.add(new JsonObject()
                .put("name", figure.name())
                .put("what", figure.what())
                .put("ours", figure.ours())
                .put("limit", figure.limit())
                .put("ratio", figure.ratio())
                .put("unit", figure.unit())
                .put("spread", figure.spread())));
        return list;
    }
}
