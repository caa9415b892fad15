package dev.kindling.corpus.wiki;

import dev.kindling.corpus.Deadline;
import dev.kindling.corpus.extract.TextNormalizer;

/**
 * Turns the wikitext of an article into plain text, in three steps that each go over the text once:
 * comments and tags, brackets, lines. Nothing is looked up elsewhere: a template is left out unless
 * it is one of a few that show their arguments.
 */
public final class Wikitext {
  private Wikitext() {}

  /**
   * Cleans an article. Time and memory are linear in its length, whatever the markup.
   *
   * @param wikitext any text; malformed markup is taken for text
   * @param title the article's
   * @param site tells the names of namespaces
   * @param deadline ends the work
   * @return normalised text, one paragraph, heading or list item a line; empty if there is no text
   * @throws dev.kindling.corpus.TimeLimitException when the deadline is over
   */
  public static String clean(String wikitext, String title, WikiSite site, Deadline deadline) {
    String untagged = TagStripper.strip(wikitext, deadline);
    String expanded = Expander.expand(untagged, title, site, deadline);
    return TextNormalizer.normalize(Article.write(expanded, deadline));
  }
}
