package dev.ascent.redaction;

import java.util.List;

/** What the finders of this package find. */
public final class Kind {
  public static final String SECRET = "secret";
  public static final String EMAIL = "email";
  public static final String IBAN = "iban";
  public static final String CARD = "card";
  public static final String ACCOUNT = "account";
  public static final String IP = "ip";
  public static final String PHONE = "phone";
  public static final String NAME = "name";

  /** All of them. */
  public static final List<String> ALL =
      List.of(SECRET, EMAIL, IBAN, CARD, ACCOUNT, IP, PHONE, NAME);

  private Kind() {}
}
