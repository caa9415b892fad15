package dev.kindling.corpus.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContaminationTest {
  private static final String QUESTION =
      "Which of the two brothers crossed the wide river first when the bridge was closed?";
  private static final Map<String, List<String>> FILES =
      Map.of(
          "questions.txt",
          List.of("short one", QUESTION, "a b c d e f g h", "今天下雨我们不去公园玩了好吗"),
          "tasks.jsonl",
          List.of(
              "{\"id\": 7, \"question\": \"Where does the caf\\u0065\\u0301 at the corner of"
                  + " the \\\"long\\\" street keep its best wine?\", \"answers\": [\"no\"]}",
              "[]"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Before. " + QUESTION + " After.",
        "WHICH of the two brothers\ncrossed the “wide” river -- first, when the bridge was open?"
      })
  void shouldDropATextThatSharesThirteenWords(String text) {
    Decision.Drop drop = (Decision.Drop) decide(text);

    assertThat(drop.reason()).isEqualTo("contamination.ngram");
    assertThat(drop.threshold()).isZero();
    assertThat(drop.detail())
        .isEqualTo(
            "line 2 of questions.txt: which of the two brothers crossed the wide river first when"
                + " the bridge");
  }

  @Test
  void shouldCountTheMatchingNgrams() {
    // 15 words hold three 13-grams.
    assertThat(((Decision.Drop) decide(QUESTION)).value()).isEqualTo(3);
    assertThat(((Decision.Drop) decide(QUESTION + " And " + QUESTION)).value()).isEqualTo(6);
    assertThat(decide(Map.of("maximum-matches", 3.0), QUESTION)).isEqualTo(Decision.KEEP);
  }

  @Test
  void shouldKeepATextThatSharesTwelveWords() {
    assertThat(decide("Which of the two brothers crossed the wide river first when the door shut."))
        .isEqualTo(Decision.KEEP);
    assertThat(decide("")).isEqualTo(Decision.KEEP);
  }

  @Test
  void shouldCompareShortTextsAsAWholeAndVeryShortOnesNotAtAll() {
    assertThat(((Decision.Drop) decide("x a-b-c-d-e-f-g-h y")).detail())
        .isEqualTo("line 3 of questions.txt: a b c d e f g h");
    assertThat(decide("a b c d e f g i h")).isEqualTo(Decision.KEEP);
    assertThat(decide("a short one")).isEqualTo(Decision.KEEP);
    assertThat(decide(Map.of("shortest", 2.0), "a short one")).isInstanceOf(Decision.Drop.class);
  }

  @Test
  void shouldReadTheStringsOfJsonLines() {
    Decision.Drop drop =
        (Decision.Drop)
            decide("where does the café at the corner of the LONG street keep its best");

    assertThat(drop.detail()).startsWith("line 1 of tasks.jsonl: where does the café at");
  }

  @Test
  void shouldTakeEachIdeographForAWord() {
    Decision.Drop drop = (Decision.Drop) decide("他说：今天下雨，我们不去公园玩了，好！");

    assertThat(drop.detail()).endsWith("questions.txt: 今 天 下 雨 我 们 不 去 公 园 玩 了 好");
    assertThat(decide("今天下雨，我们不去公园玩了。")).isEqualTo(Decision.KEEP);
  }

  @Test
  void shouldExplainWhatIsWrong() {
    assertThatThrownBy(() -> rule(Map.of("files", List.of())))
        .hasMessageContaining("contamination.files must name at least one file");
    assertThatThrownBy(() -> rule(Map.of("ngram", 2.5)))
        .hasMessageContaining("contamination.ngram must be a whole number");
    assertThatThrownBy(() -> rule(Map.of("files", List.of("broken.jsonl"))))
        .hasMessageContaining("line 1 of broken.jsonl is no JSON: a string does not end");
  }

  /** Against sets of joined words: short texts over few words, so that n-grams repeat. */
  @Test
  void shouldFindWhatSetsOfWordsFind() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 300; round++) {
      List<String> evaluation = new ArrayList<>();
      for (int line = 0; line < 5; line++) {
        evaluation.add(words(random, random.nextInt(1, 12)));
      }
      int length = random.nextInt(2, 6);
      int shortest = random.nextInt(1, length + 1);
      Set<String> grams = new HashSet<>();
      for (String line : evaluation) {
        int words = Math.min(length, line.split(" ").length);
        if (words >= shortest) {
          grams.addAll(grams(line, words));
        }
      }
      String text = words(random, 60);
      long expected =
          grams.stream().map(gram -> gram.split(" ").length).distinct().toList().stream()
              .mapToLong(words -> grams(text, words).stream().filter(grams::contains).count())
              .sum();
      Map<String, List<String>> files = Map.of("e.txt", evaluation);
      Rule rule =
          Rules.of(
                  Map.of(
                      "contamination",
                      Map.of(
                          "files", List.of("e.txt"),
                          "ngram", (double) length,
                          "shortest", (double) shortest)),
                  files::get)
              .get(0);
      Decision decision = decide(rule, text.toUpperCase(Locale.ROOT).replace(" ", ", "));

      double found = decision instanceof Decision.Drop drop ? drop.value() : 0;
      assertThat(found).as("%s in %s", evaluation, text).isEqualTo((double) expected);
    }
  }

  private static String words(SplittableRandom random, int count) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      words.append(words.isEmpty() ? "" : " ").append((char) ('a' + random.nextInt(4)));
    }
    return words.toString();
  }

  private static List<String> grams(String text, int length) {
    List<String> words = List.of(text.split(" "));
    List<String> grams = new ArrayList<>();
    for (int first = 0; first + length <= words.size(); first++) {
      grams.add(String.join(" ", words.subList(first, first + length)));
    }
    return grams;
  }

  private static Decision decide(String text) {
    return decide(Map.of(), text);
  }

  private static Decision decide(Map<String, Object> parameters, String text) {
    return decide(rule(parameters), text);
  }

  private static Decision decide(Rule rule, String text) {
    return rule.decide(new Document("id", "source", 0, "uri", text), new TextScan(text));
  }

  private static Rule rule(Map<String, Object> parameters) {
    Map<String, Object> all =
        new HashMap<>(Map.of("files", List.of("questions.txt", "tasks.jsonl")));
    all.putAll(parameters);
    RuleResources resources = path -> FILES.getOrDefault(path, List.of("{\"open"));
    return Rules.of(Map.of("contamination", all), resources).get(0);
  }
}
