package dev.kindling.examples;

import static dev.kindling.examples.Corpora.SPECIAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Token i of a document of {@link Corpora} stands at [10 i, 10 i + 8). */
class OriginsTest {
  private static final Map<String, TokenizedDocument> DOCUMENTS =
      Corpora.documents(12, 9, 7).stream()
          .collect(Collectors.toMap(TokenizedDocument::id, Function.identity()));
  private static final List<TokenizedDocument> GROUP = List.copyOf(DOCUMENTS.values());

  @Test
  void shouldLeadFromEachTokenBackToItsDocument() {
    List<Traced> traced = new ArrayList<>();
    ExampleSink sink = (example, origins) -> traced.add(new Traced(example, origins));
    BertExamples.build(GROUP, 0, new BertExampleOptions(32, 0.3, 1, 5), SPECIAL, sink);
    int pairs = traced.size();
    for (boolean cross : new boolean[] {true, false}) {
      PackingOptions options = new PackingOptions(32, cross, 5);
      FullSentenceExamples.build(GROUP, 0, options, SPECIAL, sink);
      GptExamples.build(GROUP, options, SPECIAL, sink);
    }

    assertThat(pairs).isGreaterThan(20);
    assertThat(traced).hasSizeGreaterThan(2 * pairs);
    traced.forEach(OriginsTest::check);
    assertThat(traced.subList(0, pairs)).allMatch(each -> each.origins().size() == 2);
    assertThat(traced.subList(pairs, traced.size())).anyMatch(each -> each.origins().size() == 2);
  }

  private record Traced(Example example, List<Origin> origins) {}

  private static void check(Traced traced) {
    int[] tokens = traced.example().tokens();
    Set<Integer> covered = new HashSet<>();
    for (Origin origin : traced.origins()) {
      int[] text =
          DOCUMENTS.get(origin.document()).sentences().stream()
              .flatMapToInt(sentence -> Arrays.stream(sentence.tokens()))
              .toArray();
      int first = origin.start() / 10;
      assertThat(origin.start() % 10).isZero();
      assertThat(origin.end()).isEqualTo(10 * (first + origin.tokens()) - 2);
      for (int i = 0; i < origin.tokens(); i++) {
        assertThat(tokens[origin.firstToken() + i]).isEqualTo(text[first + i]);
        covered.add(origin.firstToken() + i);
      }
    }
    for (int i = 0; i < tokens.length; i++) {
      assertThat(covered.contains(i)).isEqualTo(tokens[i] >= Corpora.FIRST_ORDINARY);
    }
  }

  @Test
  void shouldNeverDrawAPartOfTheSameDocument() {
    List<TokenizedDocument> group = new ArrayList<>();
    for (int part = 0; part < 6; part++) {
      List<TokenizedSentence> sentences = GROUP.get(part).sentences();
      group.add(new TokenizedDocument("long", part, sentences));
    }
    BertExampleOptions options = new BertExampleOptions(32, 0, 1, 5);
    List<Example> alone = new ArrayList<>();
    BertExamples.build(group, 0, options, SPECIAL, (example, origins) -> alone.add(example));
    assertThat(alone).isNotEmpty().noneMatch(Example::randomNext);

    group.add(new TokenizedDocument("other", 0, GROUP.get(7).sentences()));
    List<Example> random = new ArrayList<>();
    BertExamples.build(
        group,
        0,
        options,
        SPECIAL,
        (example, origins) -> {
          if (example.randomNext()) {
            random.add(example);
            assertThat(origins.get(0).document()).isNotEqualTo(origins.get(1).document());
          }
        });
    assertThat(random).isNotEmpty();
  }
}
