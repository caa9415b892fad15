package dev.kindling.corpus.book;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes page numbers, running headers and form feeds, and closes the gap where a page ended
 * within a sentence.
 *
 * <p>A number on a line of its own may be a page's or a chapter's. What tells them apart: pages end
 * within sentences, chapters never do. So lines of one kind are taken for page furniture when they
 * come often, count upwards, and at least a third of them interrupts a sentence.
 */
final class PageFurniture {
  static final String FORM_FEED = "\f";

  private static final Pattern NUMBER_LINE =
      Pattern.compile(
          "\\s*+[-–—\\[({]*+\\s*+(?:page|pg\\.?|p\\.)?\\s*+(\\d{1,4})\\s*+[-–—\\])}]*+",
          Pattern.CASE_INSENSITIVE);

  /** A header with the page's number before or behind it. */
  private static final Pattern NUMBERED_HEADER =
      Pattern.compile("\\s*+(?:(\\d{1,4})\\s++(\\D{3,60})|(\\D{3,60}?)\\s++(\\d{1,4}))\\s*+");

  private static final int FEWEST = 5;
  private static final double LEAST_INTERRUPTIONS = 1.0 / 3;
  private static final double LEAST_RISING = 0.8;

  /** Of a header without a number, to the page break beside it. */
  private static final int LINES_TO_BREAK = 2;

  private static final int LONGEST_HEADER = 60;
  private static final int WIDEST_GAP_LINES = 20;

  private final List<String> lines;
  private final boolean[] dropped;

  private PageFurniture(List<String> lines) {
    this.lines = lines;
    this.dropped = new boolean[lines.size()];
  }

  static List<String> remove(List<String> lines) {
    PageFurniture furniture = new PageFurniture(lines);
    furniture.findNumbered();
    furniture.findHeadersAtBreaks();
    return furniture.remaining();
  }

  /** A line with a number in it, by what else it says. */
  private record Numbered(int line, int number) {}

  private void findNumbered() {
    Map<String, List<Numbered>> kinds = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      dropped[i] = line.equals(FORM_FEED);
      if (line.length() > LONGEST_HEADER + 10) {
        continue;
      }
      Matcher number = NUMBER_LINE.matcher(line);
      if (number.matches()) {
        kinds
            .computeIfAbsent("", kind -> new ArrayList<>())
            .add(new Numbered(i, Integer.parseInt(number.group(1))));
        continue;
      }
      Matcher header = NUMBERED_HEADER.matcher(line);
      if (header.matches()) {
        boolean before = header.group(1) != null;
        String kind = kind(before ? header.group(2) : header.group(3));
        int value = Integer.parseInt(before ? header.group(1) : header.group(4));
        kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(new Numbered(i, value));
      }
    }
    for (List<Numbered> kind : kinds.values()) {
      if (isRising(kind) && interrupts(kind.stream().map(Numbered::line).toList())) {
        kind.forEach(numbered -> dropped[numbered.line] = true);
      }
    }
  }

  private static boolean isRising(List<Numbered> kind) {
    int rising = 0;
    for (int i = 1; i < kind.size(); i++) {
      rising += kind.get(i).number > kind.get(i - 1).number ? 1 : 0;
    }
    return rising >= LEAST_RISING * (kind.size() - 1);
  }

  private boolean interrupts(List<Integer> places) {
    long interruptions = places.stream().filter(this::interruptsSentence).count();
    return places.size() >= FEWEST && interruptions >= LEAST_INTERRUPTIONS * places.size();
  }

  /** Whether text before goes on behind: no mark ends it, and a small letter follows. */
  private boolean interruptsSentence(int line) {
    int before = textLine(line, -1);
    int after = textLine(line, 1);
    return before >= 0 && after >= 0 && goesOn(lines.get(before), lines.get(after));
  }

  private static boolean goesOn(String before, String after) {
    String end = before.strip();
    return ".!?:\"”’'»*]".indexOf(end.charAt(end.length() - 1)) < 0
        && Character.isLowerCase(after.strip().codePointAt(0));
  }

  /** The nearest line in a direction that is neither empty nor furniture; -1 if none is near. */
  private int textLine(int from, int step) {
    for (int distance = 1; distance <= WIDEST_GAP_LINES; distance++) {
      int i = from + step * distance;
      if (i < 0 || i >= lines.size()) {
        return -1;
      }
      String line = lines.get(i);
      if (!dropped[i] && !line.isBlank() && !NUMBER_LINE.matcher(line).matches()) {
        return i;
      }
    }
    return -1;
  }

  private void findHeadersAtBreaks() {
    Map<String, List<Integer>> kinds = new HashMap<>();
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!dropped[i]) {
        continue;
      }
      for (int step = -1; step <= 1; step += 2) {
        int beside = textLine(i, step);
        if (beside >= 0
            && Math.abs(beside - i) <= LINES_TO_BREAK
            && looksLikeHeader(lines.get(beside).strip())
            && seen.add(beside)) {
          kinds.computeIfAbsent(kind(lines.get(beside)), kind -> new ArrayList<>()).add(beside);
        }
      }
    }
    for (Map.Entry<String, List<Integer>> kind : kinds.entrySet()) {
      if (!kind.getKey().isEmpty() && kind.getValue().size() >= FEWEST) {
        kind.getValue().forEach(line -> dropped[line] = true);
      }
    }
  }

  private static boolean looksLikeHeader(String line) {
    return line.length() <= LONGEST_HEADER
        && !Character.isLowerCase(line.codePointAt(0))
        && Character.isLetter(line.codePointBefore(line.length()));
  }

  private static String kind(String header) {
    return header.strip().toUpperCase(Locale.ROOT);
  }

  /** Without the furniture; without empty lines too where a sentence goes on behind it. */
  private List<String> remaining() {
    List<String> out = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      if (!dropped[i]) {
        out.add(lines.get(i));
        continue;
      }
      int before = textLine(i, -1);
      int after = textLine(i, 1);
      if (before >= 0 && after >= 0 && goesOn(lines.get(before), lines.get(after))) {
        while (!out.isEmpty() && out.get(out.size() - 1).isBlank()) {
          out.remove(out.size() - 1);
        }
        i = after - 1;
      }
    }
    return out;
  }
}
