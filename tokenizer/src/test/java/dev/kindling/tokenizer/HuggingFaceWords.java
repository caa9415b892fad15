package dev.kindling.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The words that Hugging Face's BertNormalizer and BertPreTokenizer make of a text, which no
 * vocabulary can hide: behind them stands a model of bytes.
 */
final class HuggingFaceWords implements AutoCloseable {

  private static final int BYTES = 256;

  private final HuggingFaceTokenizer tokenizer;

  HuggingFaceWords(boolean lowercase, boolean stripAccents, boolean splitIdeographs) {
    HuggingFace.prepare();
    StringJoiner vocabulary = new StringJoiner(",");
    for (int b = 0; b < BYTES; b++) {
      vocabulary.add("\"<0x%02X>\":%d".formatted(b, b)); // BPE's names for bytes
    }
    String json =
        """
        {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
         "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": %s,
           "strip_accents": %s, "lowercase": %s},
         "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": null, "decoder": null,
         "model": {"type": "BPE", "dropout": null, "unk_token": null,
           "continuing_subword_prefix": null, "end_of_word_suffix": null, "fuse_unk": false,
           "byte_fallback": true, "ignore_merges": false, "vocab": {%s}, "merges": []}}
        """
            .formatted(splitIdeographs, stripAccents, lowercase, vocabulary);
    try {
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
              Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> words(String text) {
    Encoding encoding = tokenizer.encode(text, false, false);
    long[] bytes = encoding.getIds();
    long[] words = encoding.getWordIds();
    List<String> result = new ArrayList<>();
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length; i++) {
      word.write((int) bytes[i]);
      if (i + 1 == bytes.length || words[i + 1] != words[i]) {
        result.add(word.toString(StandardCharsets.UTF_8));
        word.reset();
      }
    }
    return result;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
