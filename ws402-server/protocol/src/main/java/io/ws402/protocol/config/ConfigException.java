package io.ws402.protocol.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that is refused. The message lists every problem with its place and remedy, fit to be shown as it is. */
public final class ConfigException extends RuntimeException {
    private final transient List<ConfigProblem> problems;

    /** Refuses a configuration for these problems, one or more. */
    public ConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong, in the order of the declared keys. */
    public List<ConfigProblem> problems() {
        return problems;
    }

    /** One line for each problem. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
