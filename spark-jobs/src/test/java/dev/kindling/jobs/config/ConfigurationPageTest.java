package dev.kindling.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.filter.Rules;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/configuration.md name every key and every rule, and say what the code says.
 */
final class ConfigurationPageTest {
  private static final Path PAGE =
      Path.of("").toAbsolutePath().getParent().resolve("docs/configuration.md");
  private static final List<String> KEY_COLUMNS =
      List.of("Key", "Type", "Default", "Range", "Changes the result", "Meaning");
  private static final List<String> RULE_COLUMNS =
      List.of("Parameter", "Default", "Values", "Meaning", "Source");

  /** What the page and the records say of a key. */
  private record Key(String type, String absent, String changesResult) {}

  @Test
  void shouldNameEveryKeyWithItsTypeDefaultAndEffect() throws IOException {
    Map<String, Key> declared = new TreeMap<>();
    collect(PipelineConfig.class, "", declared);

    Map<String, Key> documented = new TreeMap<>();
    for (List<String> row : rows(KEY_COLUMNS)) {
      Key key = new Key(row.get(1), row.get(2), row.get(4));
      assertThat(documented.put(unquoted(row.get(0)), key)).as("second row of %s", row).isNull();
      assertThat(row.get(5)).as("meaning of %s", row).isNotBlank();
    }

    assertThat(documented).containsExactlyEntriesOf(declared);
  }

  @Test
  void shouldNameEveryRuleParameterInTheOrderOfApplicationWithItsDefault() throws IOException {
    List<String> declared = new ArrayList<>();
    Rules.known()
        .forEach(
            (rule, parameters) ->
                parameters.forEach(
                    (name, value) -> declared.add(rule + "." + name + " " + shown(value))));

    List<String> documented = new ArrayList<>();
    for (List<String> row : rows(RULE_COLUMNS)) {
      documented.add(unquoted(row.get(0)) + " " + unquoted(row.get(1)));
    }

    assertThat(documented).isEqualTo(declared);
  }

  /** A value as it would be written in the file. */
  private static String shown(Object value) {
    if (value instanceof List<?> texts) {
      return texts.stream()
          .map(text -> text.equals("\"") ? "'\"'" : "\"" + text + "\"")
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return ConfigTree.shown(value);
  }

  @Test
  void shouldLoadTheRecipeWithTwoPhases() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("```yaml\nexamples:\n") + "```yaml\n".length();
    String recipe = page.substring(start, page.indexOf("```", start));

    PipelineConfig config =
        ConfigLoader.parse(
            "corpus: {inputs: {books: {path: raw}}}\n" + recipe, PAGE.toString(), List.of());

    assertThat(config.runs().get("bert-large").phases())
        .extracting(PhaseConfig::steps)
        .containsExactly(7038L, 1563L);
  }

  private static void collect(Class<?> section, String prefix, Map<String, Key> keys) {
    for (RecordComponent component : section.getRecordComponents()) {
      String path = prefix + Names.key(component.getName());
      Type type = component.getGenericType();
      boolean plain = type instanceof Class<?> c && Scalars.isScalar(c);
      String effect =
          component.isAnnotationPresent(Operational.class) || path.equals("workdir") ? "no" : "yes";
      boolean rules = path.equals("corpus.rules");
      boolean texts = "list of texts".equals(type(type));
      keys.put(path, new Key(type(type), absent(component), plain || rules || texts ? effect : ""));
      if (!texts && type instanceof ParameterizedType list && list.getRawType() == List.class) {
        collect((Class<?>) list.getActualTypeArguments()[0], path + ".N.", keys);
      } else if (type instanceof ParameterizedType map && !rules && !texts) {
        collect((Class<?>) map.getActualTypeArguments()[1], path + ".NAME.", keys);
      } else if (component.getType().isRecord()) {
        collect(component.getType(), path + ".", keys);
      }
    }
  }

  private static String type(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return list.getActualTypeArguments()[0] == String.class
          ? "list of texts"
          : "list of sections";
    }
    if (type instanceof ParameterizedType map) {
      Type values = map.getActualTypeArguments()[1];
      return values instanceof Class<?> ? "names to sections" : "rules to parameters";
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isEnum()) {
      return Arrays.stream(plain.getEnumConstants())
          .map(constant -> "`" + Names.value((Enum<?>) constant) + "`")
          .collect(Collectors.joining(", "));
    }
    if (plain.isRecord()) {
      return "section";
    }
    Map<Class<?>, String> words =
        Map.of(
            int.class, "integer",
            Integer.class, "integer",
            long.class, "integer",
            Long.class, "integer",
            double.class, "number",
            Double.class, "number",
            boolean.class, "true or false",
            Boolean.class, "true or false",
            String.class, "text");
    return words.get(plain);
  }

  private static String absent(RecordComponent component) {
    Default absent = component.getAnnotation(Default.class);
    Derived derived = component.getAnnotation(Derived.class);
    if (derived != null) {
      return derived.value();
    }
    return absent == null ? "required" : "`" + absent.value() + "`";
  }

  /** The cells of all tables with these columns. */
  private static List<List<String>> rows(List<String> columns) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(PAGE)) {
      List<String> cells = cells(line);
      if (cells.equals(columns)) {
        inside = true;
      } else if (cells.size() != columns.size()) {
        inside = false;
      } else if (inside && !cells.get(0).startsWith("---")) {
        rows.add(cells);
      }
    }
    return rows;
  }

  private static List<String> cells(String line) {
    String[] parts = line.split("\\|", -1);
    return Arrays.stream(parts)
        .skip(1)
        .limit(Math.max(0, parts.length - 2L))
        .map(String::strip)
        .toList();
  }

  private static String unquoted(String cell) {
    assertThat(cell).startsWith("`").endsWith("`");
    return cell.substring(1, cell.length() - 1);
  }
}
