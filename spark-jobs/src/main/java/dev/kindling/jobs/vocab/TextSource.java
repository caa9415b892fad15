package dev.kindling.jobs.vocab;

import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.StageContext;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where the text comes from that a vocabulary is learned from. */
interface TextSource {
  /** What a change of makes another text. */
  List<Input> inputs();

  /** Rows with a text in their first column; at the ends of texts words end. */
  Dataset<Row> texts(StageContext context) throws IOException;

  /** About how much text it is, in bytes; the same for the same text. */
  long bytes(StageContext context) throws IOException;

  /** What to do where the text has no words: a sentence. */
  String remedy();
}
