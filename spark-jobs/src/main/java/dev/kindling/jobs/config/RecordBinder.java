package dev.kindling.jobs.config;

import dev.kindling.corpus.NearestName;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Fills records from YAML nodes. It goes on after a problem, with the default in the place of a
 * value that is wrong, so that one pass finds as many problems as can be told apart.
 */
final class RecordBinder {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");

  private final List<ConfigProblem> problems = new ArrayList<>();

  List<ConfigProblem> problems() {
    return problems;
  }

  /**
   * Fills a value of any supported type; empty where that cannot be done, with at least one problem
   * noted.
   */
  Optional<Object> bind(Type type, Node node, String path) {
    if (type instanceof ParameterizedType several) {
      Type[] of = several.getActualTypeArguments();
      return several.getRawType() == List.class
          ? bindList(of[0], node, path)
          : bindMap(of[1], node, path);
    }
    Class<?> target = (Class<?>) type;
    if (target == Object.class) {
      return bindAny(node, path);
    }
    return Scalars.isScalar(target)
        ? bindScalar(target, node, path)
        : bindRecord(target, node, path);
  }

  /** A value whose type stands in the file: a number, true or false, a text, a list of texts. */
  private Optional<Object> bindAny(Node node, String path) {
    if (node instanceof SequenceNode) {
      return bindList(String.class, node, path);
    }
    return node instanceof ScalarNode scalar
        ? Optional.of(Scalars.readPlain(scalar.getValue(), scalar.isPlain()))
        : problem(path, " = " + YamlTree.text(node) + ": must be a value or a list", node);
  }

  private Optional<Object> bindScalar(Class<?> type, Node node, String path) {
    String text = YamlTree.text(node);
    if (!(node instanceof ScalarNode)) {
      return problem(path, " = " + text + ": must be a single value", node);
    }
    try {
      return Optional.of(Scalars.read(type, text));
    } catch (IllegalArgumentException e) {
      return problem(path, " = " + text + ": " + e.getMessage(), node);
    }
  }

