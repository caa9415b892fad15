package dev.kindling.tokenizer;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Where the table of {@link CharacterData} for a profile comes from. */
interface CharacterSource {

  CharacterProperties properties(int codePoint);

  int[] lower(int codePoint);

  int[] base(int codePoint);

  /** The whole table. */
  default String table(String comment) {
    StringBuilder table = new StringBuilder("# " + comment + "\n");
    int first = 0;
    for (int c = 1; c <= Character.MAX_CODE_POINT + 1; c++) {
      if (c > Character.MAX_CODE_POINT || !properties(c).equals(properties(first))) {
        table.append(range(first, c - 1));
        first = c;
      }
    }
    changes(table, "lower", this::lower);
    changes(table, "base", this::base);
    return table.toString();
  }

  private String range(int first, int last) {
    CharacterProperties properties = properties(first);
    return "range\t%04X..%04X\t%s\t%d%s%s\n"
        .formatted(
            first,
            last,
            properties.type(),
            properties.combiningClass(),
            properties.cased() ? "\tcased" : "",
            properties.caseIgnorable() ? "\tignorable" : "");
  }

  private void changes(StringBuilder table, String name, IntFunction<int[]> change) {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      int[] changed = change.apply(c);
      boolean kept = changed.length == 1 && changed[0] == c;
      boolean hangulSyllable = c >= 0xAC00 && c <= 0xD7A3; // by arithmetic, not from the table
      CharacterProperties.Type type = properties(c).type();
      if (!kept
          && !hangulSyllable
          && type != CharacterProperties.Type.DELETED
          && type != CharacterProperties.Type.SPACE
          && type != CharacterProperties.Type.MARK) {
        String codePoints =
            Arrays.stream(changed)
                .mapToObj(each -> String.format(Locale.ROOT, "%04X", each))
                .collect(Collectors.joining(" "));
        table.append("%s\t%04X\t%s\n".formatted(name, c, codePoints));
      }
    }
  }
}
