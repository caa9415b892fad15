package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import dev.kindling.corpus.Language;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds one rule and asks it. */
final class RuleTables {
  /** Files that rules may name in tests. */
  static final Map<String, List<String>> FILES =
      Map.of(
          "hosts.txt", List.of("# a comment", "", " Example.org ", "*.ads.example.com"),
          "words.txt", List.of("heck", "two words"));

  private RuleTables() {}

  static Rule rule(String name, Object... namesAndValues) {
    Map<String, Object> parameters = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return Rules.of(Map.of(name, parameters), FILES::get).get(0);
  }

  static Decision decide(Rule rule, String text) {
    return decide(rule, document("in/a", text, Language.UNKNOWN));
  }

  static Decision decide(Rule rule, Document document) {
    return rule.decide(document, new TextScan(document.text()));
  }

  /** The text that a rule leaves. */
  static String edited(Rule rule, String text) {
    return decide(rule, text) instanceof Decision.Edit edit ? edit.text() : text;
  }

  static Document document(String uri, String text, Language language) {
    return new Document("0".repeat(32), "in/a", 0, uri, text, language);
  }
}
