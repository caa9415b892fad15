package dev.kindling.corpus.filter;

/**
 * Pieces of a text that repeat an earlier piece.
 *
 * @param count pieces that do
 * @param characters UTF-16 units in them
 * @param allCount all pieces
 * @param allCharacters UTF-16 units in all of them
 */
record Duplicates(int count, long characters, int allCount, long allCharacters) {
  static Duplicates of(String text, Spans spans) {
    LongTable seen = new LongTable();
    seen.reset(spans.size());
    int count = 0;
    long characters = 0;
    long allCharacters = 0;
    for (int i = 0; i < spans.size(); i++) {
      int length = spans.length(i);
      allCharacters += length;
      if (seen.add(TextHash.of(text, spans.start(i), spans.end(i)), i) > 0) {
        count++;
        characters += length;
      }
    }
    return new Duplicates(count, characters, spans.size(), allCharacters);
  }

  double fraction() {
    return TextScan.ratio(count, allCount);
  }

  double characterFraction() {
    return TextScan.ratio(characters, allCharacters);
  }
}
