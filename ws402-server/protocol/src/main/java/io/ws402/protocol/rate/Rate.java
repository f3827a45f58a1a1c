package io.ws402.protocol.rate;

import io.ws402.protocol.config.ConfigType;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may be done: {@code burst} times at once, and {@code count} times in each period after that.
 *
 * @param count how many are given back in a period, evenly spread over it; 1 or more
 * @param per the period
 * @param burst how many there are when none was used for long; 1 or more
 */
public record Rate(long count, Duration per, long burst) {
    /** As it stands in a configuration: {@code 20/s burst 200}, {@code 60/m burst 60}. */
    public static final ConfigType<Rate> CONFIG = ConfigType.of("a rate such as 20/s burst 200", Rate::parse);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})/([smh]) burst ([0-9]{1,9})");

    /** @throws IllegalArgumentException for a rate that allows nothing */
    public Rate {
        if (count < 1 || burst < 1 || !per.isPositive()) {
            throw new IllegalArgumentException("a rate must allow something");
        }
    }

    /** Reads its configured form; @throws IllegalArgumentException for anything else. */
    public static Rate parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a rate");
        }
        Duration per = switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
        return new Rate(Long.parseLong(form.group(1)), per, Long.parseLong(form.group(3)));
    }

    /** So many times as often, with a burst as many times as large. */
    public Rate times(long factor) {
        return new Rate(count * factor, per, burst * factor);
    }

    /** How long it takes until a burst that was used up is there again. */
    Duration fillTime() {
        return per.multipliedBy(burst).dividedBy(count);
    }
}
