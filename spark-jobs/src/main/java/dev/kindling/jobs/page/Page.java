package dev.kindling.jobs.page;

import static dev.kindling.jobs.page.Markup.escape;
import static dev.kindling.jobs.page.Markup.number;
import static dev.kindling.jobs.page.Markup.percent;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One HTML page that needs nothing else: no scripts, no links to other files. Parts stand in the
 * order in which they are added; all texts are plain and are escaped here.
 */
public final class Page {
  private final StringBuilder html = new StringBuilder();
  private boolean inSection;

  /**
   * A figure of the headline.
   *
   * @param label what it is
   * @param value with its unit
   * @param note what it compares with, or empty
   */
  public record Figure(String label, String value, String note) {}

  /**
   * A bar with its count.
   *
   * @param label what is counted
   * @param count how many
   * @param kind colour of the bar
   */
  public record Bar(String label, double count, Kind kind) {
    /** What a bar stands for. */
    public enum Kind {
      /** The whole that others are parts of. */
      READ,
      /** What goes on. */
      KEPT,
      /** What does not. */
      DROPPED
    }
  }

  /** How the values of a table look. */
  public enum Values {
    /** Numbers, right-aligned. */
    NUMBERS("n"),
    /** Hashes and the like, in a fixed width. */
    HASHES("hash");

    private final String style;

    Values(String style) {
      this.style = style;
    }
  }

  /**
   * A page with its title, no parts yet.
   *
   * @param kind one line above the title: what the page is about
   */
  public Page(String kind, String title) {
    this(kind, title, 0);
  }

  /**
   * A page that the browser reads again and again.
   *
   * @param refreshSeconds between two readings; 0 for a page that stays as it is
   */
  public Page(String kind, String title, int refreshSeconds) {
    html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append(
            refreshSeconds == 0
                ? ""
                : "<meta http-equiv=\"refresh\" content=\"%d\">\n".formatted(refreshSeconds))
        .append("<title>%s</title>\n<style>\n".formatted(escape(title)))
        .append(style())
        .append("</style>\n</head>\n<body>\n")
        .append("<header><p class=\"kind\">%s</p>".formatted(escape(kind)))
        .append("<h1>%s</h1></header>\n<main>\n".formatted(escape(title)));
  }

  /** Adds the figures that sum all up. */
  public Page headline(List<Figure> figures) {
    html.append("<dl class=\"headline\">\n");
    for (Figure figure : figures) {
      html.append(
          "<div><dt>%s</dt><dd>%s</dd><dd class=\"note\">%s</dd></div>\n"
              .formatted(escape(figure.label), escape(figure.value), escape(figure.note)));
    }
    html.append("</dl>\n");
    return this;
  }

  /** Begins a section; what is added next belongs to it. */
  public Page section(String title) {
    endSection();
    inSection = true;
    html.append("<section><h2>%s</h2>\n".formatted(escape(title)));
    return this;
  }

  /** Adds charts side by side. */
  public Page charts(List<LineChart> charts) {
    html.append("<div class=\"charts\">\n");
    charts.forEach(chart -> html.append(chart.render()));
    html.append("</div>\n");
    return this;
  }

  /**
   * Adds counts as bars.
   *
   * @param counted what is counted, above the labels
   * @param whole the count that fills the width, above 0
   */
  public Page bars(String counted, List<Bar> bars, double whole) {
    html.append("<table class=\"funnel\"><thead><tr><th scope=\"col\">")
        .append(escape(counted))
        .append("</th><th scope=\"col\" class=\"n\">count</th>")
        .append("<th scope=\"col\" class=\"n\">share</th><td></td></tr></thead><tbody>\n");
    bars.forEach(bar -> append(bar, bar.count / whole));
    html.append("</tbody></table>\n");
    return this;
  }

  private void append(Bar bar, double share) {
    double width = Math.round(Math.max(0, Math.min(1, share)) * 1000) / 10.0;
    html.append("<tr><th scope=\"row\">%s</th>".formatted(escape(bar.label)))
        .append("<td class=\"n\">%s</td>".formatted(number(bar.count)))
        .append("<td class=\"n\">%s</td>".formatted(percent(share)))
        .append(
            "<td class=\"bar\"><div class=\"%s\""
                .formatted(bar.kind.name().toLowerCase(Locale.ROOT)))
        .append(" style=\"width:%s%%\"></div></td></tr>\n".formatted(width));
  }

  /** Adds a text with its line breaks. */
  public Page sample(String caption, String text) {
    html.append("<figure class=\"sample\"><figcaption>%s</figcaption>".formatted(escape(caption)))
        .append("<blockquote>%s</blockquote></figure>\n".formatted(escape(text)));
    return this;
  }

  /**
   * Adds a table of two columns.
   *
   * @param head names of the columns; none if the rows speak for themselves
   */
  public Page table(List<String> head, Map<String, String> rows, Values values) {
    html.append("<table>");
    if (!head.isEmpty()) {
      html.append("<thead><tr><th scope=\"col\">%s</th>".formatted(escape(head.get(0))))
          .append("<th scope=\"col\" class=\"n\">%s</th>".formatted(escape(head.get(1))))
          .append("</tr></thead>");
    }
    html.append("<tbody>\n");
    rows.forEach(
        (label, value) ->
            html.append("<tr><th scope=\"row\">%s</th>".formatted(escape(label)))
                .append("<td class=\"%s\">%s</td></tr>\n".formatted(values.style, escape(value))));
    html.append("</tbody></table>\n");
    return this;
  }

  /** Adds lines in a fixed width. */
  public Page preformatted(String text) {
    html.append("<pre>%s</pre>\n".formatted(escape(text)));
    return this;
  }

  /** Ends the page; nothing can be added after. */
  public String html() {
    endSection();
    return html.append("</main>\n</body>\n</html>\n").toString();
  }

  private void endSection() {
    html.append(inSection ? "</section>\n" : "");
    inSection = false;
  }

  private static String style() {
    try (InputStream in = Page.class.getResourceAsStream("page.css")) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
