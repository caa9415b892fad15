package dev.kindling.jobs.page;

import static dev.kindling.jobs.page.Markup.escape;
import static dev.kindling.jobs.page.Markup.number;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A chart as an HTML figure with inline SVG. Series differ in colour, in dashes and in their marks,
 * so that it can be read without colour. Values that are not finite leave a gap.
 */
public final class LineChart {
  private static final int WIDTH = 640;
  private static final int LEFT = 60;
  private static final int RIGHT = WIDTH - 20;
  private static final int TOP = 12;
  private static final int BOTTOM = 236;
  private static final int HEIGHT = 280;

  /** More points than this are averaged in buckets: the plot is 570 units wide. */
  private static final int MAX_POINTS = 400;

  private record Point(double x, double y) {
    boolean finite() {
      return Double.isFinite(x) && Double.isFinite(y);
    }
  }

  private record Series(String name, List<Point> points) {
    boolean finite(int i) {
      return i < points.size() && points.get(i).finite();
    }
  }

  private record Level(String name, double value) {}

  private record Mark(String name, Point point) {}

  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final List<Series> series = new ArrayList<>();
  private final List<Level> levels = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final SortedMap<Double, String> borders = new TreeMap<>();
  private boolean fromZero;

  /** An empty chart; labels carry units. */
  public LineChart(String title, String xLabel, String yLabel) {
    this.title = title;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  /** Adds a line over points in the order of x; at most four lines look different. */
  public LineChart line(String name, double[] xs, double[] ys) {
    int bucket = Math.max(1, (xs.length + MAX_POINTS - 1) / MAX_POINTS);
    List<Point> points = new ArrayList<>();
    for (int from = 0; from < xs.length; from += bucket) {
      int to = Math.min(xs.length, from + bucket);
      points.add(new Point(mean(xs, from, to), mean(ys, from, to)));
    }
    series.add(new Series(name, points));
    return this;
  }

  /** Adds a horizontal line; nothing if the value is not finite. */
  public LineChart level(String name, double value) {
    if (Double.isFinite(value)) {
      levels.add(new Level(name, value));
    }
    return this;
  }

  /** Adds a single point; nothing if it is not finite. */
  public LineChart mark(String name, double x, double y) {
    Point point = new Point(x, y);
    if (point.finite()) {
      marks.add(new Mark(name, point));
    }
    return this;
  }

  /** Adds vertical lines, by x, each with the name of what begins there. */
  public LineChart borders(SortedMap<Double, String> names) {
    borders.putAll(names);
    return this;
  }

  /** Lets the y axis begin at zero. */
  public LineChart fromZero() {
    fromZero = true;
    return this;
  }

  /** The figure; a sentence in its place when there is nothing to draw. */
  String render() {
    StringBuilder html = new StringBuilder("<figure class=\"chart\"><figcaption>");
    html.append(escape(title)).append("</figcaption>\n");
    List<Point> points = points();
    if (points.isEmpty()) {
      return html.append("<p class=\"empty\">No data points yet.</p></figure>\n").toString();
    }
    Axis x = axis(points.stream().mapToDouble(Point::x), 6);
    DoubleStream heights =
        DoubleStream.concat(
            points.stream().mapToDouble(Point::y), levels.stream().mapToDouble(Level::value));
    Axis y = axis(fromZero ? DoubleStream.concat(DoubleStream.of(0), heights) : heights, 5);
    html.append(
        "<svg viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, HEIGHT, escape(description())));
    appendAxes(html, x, y);
    borders.forEach((at, name) -> html.append(vertical(px(x(x, at)), name)));
    for (Level level : levels) {
      html.append(horizontal("level", px(y(y, level.value))));
    }
    for (int i = 0; i < series.size(); i++) {
      html.append(stroke(i, path(series.get(i), x, y)));
    }
    for (Mark mark : marks) {
      html.append(diamond(x(x, mark.point.x), y(y, mark.point.y)));
    }
    return html.append("</svg>\n").append(legend()).append("</figure>\n").toString();
  }

  private void appendAxes(StringBuilder svg, Axis x, Axis y) {
    for (double tick : y.ticks()) {
      svg.append(horizontal("grid", px(y(y, tick))));
      svg.append(text("end", px(LEFT - 8), px(y(y, tick) + 4), y.label(tick)));
    }
    for (double tick : x.ticks()) {
      String at = px(x(x, tick));
      svg.append("<path class=\"axis\" d=\"M%s %sv5\"/>".formatted(at, BOTTOM));
      svg.append(text("middle", at, px(BOTTOM + 19), x.label(tick)));
    }
    svg.append(horizontal("axis", px(BOTTOM)));
    svg.append(text("middle", px((LEFT + RIGHT) / 2.0), px(HEIGHT - 6), xLabel));
    svg.append("<g transform=\"translate(13 %s) rotate(-90)\">".formatted((TOP + BOTTOM) / 2));
    svg.append(text("middle", "0", "0", yLabel)).append("</g>\n");
  }

  private static String horizontal(String style, String y) {
    return "<path class=\"%s\" d=\"M%s %sH%s\"/>\n".formatted(style, LEFT, y, RIGHT);
  }

  private static String vertical(String x, String name) {
    return "<path class=\"border\" d=\"M%s %sV%s\"/>\n".formatted(x, TOP, BOTTOM)
        + text("start", x, px(TOP + 10), " " + name);
  }

  private static String text(String anchor, String x, String y, String text) {
    return "<text text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>\n"
        .formatted(anchor, x, y, escape(text));
  }

  private static String stroke(int index, String path) {
    return "<path class=\"series s%s\" d=\"%s\"/>\n".formatted(index % 4, path);
  }

  private static String diamond(double x, double y) {
    return "<path class=\"mark\" d=\"M%s %sm0 -6l6 6l-6 6l-6 -6z\"/>\n".formatted(px(x), px(y));
  }

  private static String path(Series series, Axis x, Axis y) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (int i = 0; i < series.points.size(); i++) {
      Point point = series.points.get(i);
      if (point.finite()) {
        path.append(drawing ? "L" : "M");
        path.append(px(x(x, point.x))).append(' ').append(px(y(y, point.y)));
        boolean alone = !drawing && !series.finite(i + 1);
        path.append(alone ? "m-2 0h4m-2 -2v4" : ""); // a cross: a line of one point cannot be seen
      }
      drawing = point.finite();
    }
    return path.toString();
  }

  /** The keys; none where the title says it all. */
  private String legend() {
    if (series.size() == 1 && levels.isEmpty() && marks.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<ul class=\"legend\">");
    for (int i = 0; i < series.size(); i++) {
      html.append(key(stroke(i, "M1 7H27"), series.get(i).name));
    }
    for (Level level : levels) {
      html.append(key("<path class=\"level\" d=\"M1 7H27\"/>", named(level.name, level.value)));
    }
    for (Mark mark : marks) {
      html.append(key(diamond(14, 7), named(mark.name, mark.point.y)));
    }
    return html.append("</ul>\n").toString();
  }

  private static String key(String drawing, String name) {
    return "<li><svg viewBox=\"0 0 28 14\" aria-hidden=\"true\">%s</svg>%s</li>"
        .formatted(drawing, escape(name));
  }

  private static String named(String name, double value) {
    return name + " " + number(value);
  }

  /** What a reader who cannot see the chart gets: first and last values, levels, marks, borders. */
  private String description() {
    List<String> parts = new ArrayList<>(List.of(title));
    for (Series line : series) {
      List<Point> finite = line.points.stream().filter(Point::finite).toList();
      if (!finite.isEmpty()) {
        double last = finite.get(finite.size() - 1).y;
        parts.add(line.name + " from " + number(finite.get(0).y) + " to " + number(last));
      }
    }
    levels.forEach(level -> parts.add(named(level.name, level.value)));
    marks.forEach(mark -> parts.add(named(mark.name, mark.point.y)));
    borders.forEach((at, name) -> parts.add(name + " begins after " + number(at)));
    return String.join("; ", parts);
  }

  /** All finite points, marks too. */
  private List<Point> points() {
    Stream<Point> lines = series.stream().flatMap(line -> line.points.stream());
    return Stream.concat(lines, marks.stream().map(Mark::point)).filter(Point::finite).toList();
  }

  private static Axis axis(DoubleStream values, int ticks) {
    DoubleSummaryStatistics range = values.summaryStatistics();
    return Axis.over(range.getMin(), range.getMax(), ticks);
  }

  private static double mean(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).filter(Double::isFinite).average().orElse(Double.NaN);
  }

  private static double x(Axis axis, double value) {
    return LEFT + axis.share(value) * (RIGHT - LEFT);
  }

  private static double y(Axis axis, double value) {
    return BOTTOM - axis.share(value) * (BOTTOM - TOP);
  }

  private static String px(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
