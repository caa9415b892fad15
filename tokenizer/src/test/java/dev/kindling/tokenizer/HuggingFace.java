package dev.kindling.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.kindling.tokenizer.json.TokenizerJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Hugging Face's Rust tokenizer, loaded from our own tokenizer.json. */
final class HuggingFace implements AutoCloseable {

  /** Tells DJL where to unpack its native library; to be called before anything of DJL. */
  static void prepare() {
    // The native library is unpacked from the jar: not into the home folder, and without a word to
    // any server.
    try {
      Path folder = Files.createDirectories(Path.of("target", "djl"));
      System.setProperty("ENGINE_CACHE_DIR", folder.toAbsolutePath().toString());
      System.setProperty("DJL_CACHE_DIR", folder.toAbsolutePath().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
  }

  private final HuggingFaceTokenizer tokenizer;

  HuggingFace(Vocabulary vocabulary, TokenizerOptions options) {
    byte[] json = TokenizerJson.write(vocabulary, options, TokenizerJson.Template.BERT);
    prepare();
    try {
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json),
              Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int[] encode(String text) {
    return Arrays.stream(tokenizer.encode(text, false, false).getIds())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  /** Their places, which they count in code points, in UTF-16 units. */
  Encoding encodeWithOffsets(String text) {
    ai.djl.huggingface.tokenizers.Encoding encoding = tokenizer.encode(text, false, false);
    CharSpan[] spans = encoding.getCharTokenSpans();
    return new Encoding(
        Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray(),
        Arrays.stream(spans).mapToInt(s -> text.offsetByCodePoints(0, s.getStart())).toArray(),
        Arrays.stream(spans).mapToInt(s -> text.offsetByCodePoints(0, s.getEnd())).toArray());
  }

  /** The ids of each text, in one call. */
  List<int[]> encodeAll(List<String> texts) {
    return Arrays.stream(tokenizer.batchEncode(texts, false, false))
        .map(encoding -> Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray())
        .toList();
  }

  /** With the template's special tokens around. */
  int[] encodeWithSpecialTokens(String text) {
    return Arrays.stream(tokenizer.encode(text, true, false).getIds())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  String decode(int[] ids) {
    return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), true);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
