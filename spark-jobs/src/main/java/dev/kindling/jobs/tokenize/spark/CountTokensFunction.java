package dev.kindling.jobs.tokenize.spark;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** {@code count_tokens(text)}: how many tokens a text has, without special tokens around it. */
public final class CountTokensFunction extends TextFunction<Integer> {
  private static final long serialVersionUID = 1;

  private final SharedTokenizer tokenizer;

  CountTokensFunction(SharedTokenizer tokenizer) {
    super("count_tokens", DataTypes.IntegerType);
    this.tokenizer = tokenizer;
  }

  @Override
  public Integer invoke(UTF8String text) {
    return text == null ? null : tokenizer.encoder().encode(text);
  }
}
