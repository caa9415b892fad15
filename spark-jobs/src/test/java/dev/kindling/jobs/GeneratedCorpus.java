package dev.kindling.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Small English-like documents with a grammar that a tiny model can learn, the same for the same
 * seed.
 *
 * <p>A determiner is followed by an adjective or a noun, a noun by a verb, and so on, so the next
 * word is far from independent of the words before it: a model that learns anything beats the
 * unigram baseline.
 */
final class GeneratedCorpus {
  private static final String[] NOUNS = {
    "server",
    "request",
    "handler",
    "session",
    "buffer",
    "thread",
    "cache",
    "client",
    "response",
    "stream",
    "filter",
    "context",
    "queue",
    "parser",
    "token",
    "module"
  };
  private static final String[] VERBS = {
    "returns", "closes", "opens", "reads", "writes", "holds", "starts", "stops", "checks", "sends"
  };
  private static final String[] ADJECTIVES = {
    "new", "empty", "large", "small", "shared", "hidden", "open", "slow", "simple", "final"
  };

  private final SplittableRandom random;

  GeneratedCorpus(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Writes {@code files} plain-text and as many HTML documents under {@code folder}. */
  void write(Path folder, int files) throws IOException {
    Files.createDirectories(folder.resolve("text"));
    Files.createDirectories(folder.resolve("html"));
    for (int file = 0; file < files; file++) {
      Files.writeString(folder.resolve("text/note-%03d.txt".formatted(file)), paragraphs("\n\n"));
      Files.writeString(
          folder.resolve("html/page-%03d.html".formatted(file)),
          "<html><head><title>Page</title></head><body><nav>Home</nav><main><p>"
              + paragraphs("</p><p>")
              + "</p></main></body></html>");
    }
  }

  private String paragraphs(String separator) {
    StringBuilder text = new StringBuilder();
    for (int paragraph = 0; paragraph < 4; paragraph++) {
      text.append(paragraph == 0 ? "" : separator);
      for (int sentence = 0; sentence < 6; sentence++) {
        text.append(sentence == 0 ? "" : " ").append(sentence());
      }
    }
    return text.toString();
  }

  private String sentence() {
    return "The %s %s the %s %s of the %s and that %s have to be with the %s."
        .formatted(
            pick(NOUNS),
            pick(VERBS),
            pick(ADJECTIVES),
            pick(NOUNS),
            pick(NOUNS),
            pick(NOUNS),
            pick(NOUNS));
  }

  private String pick(String[] words) {
    return words[random.nextInt(words.length)];
  }
}
