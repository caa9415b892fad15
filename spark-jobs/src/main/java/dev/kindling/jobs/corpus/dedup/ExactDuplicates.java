package dev.kindling.jobs.corpus.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.kindling.corpus.dedup.NormalizedUrl;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;

/**
 * Documents that another document makes superfluous: the same text, or the same address. Of each
 * group the longest stays, by characters, then the one with the smallest id. Only ids, hashes and
 * lengths are shuffled.
 */
public final class ExactDuplicates {
  private static final UserDefinedFunction URL_KEY =
      udf((UDF1<String, String>) uri -> NormalizedUrl.of(uri).orElse(null), StringType);

  private ExactDuplicates() {}

  /**
   * Documents whose text, white space aside, a better document has.
   *
   * @param documents columns id, hash, characters; the hash is that of {@link
   *     dev.kindling.corpus.dedup.ContentHash}
   * @return columns id, keeper: one row a document to drop
   */
  public static Dataset<Row> byHash(Dataset<Row> documents) {
    return keepers(documents, col("hash"));
  }

  /**
   * Documents whose address, as {@link NormalizedUrl} brings it into one form, a better document
   * has. Documents without a web address are never among them.
   *
   * @param documents columns id, uri, characters
   * @return columns id, keeper: one row a document to drop
   */
  public static Dataset<Row> byUrl(Dataset<Row> documents) {
    return keepers(documents, URL_KEY.apply(col("uri")));
  }

  private static Dataset<Row> keepers(Dataset<Row> documents, Column group) {
    Dataset<Row> members = documents.select(group.as("group"), col("id"), col("characters"));
    return GroupLeaders.of(
        members, "keeper", GroupLeaders.Include.OTHERS, col("characters").desc(), col("id"));
  }
}
