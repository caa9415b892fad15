package dev.kindling.benchmarks.corpus;

import dev.kindling.corpus.Document;
import dev.kindling.corpus.Language;
import dev.kindling.corpus.filter.Outcome;
import dev.kindling.corpus.filter.Rule;
import dev.kindling.corpus.filter.Rules;
import dev.kindling.corpus.language.LanguageDetector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rates of the rules: of each preset, of all presets' rules at once, of every rule but those that
 * need files of their own, and of detecting the language, which is done once a record.
 *
 * <p>The documents pass: one that is dropped early costs less. Each holds lines that are removed
 * and personal data that is replaced.
 */
final class Filters implements CorpusRow {
  private static final List<String> PRESETS = List.of("gopher", "c4", "fineweb", "books");
  private static final String NAME = "filters";
  private static final String CONTACT =
      "\nWrite to the office at number%d@example.net, or call it at +1 212 555 0123 [1] at noon.";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Throughput> measure(CorpusArguments arguments) throws Exception {
    List<Document> documents = documents(arguments.megabytes() * 1_000_000L);
    Map<String, Map<String, Map<String, Object>>> variants = new LinkedHashMap<>();
    Map<String, Map<String, Object>> together = Map.of();
    for (String preset : PRESETS) {
      variants.put(preset, Rules.preset(preset));
      together = Rules.override(together, Rules.resolve(Rules.preset(preset)));
    }
    together = Rules.override(together, Map.of("length", Map.of("minimum-words", 50.0)));
    variants.put("all-presets", together);
    variants.put("all-rules", everyRule());

    List<Throughput> lines = new ArrayList<>();
    for (Map.Entry<String, Map<String, Map<String, Object>>> variant : variants.entrySet()) {
      List<Rule> rules = Rules.of(variant.getValue(), path -> List.of());
      lines.add(rate(variant.getKey(), rules, documents, arguments.rounds()));
    }
    lines.add(languages(documents, arguments.rounds()));
    return lines;
  }

  private static Throughput languages(List<Document> documents, int rounds) throws Exception {
    LanguageDetector detector = new LanguageDetector();
    return Throughput.of(
        NAME,
        "language-detection",
        bytes(documents),
        rounds,
        () ->
            documents.stream()
                .mapToLong(d -> Double.doubleToLongBits(detector.detect(d.text()).score()))
                .sum());
  }

  private static long bytes(List<Document> documents) {
    return SyntheticText.bytes(documents.stream().map(Document::text).toList());
  }

  private static Throughput rate(
      String variant, List<Rule> rules, List<Document> documents, int rounds) throws Exception {
    return Throughput.of(NAME, variant, bytes(documents), rounds, () -> apply(rules, documents));
  }

  /** Characters that are left, and edits made. */
  private static long apply(List<Rule> rules, List<Document> documents) {
    long result = 0;
    for (Document document : documents) {
      Outcome outcome = Rules.apply(rules, document);
      result += outcome.drop().isPresent() ? 0 : outcome.document().text().length();
      result = 31 * result + outcome.edits().size();
    }
    return result;
  }

  private static List<Document> documents(long bytes) {
    Language english = new Language("eng", 1);
    List<Document> documents = new ArrayList<>();
    for (String text : new SyntheticText(1).documents(bytes)) {
      String place = "synthetic/" + documents.size();
      String page = "Read more\n" + text + CONTACT.formatted(documents.size());
      documents.add(
          new Document(
              Document.id(place, 0), place, 0, "http://example.com/" + place, page, english));
    }
    return documents;
  }

  /** All rules that run without files, with lists that match nothing. */
  private static Map<String, Map<String, Object>> everyRule() {
    Map<String, Map<String, Object>> rules = new LinkedHashMap<>(Rules.known());
    rules.remove("contamination"); // needs evaluation files; its cost depends on them
    List<String> absent = List.of("zzyzx", "qwertz uiop", "xyzzy");
    rules.put("character-count", Map.of("minimum", 0.0));
    rules.put("bad-words", Map.of("words", absent));
    rules.put("blocked-hosts", Map.of("hosts", absent.subList(0, 1)));
    rules.put("blocked-url-words", Map.of("words", absent));
    return rules;
  }
}
