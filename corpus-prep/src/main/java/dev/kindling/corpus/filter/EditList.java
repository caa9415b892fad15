package dev.kindling.corpus.filter;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.TextEdit;
import java.util.ArrayList;
import java.util.List;

/** Gathers the changes of one rule, from the start of the text to its end. */
final class EditList {
  private final String text;
  private final List<TextEdit> edits = new ArrayList<>();
  private StringBuilder changed;
  private int copied;

  EditList(String text) {
    this.text = text;
  }

  /** Replaces a piece that lies behind all earlier ones. */
  void replace(int start, int end, String inserted, String reason, double value, double threshold) {
    if (changed == null) {
      changed = new StringBuilder(text.length());
    }
    changed.append(text, copied, start).append(inserted);
    copied = end;
    edits.add(new TextEdit(reason, start, text.substring(start, end), inserted, value, threshold));
  }

  /** Keep where nothing was replaced. */
  Decision decision() {
    if (changed == null) {
      return Decision.KEEP;
    }
    return new Decision.Edit(changed.append(text, copied, text.length()).toString(), edits);
  }
}
