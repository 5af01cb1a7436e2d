package dev.ascent.core.guard;

import dev.ascent.core.text.HiddenTexts;
import dev.ascent.core.text.PlainText;
import java.util.regex.Pattern;

/** Finds addresses that whoever reads a text might be led to, written out or defused. */
final class Links {
  private static final Pattern LINK =
      Pattern.compile(
          "\\b(?:h(?:tt|xx)ps?|ftp|wss?|file|data|javascript|mailto|tel|sms) ?: ?(?://|[a-z0-9+])"
              + "|(?<![:\\w/])//[a-z0-9-]{1,63}\\."
              + "|\\b[a-z0-9-]{2,63} ?(?:\\(dot\\)|\\[dot\\]| dot ) ?(?:com|net|org|io|de|dev|info)\\b"
              + "|\\b[a-z0-9-]{1,63}(?:(?:\\.|\\[\\.\\])[a-z0-9-]{1,63}){1,8}/[a-z0-9?]"
              + "|\\bwww ?(?:\\.|\\[\\.\\]) ?[a-z0-9]"
              + "|!?\\[[^\\]]{0,200}\\]\\([^)]{1,500}\\)"
              + "|\\b[a-z0-9-]{1,63}(?:\\.|\\[\\.\\]|\\(\\.\\)|\\[dot\\])"
              + "(?:com|net|org|io|dev|app|info|biz|xyz|top|site|online|onion|ru|cn|tk|example|test|invalid)\\b"
              + "|\\b[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?::[0-9]{2,5})?/");

  private Links() {}

  static boolean areIn(String text) {
    return LINK.matcher(PlainText.of(HiddenTexts.unescaped(text))).find();
  }
}
