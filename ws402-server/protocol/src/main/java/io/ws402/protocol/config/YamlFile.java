package io.ws402.protocol.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML into {@link ConfigNode}s, with the scalars as they stand: types are those of the keys, not YAML's guesses. */
final class YamlFile {
    private static final int MAX_DEPTH = 32;

    private final String name;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private YamlFile(String name) {
        this.name = name;
    }

    /** @throws ConfigException for what is not YAML, no mapping, has a key twice, nests too deep, or uses aliases */
    static ConfigNode.Mapping parse(String name, String yaml) {
        return new YamlFile(name).document(yaml);
    }

    static String line(String name, int line) {
        return name + ", line " + line;
    }

    private ConfigNode.Mapping document(String yaml) {
        ConfigNode root = compose(yaml);
        if (root instanceof ConfigNode.Scalar scalar && scalar.isNull()) {
            return new ConfigNode.Mapping(new LinkedHashMap<>(), 1);
        }
        if (root instanceof ConfigNode.Mapping mapping && problems.isEmpty()) {
            return mapping;
        }
        if (problems.isEmpty()) {
            complain(1, "the file", "is not a mapping", "Write it as key: value lines.");
        }
        throw new ConfigException(problems);
    }

    private ConfigNode compose(String yaml) {
        LoadSettings settings = LoadSettings.builder().setLabel(name).build();
        try {
            requireShallow(new Parse(settings).parseString(yaml));
            return new Compose(settings)
                    .composeString(yaml)
                    .map(node -> node(node, ""))
                    .orElseGet(() -> new ConfigNode.Scalar("", true, 1));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            complain(line, "the file", "is not YAML: " + e.getProblem(), "Correct it there or just above.");
        } catch (YamlEngineException e) {
            complain(1, "the file", "is not YAML: " + e.getMessage(), "Correct it.");
        }
        throw new ConfigException(problems);
    }

    /** Composing is recursive: what is nested without end would use up the stack. */
    private void requireShallow(Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (depth > MAX_DEPTH) {
                int line = event.getStartMark().map(Mark::getLine).orElse(0) + 1;
                complain(line, "the file", "is nested deeper than " + MAX_DEPTH + " levels", "Write it flatter.");
                throw new ConfigException(problems);
            }
        }
    }

    private ConfigNode node(Node node, String path) {
        int line = line(node);
        if (!seen.add(node)) {
            complain(line, path, "is an alias", "Write the value out.");
            return new ConfigNode.Scalar("", true, line);
        }
        return switch (node) {
            case MappingNode mapping -> new ConfigNode.Mapping(values(mapping, path), line);
            case SequenceNode sequence -> new ConfigNode.Sequence(elements(sequence, path), line);
            case ScalarNode scalar -> new ConfigNode.Scalar(scalar.getValue(), scalar.isPlain(), line);
            default -> throw new YamlEngineException("unexpected " + node.getNodeType());
        };
    }

    private SequencedMap<String, ConfigNode> values(MappingNode mapping, String path) {
        SequencedMap<String, ConfigNode> values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                complain(line(tuple.getKeyNode()), path, "has a key that is no text", "Use words as keys.");
                continue;
            }
            String below = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            if (values.put(key.getValue(), node(tuple.getValueNode(), below)) != null) {
                complain(line(key), below, "stands twice", "Remove one of them.");
            }
        }
        return values;
    }

    private List<ConfigNode> elements(SequenceNode sequence, String path) {
        List<ConfigNode> elements = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            elements.add(node(element, path + "[" + elements.size() + "]"));
        }
        return elements;
    }

    private void complain(int line, String key, String complaint, String remedy) {
        problems.add(new ConfigProblem(line(name, line), key, complaint, remedy));
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }
}
