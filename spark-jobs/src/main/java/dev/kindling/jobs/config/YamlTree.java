package dev.kindling.jobs.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML as a tree of nodes that know their lines, with overrides laid over it. */
final class YamlTree {
  /** Label of nodes that come from the command line. */
  static final String OVERRIDE = "--set";

  private YamlTree() {}

  /**
   * Parses text.
   *
   * @return empty where the text holds nothing
   * @throws InvalidConfigException if it is no YAML
   */
  static Optional<Node> parse(String text, String label) {
    LoadSettings settings = LoadSettings.builder().setLabel(label).setUseMarks(true).build();
    try {
      return new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw new InvalidConfigException(
          List.of(new ConfigProblem("not valid YAML", ": " + e.getProblem(), line)));
    } catch (YamlEngineException e) {
      throw new InvalidConfigException(
          List.of(new ConfigProblem("not valid YAML", ": " + e.getMessage(), 0)));
    }
  }

  static MappingNode emptyMapping() {
    return new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
  }

  /**
   * Puts a value at a dotted key, making the mappings on the way. An item of a list is called by
   * its number, from 1; anything else on the way that is no mapping is replaced.
   */
  static void override(MappingNode root, List<String> keys, Node value) {
    Node node = root;
    for (String key : keys.subList(0, keys.size() - 1)) {
      Optional<Node> child =
          child(node, key).filter(c -> c instanceof MappingNode || c instanceof SequenceNode);
      if (child.isEmpty()) {
        child = Optional.of(emptyMapping(value));
        put(node, key, child.get(), keys);
      }
      node = child.get();
    }
    put(node, keys.get(keys.size() - 1), value, keys);
  }

  private static MappingNode emptyMapping(Node place) {
    return new MappingNode(
        Tag.MAP,
        true,
        new ArrayList<>(),
        FlowStyle.BLOCK,
        place.getStartMark(),
        place.getEndMark());
  }

  /** The node below a key of a mapping, or at a number, from 1, of a list. */
  static Optional<Node> child(Node node, String key) {
    if (node instanceof SequenceNode list) {
      int index = index(list, key);
      return index < 0 ? Optional.empty() : Optional.of(list.getValue().get(index));
    }
    return node instanceof MappingNode mapping ? get(mapping, key) : Optional.empty();
  }

  /** The index that a number stands for, -1 where the list has no such item. */
  private static int index(SequenceNode list, String number) {
    for (int i = 0; i < list.getValue().size(); i++) {
      if (number.equals(Integer.toString(i + 1))) {
        return i;
      }
    }
    return -1;
  }

  static Optional<Node> get(MappingNode mapping, String key) {
    return mapping.getValue().stream()
        .filter(tuple -> text(tuple.getKeyNode()).equals(key))
        .map(NodeTuple::getValueNode)
        .findFirst();
  }

  private static void put(Node node, String key, Node value, List<String> keys) {
    if (node instanceof MappingNode mapping) {
      putEntry(mapping, key, value);
      return;
    }
    List<Node> items = ((SequenceNode) node).getValue();
    int index = index((SequenceNode) node, key);
    if (index < 0) {
      throw new InvalidConfigException(
          List.of(
              new ConfigProblem(
                  String.join(".", keys),
                  ": the list has no item " + key + ", only " + items.size(),
                  ConfigProblem.OVERRIDE)));
    }
    items.set(index, value);
  }

  private static void putEntry(MappingNode mapping, String key, Node value) {
    List<NodeTuple> tuples = new ArrayList<>(mapping.getValue());
    NodeTuple tuple =
        new NodeTuple(
            new ScalarNode(
                Tag.STR, true, key, ScalarStyle.PLAIN, value.getStartMark(), value.getEndMark()),
            value);
    for (int i = 0; i < tuples.size(); i++) {
      if (text(tuples.get(i).getKeyNode()).equals(key)) {
        tuples.set(i, tuple);
        mapping.setValue(tuples);
        return;
      }
    }
    tuples.add(tuple);
    mapping.setValue(tuples);
  }

  /** A scalar as written, anything else as a short hint. */
  static String text(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    return node instanceof MappingNode ? "{…}" : "[…]";
  }

  /** Nothing, {@code null} or {@code ~}: the same as if the key were absent. */
  static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL)
        || (node instanceof ScalarNode scalar && scalar.getValue().equals("~"));
  }

  /**
   * The 1-based line of a node, 0 where it does not come from the file, -1 where it comes from an
   * override.
   */
  static int line(Node node) {
    Optional<Mark> mark = node.getStartMark();
    if (mark.isEmpty()) {
      return 0;
    }
    return mark.get().getName().equals(OVERRIDE)
        ? ConfigProblem.OVERRIDE
        : mark.get().getLine() + 1;
  }
}
