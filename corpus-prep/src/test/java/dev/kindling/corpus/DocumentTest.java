package dev.kindling.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.corpus.dedup.ContentHash;
import org.junit.jupiter.api.Test;

class DocumentTest {
  @Test
  void shouldNameADocumentByItsPlace() {
    // printf 'books/a.txt\0000' | sha256sum, and with offset 17
    assertThat(Document.id("books/a.txt", 0)).isEqualTo("0510fe7283d96630d1d17a0f13f891f5");
    assertThat(Document.id("books/a.txt", 17)).isEqualTo("dd43146cd68bf88f2b475d9200f3762e");
  }

  @Test
  void shouldHashTextWithWhiteSpaceFolded() {
    // printf 'a b' | sha256sum
    assertThat(ContentHash.of("a b")).isEqualTo("c8687a08aa5d6ed2044328fa6a697ab8");
    assertThat(ContentHash.of("\n a\t\u00a0 b \n")).isEqualTo(ContentHash.of("a b"));
    assertThat(ContentHash.of("ab")).isNotEqualTo(ContentHash.of("a b"));
    assertThat(ContentHash.of(" ")).isEqualTo(ContentHash.of(""));
  }

  @Test
  void shouldHoldOutAboutTheFractionAndGrowWithIt() {
    int held = 0;
    for (int i = 0; i < 20_000; i++) {
      String id = Document.id("in/" + i, 0);
      if (HeldOut.contains(id, 0.02)) {
        held++;
        assertThat(HeldOut.contains(id, 0.05)).isTrue();
      }
      assertThat(HeldOut.contains(id, 0)).isFalse();
      assertThat(HeldOut.contains(id, 1)).isTrue();
    }
    assertThat(held).isBetween(320, 480); // 400, standard deviation 20
    assertThatThrownBy(() -> HeldOut.contains("x", 1.5)).hasMessageContaining("held-out-fraction");
  }
}