  /** Items are called by their numbers, from 1. */
  private Optional<Object> bindList(Type itemType, Node node, String path) {
    if (!(node instanceof SequenceNode sequence)) {
      return problem(path, " = " + YamlTree.text(node) + ": must be a list", node);
    }
    List<Object> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      Node filled = YamlTree.isNull(item) ? YamlTree.emptyMapping() : item;
      bind(itemType, filled, join(path, Integer.toString(items.size() + 1)))
          .ifPresentOrElse(items::add, () -> items.add(null));
    }
    return items.contains(null)
        ? Optional.empty()
        : Optional.of(Collections.unmodifiableList(items));
  }

  private Optional<Object> bindMap(Type valueType, Node node, String path) {
    if (!(node instanceof MappingNode mapping)) {
      return problem(
          path, " = " + YamlTree.text(node) + ": must be a mapping from names to values", node);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    boolean whole = hasDistinctKeys(mapping, path);
    for (NodeTuple tuple : mapping.getValue()) {
      String name = YamlTree.text(tuple.getKeyNode());
      if (!NAME.matcher(name).matches()) {
        problem(join(path, name), ": a name may hold a-z, 0-9, - and _ only", tuple.getKeyNode());
        whole = false;
      } else {
        Node child =
            YamlTree.isNull(tuple.getValueNode())
                ? emptyFor(valueType, tuple)
                : tuple.getValueNode();
        Optional<Object> value = bind(valueType, child, join(path, name));
        value.ifPresent(v -> values.put(name, v));
        whole &= value.isPresent();
      }
    }
    return whole ? Optional.of(Collections.unmodifiableMap(values)) : Optional.empty();
  }

  /** {@code name:} with nothing after it is an empty mapping where a mapping is due. */
  private static Node emptyFor(Type type, NodeTuple tuple) {
    boolean scalar = type instanceof Class<?> c && Scalars.isScalar(c);
    return scalar ? tuple.getValueNode() : YamlTree.emptyMapping();
  }

  private Optional<Object> bindRecord(Class<?> type, Node node, String path) {
    if (!(node instanceof MappingNode mapping)) {
      return problem(path, " = " + YamlTree.text(node) + ": must be a mapping", node);
    }
    int before = problems.size();
    hasDistinctKeys(mapping, path);
    rejectUnknownKeys(type, mapping, path);
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    boolean whole = true;
    for (int i = 0; i < components.length; i++) {
      Optional<Object> value = bindComponent(components[i], mapping, path);
      values[i] = value.orElse(null);
      whole &= value.isPresent() || components[i].isAnnotationPresent(Derived.class);
    }
    Optional<Object> made = whole ? construct(type, values, mapping, path) : Optional.empty();
    return problems.size() == before ? made : Optional.empty();
  }

  /** The value that is written, else the default; empty where there is neither. */
  private Optional<Object> bindComponent(
      RecordComponent component, MappingNode mapping, String path) {
    String key = join(path, Names.key(component.getName()));
    Default absent = component.getAnnotation(Default.class);
    Optional<Node> written =
        YamlTree.get(mapping, Names.key(component.getName())).filter(n -> !YamlTree.isNull(n));
    if (written.isPresent()) {
      Optional<Object> value = bind(component.getGenericType(), written.get(), key);
      if (value.isPresent()) {
        return value;
      }
    } else if (absent == null && !component.isAnnotationPresent(Derived.class)) {
      return problem(key, ": missing; it has no default", mapping);
    }
    return absent == null
        ? Optional.empty()
        : bind(
            component.getGenericType(),
            YamlTree.parse(absent.value(), "default").orElseThrow(),
            key);
  }

  private Optional<Object> construct(
      Class<?> type, Object[] values, MappingNode node, String path) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return Optional.of(constructor.newInstance(values));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidConfigException invalid) {
        for (ConfigProblem problem : invalid.problems()) {
          problem(join(path, problem.key()), problem.text(), nearest(node, problem.key()));
        }
        return Optional.empty();
      }
      throw new IllegalStateException(type + " cannot be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is no public record", e);
    }
  }

  private boolean hasDistinctKeys(MappingNode mapping, String path) {
    Set<String> seen = new HashSet<>();
    boolean distinct = true;
    for (NodeTuple tuple : mapping.getValue()) {
      String key = YamlTree.text(tuple.getKeyNode());
      if (!seen.add(key)) {
        problem(join(path, key), ": stands here twice", tuple.getKeyNode());
        distinct = false;
      }
    }
    return distinct;
  }

  private void rejectUnknownKeys(Class<?> type, MappingNode mapping, String path) {
    List<String> known =
        Arrays.stream(type.getRecordComponents()).map(c -> Names.key(c.getName())).toList();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = YamlTree.text(tuple.getKeyNode());
      if (!known.contains(key)) {
        String hint =
            NearestName.of(key, known)
                .or(() -> inSubsections(type, key))
                .map(meant -> "did you mean " + join(path, meant) + "?")
                .orElse("known here: " + String.join(", ", known));
        problem(join(path, key), ": unknown key; " + hint, tuple.getKeyNode());
      }
    }
  }

  /**
   * A key that would be right one level below, such as {@code batch-size} for {@code
   * training.batch-size}.
   */
  private static Optional<String> inSubsections(Class<?> type, String key) {
    return Arrays.stream(type.getRecordComponents())
        .filter(section -> section.getType().isRecord())
        .filter(
            section ->
                Arrays.stream(section.getType().getRecordComponents())
                    .anyMatch(c -> Names.key(c.getName()).equals(key)))
        .map(section -> Names.key(section.getName()) + "." + key)
        .findFirst();
  }

  /** The node at a dotted key below a mapping, or the closest one above it that is written down. */
  private static Node nearest(MappingNode mapping, String dotted) {
    Node node = mapping;
    for (String key : dotted.split("\\.", -1)) {
      Optional<Node> child = YamlTree.child(node, key);
      if (child.isEmpty()) {
        break;
      }
      node = child.get();
    }
    return node;
  }

  private Optional<Object> problem(String path, String text, Node node) {
    problems.add(new ConfigProblem(path.isEmpty() ? "the file" : path, text, YamlTree.line(node)));
    return Optional.empty();
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
