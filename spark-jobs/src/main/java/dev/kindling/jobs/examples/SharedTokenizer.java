package dev.kindling.jobs.examples;

import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.json.TokenizerJson;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * The tokenizer as tasks get it: the bytes of {@code tokenizer.json}, broadcast once.
 *
 * @param json the file's bytes
 */
record SharedTokenizer(Broadcast<byte[]> json) implements Serializable {
  Tokenizer read() {
    return TokenizerJson.read(json.value(), "tokenizer.json");
  }
}
