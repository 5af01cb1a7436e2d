package dev.ascent.redaction;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import dev.ascent.core.text.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds phone numbers as they are written within a region, by the numbers that are given out there.
 *
 * @param region two letters, as in ISO 3166
 */
record RegionalPhones(String region) implements Finder {
  private static final long MOST_TRIES = 10_000;

  RegionalPhones {
    if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(region)) {
      throw new IllegalArgumentException(
          "'" + region + "' is no region of phone numbers; expected two capitals such as DE");
    }
  }

  @Override
  public String kind() {
    return Kind.PHONE;
  }

  @Override
  public List<Span> find(String text) {
    List<Span> spans = new ArrayList<>();
    PhoneNumberUtil.getInstance()
        .findNumbers(text, region, Leniency.VALID, MOST_TRIES)
        .forEach(match -> spans.add(new Span(match.start(), match.end())));
    return spans;
  }
}
