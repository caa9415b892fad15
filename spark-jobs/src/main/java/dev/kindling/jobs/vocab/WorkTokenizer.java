package dev.kindling.jobs.vocab;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Manifest;
import dev.kindling.jobs.stage.StageContext;
import dev.kindling.jobs.storage.Sha256;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.TokenizerFormatException;
import dev.kindling.tokenizer.json.TokenizerFiles;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** The tokenizer of a work folder: the files of {@code vocab/}, checked against each other. */
public final class WorkTokenizer {
  private static final String FOLDER = Layout.VOCABULARY.directory();
  private static final List<String> NEEDED =
      List.of(TokenizerFiles.VOCABULARY, TokenizerFiles.TOKENIZER);
  private static final List<String> OPTIONAL =
      List.of(TokenizerFiles.CONFIG, TokenizerFiles.SPECIAL_TOKENS);
  private static final String HINT =
      " Run `kindling vocab` again, or put back the file that its manifest names.";

  private WorkTokenizer() {}

  /**
   * Reads the tokenizer.
   *
   * @throws KindlingException when a file is missing or damaged, or files disagree
   */
  public static Tokenizer read(Workspace workspace) throws IOException {
    return parse(files(workspace));
  }

  /**
   * Reads the tokenizer and insists that its files are those that the vocab stage wrote.
   *
   * @param context of a stage that has {@code vocab/} among its inputs
   * @return the bytes of {@code tokenizer.json}
   * @throws KindlingException when a file is missing, damaged or not the one that the manifest
   *     names, or files disagree
   */
  public static byte[] readVerified(StageContext context) throws IOException {
    Map<String, byte[]> files = files(context.workspace());
    for (Manifest.FileEntry written : context.upstream(FOLDER).files()) {
      byte[] bytes = files.get(written.path());
      String sha256 = bytes == null ? written.sha256() : Sha256.of(bytes);
      if (!sha256.equals(written.sha256())) {
        throw new KindlingException(
            ExitCode.BAD_DATA,
            "The tokenizer has changed: %s/%s has sha256 %s…, its manifest says %s….%s"
                .formatted(FOLDER, written.path(), start(sha256), start(written.sha256()), HINT));
      }
    }
    parse(files);
    return files.get(TokenizerFiles.TOKENIZER);
  }

  private static Map<String, byte[]> files(Workspace workspace) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : NEEDED) {
      Path path = workspace.path(FOLDER + "/" + name);
      if (!workspace.exists(path)) {
        throw new KindlingException(
            ExitCode.BAD_DATA, path + " is missing. Run `kindling vocab` first.");
      }
      files.put(name, workspace.read(path));
    }
    for (String name : OPTIONAL) {
      Path path = workspace.path(FOLDER + "/" + name);
      if (workspace.exists(path)) {
        files.put(name, workspace.read(path));
      }
    }
    return files;
  }

  private static Tokenizer parse(Map<String, byte[]> files) {
    try {
      return TokenizerFiles.read(files, FOLDER);
    } catch (TokenizerFormatException e) {
      throw new KindlingException(
          ExitCode.BAD_DATA, "The tokenizer is damaged: " + sentence(e.getMessage()) + HINT, e);
    }
  }

  private static String sentence(String problem) {
    return problem.endsWith(".") ? problem : problem + ".";
  }

  private static String start(String sha256) {
    return sha256.substring(0, 8);
  }
}
