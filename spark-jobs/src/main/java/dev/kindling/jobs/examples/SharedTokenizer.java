package dev.kindling.jobs.examples;

import dev.kindling.examples.SpecialIds;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.json.TokenizerJson;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * The tokenizer as tasks get it: the bytes of {@code tokenizer.json}, broadcast once.
 *
 * @param json the file's bytes
 */
record SharedTokenizer(Broadcast<byte[]> json) implements Serializable {
  TokenizerJson.Tokenizer read() {
    return TokenizerJson.read(json.value(), "tokenizer.json");
  }

  static SpecialIds specialIds(Vocabulary vocabulary) {
    return new SpecialIds(
        vocabulary.id(SpecialToken.CLASSIFICATION),
        vocabulary.id(SpecialToken.SEPARATOR),
        vocabulary.id(SpecialToken.MASK),
        vocabulary.id(SpecialToken.END_OF_TEXT));
  }
}
