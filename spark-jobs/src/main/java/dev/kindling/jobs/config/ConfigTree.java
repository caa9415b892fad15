package dev.kindling.jobs.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Config records as plain trees of maps, and those as text; the same config gives the same text.
 */
public final class ConfigTree {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private ConfigTree() {}

  /**
   * A config as a tree, its keys as in YAML and in the order of the record.
   *
   * @param value record, map, list, enum or plain value
   * @param operational whether keys marked {@link Operational} are kept
   * @return maps, lists, strings, numbers, booleans; keys that mean nothing here are left out
   */
  public static Object of(Object value, boolean operational) {
    if (value instanceof Record) {
      Map<String, Object> tree = new LinkedHashMap<>();
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        Object part = get(component, value);
        boolean kept = operational || !component.isAnnotationPresent(Operational.class);
        if (kept && part != null) {
          tree.put(Names.key(component.getName()), of(part, operational));
        }
      }
      return tree;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> tree = new LinkedHashMap<>();
      map.forEach((name, entry) -> tree.put((String) name, of(entry, operational)));
      return tree;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(item -> of(item, operational)).toList();
    }
    return value instanceof Enum<?> constant ? Names.value(constant) : value;
  }

  /**
   * A whole config as YAML that loads to the same config.
   *
   * @param config resolved
   * @return block style, every key written
   */
  public static String yaml(PipelineConfig config) {
    DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(settings).dumpToString(of(config, true));
  }

  /**
   * A tree as canonical JSON: keys sorted, no white space.
   *
   * @param tree maps, strings, numbers, booleans
   * @return one line
   */
  public static String json(Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no plain tree: " + tree, e);
    }
  }

  static String shown(Object value) {
    if (value instanceof Enum<?> constant) {
      return Names.value(constant);
    }
    boolean whole = value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15;
    return whole ? Long.toString(((Double) value).longValue()) : String.valueOf(value);
  }

  private static Object get(RecordComponent component, Object value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }
}
