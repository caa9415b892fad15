package dev.kindling.jobs.examples;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Manifest;
import dev.kindling.jobs.stage.StageContext;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.json.TokenizerJson;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** The files of {@code vocab/}, checked against their manifest and against each other. */
final class TokenizerFiles {
  private static final String DIRECTORY = Layout.VOCABULARY.directory();
  private static final String HINT =
      " Run `kindling vocab` again, or put back the file that the manifest names.";

  private TokenizerFiles() {}

  /**
   * Reads the tokenizer.
   *
   * @return the bytes of {@code tokenizer.json}
   * @throws KindlingException if a file has changed since the vocab stage wrote it
   */
  static byte[] read(StageContext context) throws IOException {
    byte[] pieces = file(context, "vocab.txt");
    byte[] json = file(context, "tokenizer.json");
    try {
      Vocabulary vocabulary = Vocabulary.read(new ByteArrayInputStream(pieces), "vocab/vocab.txt");
      String built = manifestSha256(context);
      if (!vocabulary.sha256().equals(built)) {
        throw changed(
            "The vocabulary has changed: vocab/vocab.txt has sha256 %s (%,d pieces), its manifest"
                    .formatted(vocabulary.sha256(), vocabulary.size())
                + " says "
                + built
                + "."
                + HINT,
            null);
      }
      Vocabulary inJson = TokenizerJson.read(json, "vocab/tokenizer.json").vocabulary();
      if (!inJson.sha256().equals(built)) {
        throw changed(
            "vocab/tokenizer.json holds another vocabulary than vocab/vocab.txt." + HINT, null);
      }
      return json;
    } catch (IllegalArgumentException e) {
      throw changed("The vocabulary is damaged: " + e.getMessage() + "." + HINT, e);
    }
  }

  private static byte[] file(StageContext context, String name) throws IOException {
    Path path = context.workspace().path(DIRECTORY + "/" + name);
    try {
      return context.workspace().read(path);
    } catch (FileNotFoundException e) {
      throw changed("There is no " + path + "." + HINT, e);
    }
  }

  private static String manifestSha256(StageContext context) {
    return context.upstream(DIRECTORY).files().stream()
        .filter(file -> file.path().equals("vocab.txt"))
        .map(Manifest.FileEntry::sha256)
        .findFirst()
        .orElse("nothing about it");
  }

  private static KindlingException changed(String message, Exception cause) {
    return new KindlingException(ExitCode.BAD_DATA, message, cause);
  }
}
