package dev.kindling.corpus.extract;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;

/** What of a page a reader never sees as text: by the element's name, or because it is hidden. */
final class Visibility {
  private static final Set<String> NO_TEXT =
      Set.of(
          "script",
          "style",
          "noscript",
          "template",
          "svg",
          "math",
          "canvas",
          "iframe",
          "object",
          "embed",
          "audio",
          "video",
          "map",
          "select",
          "button",
          "input",
          "textarea",
          "dialog");

  private Visibility() {}

  /** Whether what is inside is no text at any time. */
  static boolean isNoText(Element element) {
    return NO_TEXT.contains(element.normalName());
  }

  /** Whether the page shows the element only after some script has run, if at all. */
  static boolean isHidden(Element element) {
    if (element.attributesSize() == 0) {
      return false;
    }
    if (element.hasAttr("hidden") || element.attr("aria-hidden").equals("true")) {
      return true;
    }
    String style = element.attr("style");
    if (style.isEmpty()) {
      return false;
    }
    String compact = style.toLowerCase(Locale.ROOT).replace(" ", "");
    return compact.contains("display:none") || compact.contains("visibility:hidden");
  }
}
