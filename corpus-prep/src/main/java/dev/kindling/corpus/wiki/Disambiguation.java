package dev.kindling.corpus.wiki;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells pages that only list what a title can mean from articles. */
final class Disambiguation {
  /** Templates that the larger wikis mark them with, and MediaWiki's own mark. */
  private static final Pattern MARK =
      Pattern.compile(
          "__disambig__|\\{\\{[ _]{0,3}"
              + "(?:(?:[^{}|\\n]{0,60}[ _–-])?(?:disambiguation|disambig|dab)"
              + "|disamb|disam|hndis|geodis|schooldis|hospitaldis|numberdis|roaddis|mathdab|letterdab"
              + "|begriffsklärung|homonymie|homonymes|patronymie|toponymie|paronymie"
              + "|desambiguación|desambiguacion|desambig|desambiguação|disambigua|dp|doorverwijspagina"
              + "|ujednoznacznienie|неоднозначность|многозначность|неоднозначність"
              + "|aimai|曖昧さ回避|消歧义|消歧義|disambigpage|förgrening|gren|rozcestník|täsmennyssivu"
              + "|flertydig|anlam ayrımı|định hướng|egyért|dezambiguizare|동음이의|توضيح|ابهام‌زدایی|פירושונים)"
              + "[ _]{0,3}[|}\\n]",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private Disambiguation() {}

  static boolean isOne(String title, String text) {
    String lower = title.toLowerCase(Locale.ROOT);
    if (lower.endsWith("(disambiguation)") || lower.endsWith("(begriffsklärung)")) {
      return true;
    }
    return MARK.matcher(text).find();
  }
}
