package dev.kindling.jobs.corpus.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.kindling.corpus.dedup.MinHash;
import dev.kindling.corpus.dedup.MinHashOptions;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Clusters of documents that share most of their shingles.
 *
 * <p>Documents that agree in a band of their {@link MinHash} signatures are linked, each to the
 * smallest id of the band's bucket, so that a bucket of n documents gives n − 1 links. Clusters are
 * the connected components of the links: two members need not be similar to each other, only linked
 * through others, as in FineWeb, RedPajama and BigCode. Links are not verified: with all of a
 * bucket linked to one member, a link that fails a check would also part the members behind it.
 */
public final class NearDuplicates {
  private static final StructType MEMBERS =
      new StructType().add("group", LongType).add("id", StringType);

  private NearDuplicates() {}

  /**
   * Finds the clusters.
   *
   * @param documents columns id, text, characters; read twice, so best a stored table
   * @param options shingles, signature and seed
   * @param scratch holds links between rounds; the result reads from it
   * @return columns id, cluster: every document of a cluster of two or more, and the id of the one
   *     to keep: the longest by characters, then the one with the smallest id
   * @throws IOException if the scratch folder cannot be used
   */
  public static Dataset<Row> clusters(
      Dataset<Row> documents, MinHashOptions options, Scratch scratch) throws IOException {
    Dataset<Row> members =
        documents
            .select("id", "text")
            .mapPartitions(
                (MapPartitionsFunction<Row, Row>) rows -> buckets(rows, options),
                Encoders.row(MEMBERS));
    Dataset<Row> links = GroupLeaders.of(members, "leader", GroupLeaders.Include.OTHERS, col("id"));
    return keepers(ConnectedComponents.of(links, scratch), documents);
  }

  /** One row a band. */
  private static Iterator<Row> buckets(Iterator<Row> documents, MinHashOptions options) {
    MinHash minHash = new MinHash(options);
    return new Expanding(documents, (document, out) -> addBuckets(minHash, document, out));
  }

  private static void addBuckets(MinHash minHash, Row document, Consumer<Row> out) {
    String id = document.getString(0);
    for (long band : minHash.bands(document.getString(1)).orElse(new long[0])) {
      out.accept(RowFactory.create(band, id));
    }
  }

  private static Dataset<Row> keepers(Dataset<Row> components, Dataset<Row> documents) {
    Dataset<Row> roots = components.select(col("component").as("id"), col("component")).distinct();
    Dataset<Row> members =
        components
            .union(roots)
            .join(documents.select("id", "characters"), "id")
            .select(col("component").as("group"), col("id"), col("characters"));
    return GroupLeaders.of(
        members, "cluster", GroupLeaders.Include.ALL, col("characters").desc(), col("id"));
  }
}
