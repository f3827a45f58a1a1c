package io.ws402.protocol.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a value is read from its text, which is the same in a file and in an environment variable.
 *
 * @param expected what a value must be, to stand behind "must be": {@code a duration such as 6s or 250ms}
 * @param parser from text to value; throws {@link IllegalArgumentException} for anything else
 * @param secret whether values must not be shown
 * @param <T> the type of the values
 */
public record ConfigType<T>(String expected, Function<String, T> parser, boolean secret) {
    private static final Duration LONGEST = Duration.ofDays(3_653);
    private static final Pattern DURATION_FORM = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

    /** Any text that is not blank. */
    public static final ConfigType<String> TEXT = of("a text that is not blank", ConfigType::notBlank);

    /** A whole number ≥ 0. */
    public static final ConfigType<Long> WHOLE = of("a whole number, 0 or more", ConfigType::whole);

    /** A TCP port; 0 lets the system choose. */
    public static final ConfigType<Integer> PORT =
            of("a port number, 0 … 65535", text -> Math.toIntExact(atMost(65_535, whole(text))));

    /** {@code true} or {@code false}. */
    public static final ConfigType<Boolean> FLAG = of("true or false", ConfigType::flag);

    /** A duration with its unit; of ten years at most, so that it fits every unit that it is told in. */
    public static final ConfigType<Duration> DURATION =
            of("a duration such as 250ms, 6s, 5m, 24h or 3d, of at most ten years", ConfigType::duration);

    /** An amount in smallest units. */
    public static final ConfigType<BigInteger> AMOUNT =
            of("a whole number of smallest units, 0 or more", ConfigType::amount);

    /** An exact decimal number; never a float. */
    public static final ConfigType<BigDecimal> DECIMAL =
            of("a decimal number such as 0.01 or 2500, without exponent", ConfigType::decimal);

    /** A path of the file system; a relative one counts from where the program is started. */
    public static final ConfigType<Path> PATH = of("the path of a file or folder", text -> Path.of(notBlank(text)));

    /** An absolute {@code http} or {@code https} URL without a trailing slash. */
    public static final ConfigType<String> URL =
            of("an absolute http or https URL such as http://localhost:4029", ConfigType::url);

    /** A value that never prints itself. */
    public static final ConfigType<Secret> SECRET =
            new ConfigType<>("a text that is not blank", text -> new Secret(notBlank(text)), true);

    /** A type whose values may be shown. */
    public static <T> ConfigType<T> of(String expected, Function<String, T> parser) {
        return new ConfigType<>(expected, parser, false);
    }

    /** One of a few words. */
    public static ConfigType<String> choice(String... words) {
        List<String> known = List.of(words);
        return of("one of " + String.join(", ", known), text -> require(text, known.contains(text)));
    }

    /** A list of these: a YAML sequence, or text with commas between. */
    public ConfigType<List<T>> list() {
        return new ConfigType<>(
                "a list, each element " + expected,
                text -> Stream.of(text.split(",", -1))
                        .map(String::strip)
                        .filter(element -> !element.isEmpty())
                        .map(parser)
                        .toList(),
                secret);
    }

    private static String notBlank(String text) {
        return require(text, !text.isBlank());
    }

    private static long whole(String text) {
        return Long.parseLong(require(text, text.matches("[0-9]{1,18}")));
    }

    private static long atMost(long most, long number) {
        return require(number, number <= most);
    }

    private static boolean flag(String text) {
        return require(text, text.equals("true") || text.equals("false")).equals("true");
    }

    private static BigInteger amount(String text) {
        return new BigInteger(require(text, text.matches("[0-9]{1,78}")));
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(require(text, text.matches("[0-9]{1,39}([.][0-9]{1,36})?")));
    }

    private static Duration duration(String text) {
        Matcher form = DURATION_FORM.matcher(text);
        require(text, form.matches());
        long count = Long.parseLong(form.group(1));
        Duration duration = switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        return require(duration, duration.compareTo(LONGEST) <= 0);
    }

    private static String url(String text) {
        URI uri = URI.create(text);
        boolean absolute = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        return require(text, absolute).replaceAll("/+$", "");
    }

    private static <V> V require(V value, boolean valid) {
        if (!valid) {
            throw new IllegalArgumentException();
        }
        return value;
    }
}
