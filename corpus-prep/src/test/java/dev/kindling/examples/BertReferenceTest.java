package dev.kindling.examples;

import static dev.kindling.examples.Corpora.SPECIAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * {@link BertExamples} against a second implementation, which follows the description of the
 * original step by step with lists of tokens, and draws in the same order.
 */
class BertReferenceTest {
  private static final int LENGTH = 24;
  private static final double SHORT_RATE = 0.3;
  private static final long SEED = 17;

  @Test
  void shouldBuildWhatTheDescriptionOfTheOriginalSays() {
    SplittableRandom random = new SplittableRandom(1);
    int examples = 0;
    for (int round = 0; round < 200; round++) {
      List<TokenizedDocument> documents = documents(random);
      int duplicate = round % 3;
      List<String> found = new ArrayList<>();
      BertExamples.build(
          documents,
          duplicate,
          new BertExampleOptions(LENGTH, SHORT_RATE, 3, SEED),
          SPECIAL,
          (example, origins) ->
              found.add(
                  Arrays.toString(example.tokens())
                      + example.secondSegmentStart()
                      + example.randomNext()));

      assertThat(found).isEqualTo(reference(documents, duplicate));
      examples += found.size();
    }
    assertThat(examples).isGreaterThan(5_000);
  }

  private static List<TokenizedDocument> documents(SplittableRandom random) {
    List<TokenizedDocument> documents = new ArrayList<>();
    int token = Corpora.FIRST_ORDINARY;
    for (int d = random.nextInt(2, 9); d > 0; d--) {
      int[][] sentences = new int[random.nextInt(1, 20)][];
      for (int s = 0; s < sentences.length; s++) {
        sentences[s] = new int[random.nextInt(8) == 0 ? 40 : random.nextInt(1, 12)];
        for (int t = 0; t < sentences[s].length; t++) {
          sentences[s][t] = token++;
        }
      }
      documents.add(Corpora.document("document-" + d, sentences));
    }
    return documents;
  }

  private static List<String> reference(List<TokenizedDocument> group, int duplicate) {
    List<TokenizedDocument> documents = DocumentGroups.ordered(group, SEED);
    List<String> examples = new ArrayList<>();
    for (int index = 0; index < documents.size(); index++) {
      KeyedRandom random =
          new KeyedRandom(KeyedHash.of(SEED, KeyedHash.of(duplicate, documents.get(index).id())));
      int maxTokens = LENGTH - 3;
      int target = maxTokens;
      if (random.nextDouble() < SHORT_RATE) {
        target = random.between(2, maxTokens);
      }
      List<List<Integer>> sentences = sentences(documents.get(index));
      List<List<Integer>> chunk = new ArrayList<>();
      int chunkLength = 0;
      for (int i = 0; i < sentences.size(); i++) {
        chunk.add(sentences.get(i));
        chunkLength += sentences.get(i).size();
        if (i < sentences.size() - 1 && chunkLength < target) {
          continue;
        }
        int endOfA = chunk.size() >= 2 ? random.between(1, chunk.size() - 1) : 1;
        List<Integer> a = joined(chunk.subList(0, endOfA));
        List<Integer> b = new ArrayList<>();
        boolean isRandom = chunk.size() == 1 || random.nextDouble() < 0.5;
        if (isRandom) {
          int other = random.nextInt(documents.size() - 1);
          other += other >= index ? 1 : 0;
          List<List<Integer>> others = sentences(documents.get(other));
          int from = random.nextInt(others.size());
          do {
            b.addAll(others.get(from++));
          } while (from < others.size() && b.size() < target - a.size());
          i -= chunk.size() - endOfA; // put back
        } else {
          b.addAll(joined(chunk.subList(endOfA, chunk.size())));
        }
        while (a.size() + b.size() > maxTokens) {
          List<Integer> longer = a.size() > b.size() ? a : b;
          longer.remove(random.nextBoolean() ? 0 : longer.size() - 1);
        }
        examples.add(framed(a, b) + (a.size() + 2) + isRandom);
        chunk.clear();
        chunkLength = 0;
      }
    }
    return examples;
  }

  private static String framed(List<Integer> a, List<Integer> b) {
    List<Integer> tokens = new ArrayList<>(List.of(SPECIAL.classification()));
    tokens.addAll(a);
    tokens.add(SPECIAL.separator());
    tokens.addAll(b);
    tokens.add(SPECIAL.separator());
    return tokens.toString();
  }

  private static List<List<Integer>> sentences(TokenizedDocument document) {
    return document.sentences().stream()
        .map(sentence -> Arrays.stream(sentence.tokens()).boxed().toList())
        .toList();
  }

  private static List<Integer> joined(List<List<Integer>> sentences) {
    List<Integer> tokens = new ArrayList<>();
    sentences.forEach(tokens::addAll);
    return tokens;
  }
}
