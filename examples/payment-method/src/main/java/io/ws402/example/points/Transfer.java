package io.ws402.example.points;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.time.Instant;

/**
 * A transfer as the bank shows it. It has happened, and nothing undoes it.
 *
 * @param id chosen by who sent it; the bank carries out one transfer of an id, ever
 * @param number its place among all transfers, from 1
 * @param from who sent it
 * @param to who received it
 * @param points how many
 * @param memo what the sender wrote with it
 * @param at when, by the bank's clock
 */
record Transfer(String id, long number, String from, String to, BigInteger points, String memo, Instant at) {
    static Transfer of(JsonObject json) {
        return new Transfer(
                json.getString("id"),
                json.getLong("number"),
                json.getString("from"),
                json.getString("to"),
                new BigInteger(json.getString("points")),
                json.getString("memo"),
                Instant.parse(json.getString("at")));
    }
}
