package io.ws402.chaos.mutant;

import io.ws402.chaos.solana.Hearsay;
import io.ws402.chaos.world.Alterations;
import io.ws402.gateway.method.PaymentMethod;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The gateway with one rule of money taken out.
 *
 * @param name what is wrong with it
 * @param schema changes of the schema that belong to it
 * @param alterations what is altered while it runs
 * @param altered how often something was altered: a mutant that never comes to bear shows nothing
 */
public record Mutant(String name, List<String> schema, Alterations alterations, AtomicLong altered) {
    /** Some words of its statements are replaced. Where a statement must hold another piece of text, {@code within} says it. */
    static Mutant ofSql(String name, String within, List<String> find, List<String> replace) {
        AtomicLong altered = new AtomicLong();
        UnaryOperator<String> rewrite = sql -> {
            if (!sql.contains(within)) {
                return sql;
            }
            String result = sql;
            for (int at = 0; at < find.size(); at++) {
                result = result.replace(find.get(at), replace.get(at));
            }
            if (!result.equals(sql)) {
                altered.incrementAndGet();
            }
            return result;
        };
        return new Mutant(name, List.of(), new Alterations(rewrite, UnaryOperator.identity(), Hearsay.TRUE), altered);
    }

    static Mutant ofSql(String name, String within, String find, String replace) {
        return ofSql(name, within, List.of(find), List.of(replace));
    }

    /** Its payment methods answer otherwise. */
    static Mutant ofMethod(String name, BiFunction<PaymentMethod, AtomicLong, PaymentMethod> wrap) {
        AtomicLong altered = new AtomicLong();
        return new Mutant(
                name,
                List.of(),
                new Alterations(UnaryOperator.identity(), method -> wrap.apply(method, altered), Hearsay.TRUE),
                altered);
    }

    /** It takes what nodes say for something else. */
    static Mutant ofHearsay(String name, Hearsay wrong) {
        AtomicLong altered = new AtomicLong();
        Hearsay hearsay = (method, params, answer) -> {
            Object taken = wrong.of(method, params, answer);
            if (!Objects.equals(taken, answer)) {
                altered.incrementAndGet();
            }
            return taken;
        };
        return new Mutant(
                name, List.of(), new Alterations(UnaryOperator.identity(), UnaryOperator.identity(), hearsay), altered);
    }

    /** Its schema lacks something. */
    static Mutant ofSchema(String name, String statement) {
        return new Mutant(name, List.of(statement), Alterations.NONE, new AtomicLong(1));
    }
}
