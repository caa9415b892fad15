package dev.kindling.jobs.tokenize.spark;

import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.json.TokenizerJson;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A tokenizer as tasks get it: broadcast as the bytes of {@code tokenizer.json}, compiled once in
 * each process.
 */
public final class SharedTokenizer implements Serializable {
  private static final long serialVersionUID = 1;

  private final Broadcast<Source> source;

  private SharedTokenizer(Broadcast<Source> source) {
    this.source = source;
  }

  /**
   * Hands a tokenizer to the executors.
   *
   * @param json the bytes of {@code tokenizer.json}
   * @param origin the file's name, for messages
   */
  public static SharedTokenizer of(JavaSparkContext spark, byte[] json, String origin) {
    return new SharedTokenizer(spark.broadcast(new Source(json, origin)));
  }

  /**
   * The tokenizer; the same one for all tasks of a process.
   *
   * @throws IllegalArgumentException if the bytes describe no tokenizer
   */
  public Tokenizer get() {
    return source.value().tokenizer();
  }

  /** The calling thread's own encoder. */
  TextEncoder encoder() {
    return source.value().encoder();
  }

  /** Frees what executors and driver hold of it. */
  public void destroy() {
    source.destroy();
  }

  /** What is sent, and, where it arrives, what is made of it. */
  private static final class Source implements Serializable {
    private static final long serialVersionUID = 1;

    private final byte[] json;
    private final String origin;
    private transient volatile Compiled compiled;

    private Source(byte[] json, String origin) {
      this.json = json;
      this.origin = origin;
    }

    private Tokenizer tokenizer() {
      return compiled().tokenizer;
    }

    private TextEncoder encoder() {
      return compiled().encoders.get();
    }

    private Compiled compiled() {
      Compiled known = compiled;
      if (known == null) {
        synchronized (this) {
          known = compiled;
          if (known == null) {
            known = new Compiled(TokenizerJson.read(json, origin));
            compiled = known;
          }
        }
      }
      return known;
    }
  }

  private static final class Compiled {
    private final Tokenizer tokenizer;
    private final ThreadLocal<TextEncoder> encoders;

    private Compiled(Tokenizer tokenizer) {
      this.tokenizer = tokenizer;
      this.encoders = ThreadLocal.withInitial(() -> new TextEncoder(tokenizer.encoder()));
    }
  }
}
