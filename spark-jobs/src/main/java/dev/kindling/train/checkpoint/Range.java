package dev.kindling.train.checkpoint;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.Serializable;

/**
 * A stretch of a vector; in JSON the two numbers in brackets.
 *
 * @param first index of its first value
 * @param count its values, at least 1
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"first", "count"})
public record Range(int first, int count) implements Serializable {

  /** The index behind its last value. */
  int end() {
    return Math.addExact(first, count);
  }
}
