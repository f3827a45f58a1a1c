package io.ws402.chaos;

import io.ws402.chaos.history.Theatre;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one theatre of this JVM. */
final class TheatreExtension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Theatre.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(TheatreExtension.class))
                .computeIfAbsent("theatre", key -> Theatre.in(Path.of("target", "postgres")), Theatre.class);
    }
}
