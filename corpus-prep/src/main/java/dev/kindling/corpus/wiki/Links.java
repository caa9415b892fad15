package dev.kindling.corpus.wiki;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which links show no text where they stand. */
final class Links {
  /** Two or three letters, and the longer codes that wikis have. */
  private static final Pattern LANGUAGE =
      Pattern.compile(
          "[a-z]{2,3}|[a-z]{2,3}-[a-z-]{2,8}|simple|nds-nl|zh-min-nan|zh-classical|map-bms");

  /** Former names of the namespace of files, which old articles still use. */
  private static final Set<String> OLD_FILE_NAMES =
      Set.of(
          "bild",
          "imagen",
          "imagem",
          "immagine",
          "afbeelding",
          "grafika",
          "fichier",
          "datei",
          "изображение",
          "画像",
          "图像",
          "圖像",
          "soubor",
          "kuva",
          "bilde",
          "fil");

  private Links() {}

  /**
   * Whether a link is a file, a category, or the same article in another language. With a colon in
   * front each of them is an ordinary link.
   *
   * @param target what stands before the first bar, stripped
   */
  static boolean isHidden(String target, WikiSite site) {
    int colon = target.indexOf(':');
    if (colon <= 0) {
      return false;
    }
    String prefix = target.substring(0, colon);
    Optional<Integer> namespace = site.namespace(prefix);
    if (namespace.isPresent()) {
      return namespace.get() == WikiSite.FILE || namespace.get() == WikiSite.CATEGORY;
    }
    return OLD_FILE_NAMES.contains(prefix.strip().toLowerCase(Locale.ROOT))
        || (LANGUAGE.matcher(prefix).matches() && !target.startsWith(" ", colon + 1));
  }
}
