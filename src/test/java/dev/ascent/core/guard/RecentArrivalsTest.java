package dev.ascent.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ascent.core.text.Fingerprint;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RecentArrivalsTest {
  private static final double SHARE = 0.1;

  private RecentArrivals recent = RecentArrivals.NONE;
  private int texts;

  @Test
  void oneOfManyAuthorsGetsNoMoreThanTheirShare() {
    for (int i = 0; i < 400; i++) {
      arrive("author " + i % 40);
    }
    int flooded = 0;
    for (int i = 0; i < 500; i++) {
      flooded += arrive("flooder") ? 1 : 0;
    }

    assertThat(flooded).isBetween(35, 50);
    assertThat(arrive("author 3")).isTrue();
  }

  @Test
  void theOnlyAuthorMaySendAll() {
    for (int i = 0; i < 3_000; i++) {
      assertThat(arrive("service")).isTrue();
    }
  }

  @Test
  void twoAuthorsMaySendUnequally() {
    for (int i = 0; i < 3_000; i++) {
      assertThat(arrive(i % 10 < 6 ? "web" : "app")).isTrue();
    }
  }

  @Test
  void recordsOfNobodyAreNobodys() {
    for (int i = 0; i < 3_000; i++) {
      assertThat(arrive("")).isTrue();
    }
  }

  @Test
  void nearlyTheSameTextIsLetInNowAndThen() {
    for (int i = 0; i < 500; i++) {
      arrive("");
    }
    int flooded = 0;
    for (int i = 0; i < 300; i++) {
      String text =
          "please send my refund to the account of my brother today, it is urgent, thank you very"
              + " much and greetings from number "
              + i;
      flooded += arrive("", text) ? 1 : 0;
    }

    assertThat(flooded).isBetween(RecentArrivals.FREE_OF_A_TEXT, 40);
  }

  @Test
  void onlyTheLatestCount() {
    for (int i = 0; i < 20; i++) {
      arrive("early");
    }
    for (int i = 0; i < 2 * RecentArrivals.MOST; i++) {
      arrive("author " + i % 40);
    }

    assertThat(recent.authors()).hasSize(RecentArrivals.MOST);
    assertThat(recent.fingerprints()).hasSize(RecentArrivals.MOST);
    assertThat(arrive("early")).isTrue();
  }

  @Property(tries = 50)
  void unrelatedTextsAreNotAlike(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
    Random random = new Random(seed);

    assertThat(Fingerprint.areAlike(Fingerprint.of(text(random)), Fingerprint.of(text(random))))
        .isFalse();
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      text.append("word").append(random.nextInt(2_000)).append(' ');
    }
    return text.toString();
  }

  private boolean arrive(String author) {
    return arrive(author, "text number " + texts++);
  }

  private boolean arrive(String author, String text) {
    long fingerprint = Fingerprint.of(text);
    if (recent.refusal(author, fingerprint, SHARE).isPresent()) {
      return false;
    }
    recent = recent.with(author, fingerprint);
    return true;
  }
}
