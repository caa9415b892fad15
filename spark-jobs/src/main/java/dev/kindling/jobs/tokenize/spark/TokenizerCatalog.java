package dev.kindling.jobs.tokenize.spark;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A tokenizer as a catalog of Spark SQL functions. Under a name of the user's choice, in {@code
 * spark-defaults.conf}, on the command line or by {@link #register}:
 *
 * <pre>{@code
 * spark.sql.catalog.uncased            dev.kindling.jobs.tokenize.spark.TokenizerCatalog
 * spark.sql.catalog.uncased.tokenizer  hdfs:///models/bert/tokenizer.json
 * }</pre>
 *
 * <p>there are then {@code uncased.encode(text)}, an array of ids, {@code uncased.pieces(text)}, an
 * array of pieces, and {@code uncased.count_tokens(text)}.
 */
public final class TokenizerCatalog implements FunctionCatalog {
  private static final String TOKENIZER = "tokenizer";
  private static final String FILE = "tokenizer.json";

  private String name;
  private String path;
  private List<TextFunction<?>> functions;

  /**
   * Makes a tokenizer's functions known to a session, before their first use in it.
   *
   * @param name what the functions' names begin with, before the dot
   * @param path of {@code tokenizer.json} or of the folder that holds it, on any storage that the
   *     session reads
   */
  public static void register(SparkSession session, String name, String path) {
    session.conf().set(key(name), TokenizerCatalog.class.getName());
    session.conf().set(key(name) + "." + TOKENIZER, path);
  }

  private static String key(String name) {
    return "spark.sql.catalog." + name;
  }

  @Override
  public void initialize(String catalog, CaseInsensitiveStringMap options) {
    name = catalog;
    path = options.get(TOKENIZER);
    if (path == null) {
      throw new KindlingException(
          ExitCode.USAGE,
          "%s.%s is missing: set it to the path of a %s.".formatted(key(name), TOKENIZER, FILE));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Identifier[] listFunctions(String[] namespace) {
    return functions().stream()
        .map(function -> Identifier.of(new String[0], function.name()))
        .toArray(Identifier[]::new);
  }

  @Override
  public UnboundFunction loadFunction(Identifier identifier) throws NoSuchFunctionException {
    for (TextFunction<?> function : functions()) {
      if (identifier.namespace().length == 0
          && identifier.name().equalsIgnoreCase(function.name())) {
        return function;
      }
    }
    throw new NoSuchFunctionException(identifier);
  }

  private synchronized List<TextFunction<?>> functions() {
    if (functions == null) {
      SparkSession session = SparkSession.active();
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      byte[] json = read(session.sessionState().newHadoopConf());
      SharedTokenizer tokenizer = SharedTokenizer.of(spark, json, path);
      check(tokenizer);
      functions =
          List.of(
              new EncodeFunction(tokenizer),
              new PiecesFunction(tokenizer),
              new CountTokensFunction(tokenizer));
    }
    return functions;
  }

  private void check(SharedTokenizer tokenizer) {
    try {
      tokenizer.get();
    } catch (IllegalArgumentException e) {
      throw new KindlingException(
          ExitCode.BAD_DATA, "%s.%s: %s".formatted(key(name), TOKENIZER, e.getMessage()), e);
    }
  }

  private byte[] read(Configuration hadoop) {
    try {
      Path file = new Path(path);
      FileSystem storage = file.getFileSystem(hadoop);
      if (storage.getFileStatus(file).isDirectory()) {
        file = new Path(file, FILE);
      }
      try (FSDataInputStream in = storage.open(file)) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          "%s.%s = %s cannot be read: %s".formatted(key(name), TOKENIZER, path, e.getMessage()),
          e);
    }
  }
}
