package dev.kindling.corpus.wiki;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What templates show that are part of a sentence, without expanding them: the file {@code
 * inline-templates.txt} beside this class says it for a few that are common. Templates that are not
 * in it show nothing.
 */
final class InlineTemplates {
  private static final String FILE = "inline-templates.txt";
  private static final int LONGEST_NAME = 60;
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");
  private static final String MEASURE = "{measure}";
  private static final String JOINED = "{joined}";
  private static final Map<String, String> PATTERNS = patterns();

  private InlineTemplates() {}

  /**
   * How a template is shown.
   *
   * @param pattern text with places for arguments
   * @param firstArgumentAt where the first argument starts if that is behind a colon; else -1
   */
  record Form(String pattern, int firstArgumentAt) {
    String show(Arguments arguments) {
      return switch (pattern) {
        case MEASURE -> Measures.show(arguments.numbered());
        case JOINED -> String.join("", arguments.numbered());
        default -> filled(arguments);
      };
    }

    /** Nothing where the template has none of the arguments that would be shown. */
    private String filled(Arguments arguments) {
      List<MatchResult> places = PLACE.matcher(pattern).results().toList();
      if (places.isEmpty()) {
        return pattern;
      }
      StringBuilder out = new StringBuilder();
      boolean any = false;
      int done = 0;
      for (MatchResult place : places) {
        Optional<String> value = value(place.group(1), arguments);
        any |= value.isPresent();
        out.append(pattern.substring(done, place.start())).append(value.orElse(""));
        done = place.end();
      }
      return any ? out.append(pattern.substring(done)).toString().strip() : "";
    }

    private static Optional<String> value(String keys, Arguments arguments) {
      return Stream.of(keys.split("\\|", -1))
          .map(arguments::get)
          .flatMap(Optional::stream)
          .findFirst();
    }
  }

  /** The form of the template whose name stands at [from, to); nothing if it shows nothing. */
  static Optional<Form> named(String text, int from, int to) {
    int end = Math.min(to, from + LONGEST_NAME);
    String name = text.substring(from, end).strip().replace('_', ' ').toLowerCase(Locale.ROOT);
    int colon = name.indexOf(':');
    if (colon > 0) {
      int at = text.indexOf(':', from) + 1;
      String pattern = PATTERNS.get(name.substring(0, colon + 1));
      return Optional.ofNullable(pattern).map(found -> new Form(found, at));
    }
    String pattern = end < to ? null : PATTERNS.get(name);
    return Optional.ofNullable(pattern).map(found -> new Form(found, -1));
  }

  private static Map<String, String> patterns() {
    Map<String, String> patterns = new HashMap<>();
    for (String line : Resources.lines(FILE)) {
      int end = line.indexOf(" => ");
      String shown =
          line.substring(end + 4).replace("\\s", " ").replace("{br}", String.valueOf(Marks.BREAK));
      for (String name : line.substring(0, end).split(", ", -1)) {
        patterns.put(name.strip(), shown);
      }
    }
    return patterns;
  }
}
