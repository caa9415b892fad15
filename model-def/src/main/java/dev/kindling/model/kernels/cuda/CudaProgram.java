package dev.kindling.model.kernels.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CUDA C++ source beside this package, and the names that are defined for it.
 *
 * @param file name of the resource, for example {@code attention.cu}
 * @param definitions preprocessor names and their values, as {@code -Dname=value} gives them
 */
record CudaProgram(String file, SortedMap<String, String> definitions) {
  private static final Pattern INCLUDE =
      Pattern.compile("^#include \"([^\"]+)\"[^\\n]*\\n", Pattern.MULTILINE);

  CudaProgram {
    definitions = Collections.unmodifiableSortedMap(new TreeMap<>(definitions));
  }

  /** Returns a source without definitions. */
  static CudaProgram of(String file) {
    return new CudaProgram(file, new TreeMap<>());
  }

  /** Returns the program with one more definition. */
  CudaProgram with(String name, Object value) {
    TreeMap<String, String> more = new TreeMap<>(definitions);
    more.put(name, value.toString());
    return new CudaProgram(file, more);
  }

  /**
   * Returns the text of the source. Lines {@code #include "name"} are replaced by the resource of
   * that name, once each, because NVRTC has no files; other includes are not for kernels.
   *
   * @throws IllegalStateException if a resource is missing
   */
  String text() {
    return expand(file, new LinkedHashSet<>());
  }

  private static String expand(String name, Set<String> included) {
    if (!included.add(name)) {
      return "";
    }
    Matcher matcher = INCLUDE.matcher(read(name));
    return matcher.replaceAll(match -> Matcher.quoteReplacement(expand(match.group(1), included)));
  }

  private static String read(String name) {
    try (InputStream resource = CudaProgram.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException("this build has no CUDA source " + name);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
